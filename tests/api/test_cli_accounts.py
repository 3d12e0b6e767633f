"""Accounts and tokens from the command line, as the service takes them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from api.security.trust import local_tokens
from api.settings import load
from graph.access import Reader, Role
from graph.accounts import account_of
from graph.engines import open_store
from tests.api.commands import Call

pytestmark = pytest.mark.xdist_group("cli")

_ADD = ("facility", "add", "01013", "--name", "Bệnh viện Ba Vì", "--password-stdin")


def test_a_token_is_what_the_service_takes(call: Call, tmp_path: Path) -> None:
    """The keys lie beside the store, so the service verifies what the command signed."""
    store = f"embedded:{tmp_path / 's'}"
    words = ("token", "--role", "clinician", "--subject", "dr.an", "--facility", "01013")
    text = call(*words, "--store", store).out.strip()
    assert local_tokens(load(store_url=store)).verify(text) == Reader(
        Role.CLINICIAN, "dr.an", "01013"
    )
    told = call(*words, "--lifetime", "60", "--store", store, "--json").json
    assert (told["role"], told["subject"], told["expires_in"]) == ("clinician", "dr.an", 60)


def test_a_facility_gets_its_account(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user name is the code; the password is kept as an argon2 hash only."""
    store = f"embedded:{tmp_path / 's'}"
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough one\n"))
    done = call(*_ADD, "--store", store, "--json")
    assert done.json["username"] == done.json["facility"] == "01013"
    opened = open_store(store)
    account = account_of(opened, "01013")
    opened.close()
    assert account is not None
    assert account.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("words", "given", "complaint"),
    [
        (_ADD, "short\n", "at least 12 characters"),
        (_ADD, "", "at least 12 characters"),
        (_ADD[:-1], "", "--password-stdin: is needed"),
    ],
)
def test_a_password_that_will_not_do(
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    given: str,
    complaint: str,
) -> None:
    """Too short, or nobody to ask: refused before any store is made."""
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    done = call(*words, "--store", f"embedded:{tmp_path / 's'}")
    assert (done.code, complaint in done.err) == (2, True)
    assert not (tmp_path / "s").exists()
