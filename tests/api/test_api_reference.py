"""Code lists in a store: the project's own at its start, the ministry's from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.reference import load_icd, load_own
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
