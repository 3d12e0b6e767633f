"""The same commands on both engines: files in, people out, findings as findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.engines import open_store
from graph.store import Statement
from tests.api.commands import Call
from tests.api.visits import visit_file

_BREAK = Statement("CREATE (:Person {id: 'p-nobody', provisional: false})", writes=True)


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder: what is kept beside a Neo4j store is kept there."""
    monkeypatch.chdir(tmp_path)


def test_from_a_file_to_a_book(call: Call, store_url: str, tmp_path: Path) -> None:
    """One visit in, the person found, the visit in the book, the graph sound."""
    (tmp_path / "visit.xml").write_bytes(visit_file("01013", "V1"))
    store = ("--store", store_url)
    assert call("store", "migrate", *store).code == 0
    assert call("ingest", "visit.xml", *store, "--json").json["stored"] == 1
    (found,) = call("find", "--name", "Trần Thị Bình", *store, "--json").json
    page = call("book", found["header"]["person"], *store, "--json").json
    assert [visit["id"] for visit in page["visits"]] == ["01013|V1"]
    assert call("stats", *store, "--json").json["nodes"]["Encounter"] == 1
    assert call("check", *store).code == 0


def test_a_broken_graph_is_a_finding(call: Call, store_url: str) -> None:
    """Exit 1; the invariant, how often, and an example, as JSON and for people."""
    assert call("store", "migrate", "--store", store_url).code == 0
    opened = open_store(store_url)
    opened.write(lambda work: work.run(_BREAK))
    opened.close()
    told, shown = call("check", "--store", store_url, "--json"), call("check", "--store", store_url)
    assert (told.code, shown.code, told.json["sound"]) == (1, 1, False)
    (breach,) = told.json["breaches"]
    assert (breach["key"], breach["many"], breach["examples"]) == (
        "person-some-record", 1, ["p-nobody"],
    )  # fmt: skip
    assert "person-some-record" in shown.out


def test_a_catalogue_is_loaded(call: Call, store_url: str, tmp_path: Path) -> None:
    """How many codes there were; a bad line is bad input and names itself."""
    lines = "code\ttitle_vi\ttitle_en\nA97.0\tSốt xuất huyết Dengue\tDengue\n"
    (tmp_path / "icd.tsv").write_text(lines, encoding="utf-8")
    words = ("reference", "load", "icd.tsv", "--store", store_url)
    assert call(*words, "--json").json == {"file": "icd.tsv", "codes": 1}
    assert "1 codes" in call(*words).out
    (tmp_path / "icd.tsv").write_text(f"{lines}xx\tSốt\t\n", encoding="utf-8")
    done = call(*words)
    assert (done.code, "line 3" in done.err) == (2, True)
