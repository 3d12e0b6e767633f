"""Code lists in a store: the project's own at its start, the ministry's from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.reference import listed_beside, load_icd, load_named, load_own
from graph.statistics import statistics
from graph.store import Statement, Store
from ingest.reference.facilities import facilities
from mpi.errors import BadInput, NotFound

HEAD = "code\ttitle_vi\ttitle_en\tcategory\tgroup\n"


def words(store: Store, code: str) -> str:
    """Give the Vietnamese words of a code."""
    text = Statement("MATCH (c:Concept {id: $id}) RETURN c.words_vi AS words")
    rows = store.read(lambda work: work.run(text, id=f"icd10|{code}"))
    return str(rows[0]["words"])


def test_a_new_store_knows_the_city(store: Store) -> None:
    """Hanoi's 126 wards since 1 July 2025, the old ones with what they became, its hospitals."""
    load_own(store)
    once = statistics(store)
    load_own(store)
    assert statistics(store) == once
    present = Statement("MATCH (w:Ward) WHERE w.present RETURN count(w) AS many")
    assert store.read(lambda work: work.run(present))[0]["many"] == 126
    assert once.nodes["Facility"] == len(facilities())
    assert once.edges["BECAME"] >= 526


def test_a_catalogue_file_is_loaded(store: Store, tmp_path: Path) -> None:
    """Codes in any spelling, names in Vietnamese, and how many there were."""
    file = tmp_path / "icd.tsv"
    file.write_text(f"{HEAD}a970\tSốt xuất huyết Dengue\tDengue\tA97\t\n", encoding="utf-8-sig")
    assert load_icd(store, file) == 1
    assert words(store, "A97.0") == "Sốt xuất huyết Dengue"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("code\ttitle_vi\n", "line 1: column title_en is missing"),
        (f"{HEAD}A97\tSốt\t\t\t\nxx\tSốt\t\t\t\n", "line 3: code is not an ICD-10 code"),
        (f"{HEAD}A97\t\t\t\t\n", "line 2: title_vi and title_en are both empty"),
    ],
)
def test_a_bad_line_is_named(store: Store, tmp_path: Path, content: str, complaint: str) -> None:
    """The operator can find what is wrong with the file."""
    file = tmp_path / "icd.tsv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=complaint):
        load_icd(store, file)


def test_a_file_that_is_no_text(store: Store, tmp_path: Path) -> None:
    """Another kind of file is bad input."""
    (tmp_path / "icd.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="UTF-8"):
        load_icd(store, tmp_path / "icd.tsv")


def test_a_file_that_is_not_there(store: Store, tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(NotFound, match=r"icd\.tsv"):
        load_icd(store, tmp_path / "icd.tsv")


@pytest.mark.shared
def test_the_ministrys_catalogue(store: Store, shared: Path) -> None:
    """QĐ 4469/QĐ-BYT 2020 as published: every line is taken."""
    file = shared / "domain" / "icd10_vn_qd4469_2020.tsv"
    lines = file.read_text(encoding="utf-8-sig").count("\n") - 1
    assert load_icd(store, file) == pytest.approx(lines, abs=1)
    assert words(store, "A97.0").startswith("Sốt xuất huyết")


NAMED = "code,name,level\n01C51,Trạm y tế phường Láng,station\n01004,BV Đống Đa,\n"


def place(store: Store, code: str) -> tuple[str, str]:
    """Give name and level of a facility."""
    text = Statement("MATCH (f:Facility {id: $id}) RETURN f.full_name AS name, f.level AS level")
    row = store.read(lambda work: work.run(text, id=code))[0]
    return str(row["name"]), str(row["level"])


def test_facilities_are_named_from_a_file(store: Store, tmp_path: Path) -> None:
    """A station gets name and level, and a level that is left empty stays as it was."""
    load_own(store)
    (tmp_path / "feed").mkdir()
    (tmp_path / "facilities.csv").write_text(NAMED, encoding="utf-8")
    listed = listed_beside(tmp_path / "feed")
    assert listed is not None
    assert load_named(store, listed) == 2
    assert place(store, "01C51") == ("Trạm y tế phường Láng", "station")
    assert place(store, "01004") == ("BV Đống Đa", "city_general")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("code,name\n", "line 1"),
        ("code,name,level\n1,BV A,\n", r"line 2\.code"),
        ("code,name,level\n01004,,\n", r"line 2\.name"),
        ("code,name,level\n01004,BV A,top\n", r"line 2\.level"),
    ],
)
def test_a_bad_list_of_facilities_is_named(
    store: Store, tmp_path: Path, content: str, complaint: str
) -> None:
    """The operator can find what is wrong with the list."""
    (tmp_path / "f.csv").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=complaint):
        load_named(store, tmp_path / "f.csv")


@pytest.mark.parametrize("content", ["", "id;other\n", NAMED])
def test_a_file_of_that_name_with_another_heading_is_left_alone(
    tmp_path: Path, content: str
) -> None:
    """Only a list beside a folder is one; a file of messages has none."""
    (tmp_path / "facilities.csv").write_text(content, encoding="utf-8")
    (tmp_path / "feed").mkdir()
    assert (listed_beside(tmp_path / "feed") is not None) is (content == NAMED)
    assert listed_beside(tmp_path / "facilities.csv") is None
