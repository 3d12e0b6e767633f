"""Settings: from the environment, checked, documented."""

from pathlib import Path

import pytest

from api.settings import Settings, load
from api.settings_doc import page
from mpi.errors import BadInput

_ROOT = Path(__file__).resolve().parents[2]


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting is HEALTHGRAPH_ and its name; an option of the command line wins."""
    monkeypatch.setenv("HEALTHGRAPH_PORT", "9000")
    monkeypatch.setenv("HEALTHGRAPH_WORKERS", "")
    assert (load().port, load().workers, load(port=9001, host=None).port) == (9000, 2, 9001)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "70000"),
        ("STORE_URL", "postgres://x"),
        ("BATCH_SIZE", "0"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_an_error_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """The operator sees which variable to change and where it is described."""
    monkeypatch.setenv(f"HEALTHGRAPH_{name}", value)
    with pytest.raises(BadInput, match=f"HEALTHGRAPH_{name}: .*docs/settings.md"):
        load()


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc_issuer": "https://id.example"},
        {"store_url": "neo4j://neo4j:secret@db:7687/neo4j"},
    ],
)
def test_settings_that_do_not_agree_are_refused(settings: dict[str, str]) -> None:
    """What belongs together is given together, and no password stands in a URL."""
    with pytest.raises(BadInput) as caught:
        load(**settings)
    assert "secret@" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "directory"),
    [
        ("embedded:/srv/graph", "/srv/graph"),
        ("neo4j://neo4j@db.example:7687/city", ".healthgraph/db.example-city"),
        ("bolt://db:7687", ".healthgraph/db-neo4j"),
    ],
)
def test_the_data_directory_belongs_to_the_store(url: str, directory: str) -> None:
    """Ledger, archive and keys lie beside an embedded store, and apart for each Neo4j."""
    settings = Settings(store_url=url)
    assert settings.directory == Path(directory)
    assert settings.archive.endswith(f"{directory}/archive")
    assert Settings(store_url=url, data_dir=Path("/data")).archive == "file:///data/archive"


def test_secrets_do_not_show() -> None:
    """Printing the settings does not print the password."""
    assert "geheim" not in repr(load(neo4j_password="geheim"))


def test_the_page_is_fresh() -> None:
    """The page is what the table says; run `python -m api.settings_doc` to renew it."""
    assert (_ROOT / "docs/settings.md").read_text() == page()


def test_every_setting_is_described() -> None:
    """There is no setting without a sentence."""
    assert all(field.description for field in Settings.model_fields.values())
