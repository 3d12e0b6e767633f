"""The list of ICD-10 that counts on the day of a visit, and what may be a main diagnosis."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from graph.model import Diagnosis, Encounter
from ingest.codes.icd_lists import NO_LISTS, lists_of, may_be_main, read_lists
from ingest.quality.checking import check
from ingest.quality.rules import rules_of
from mpi.errors import BadInput
from tests.ingest.quality_cases import SOUND, but, with_codes
from tests.records import at

IN_2025, IN_2027 = dt.date(2025, 3, 2), dt.date(2027, 3, 2)
DATED = read_lists(
    [
        "# ours",
        "code\tvalid_from\tvalid_until",
        "A90\t2020-01-01\t2026-06-30",
        "A97.0\t2020-01-01\t",
        "R83.1\t2026-07-01\t",
        "A90\t2030-01-01\t",
    ],
    "list.tsv",
)


@pytest.mark.parametrize(
    ("code", "on", "stands"),
    [
        ("A97.0", IN_2025, True), ("A90", IN_2025, True), ("M00.00", IN_2025, True),
        ("T08.1", IN_2025, True), ("R83.1", IN_2025, False), ("V01.0", IN_2025, False),
        ("V01", IN_2025, True), ("U99.9", IN_2025, False), ("A97.0", IN_2027, None),
        ("A97.0", dt.date(2019, 1, 1), None),
    ],
)  # fmt: skip
def test_the_list_of_2020(code: str, on: dt.date, stands: bool | None) -> None:  # noqa: FBT001
    """WHO's with its differences, while it was law; of other days nothing is said."""
    assert NO_LISTS.has(code, on) is stands


@pytest.mark.parametrize(
    ("code", "on", "stands"),
    [
        ("A90", IN_2025, True), ("A90", IN_2027, False), ("A90", dt.date(2031, 1, 1), True),
        ("R83.1", IN_2025, False), ("R83.1", IN_2027, True), ("A97.01", IN_2027, True),
    ],
)  # fmt: skip
def test_a_list_of_the_deployments_own(code: str, on: dt.date, stands: bool) -> None:  # noqa: FBT001
    """Each code between its days, and a code that came back."""
    assert DATED.has(code, on) is stands


def test_a_list_without_days_begins_with_its_law(tmp_path: Path) -> None:
    """TT 06/2026/TT-BYT took the place of QĐ 4469 on 1 July 2026."""
    (tmp_path / "tt06.tsv").write_text("code\ttitle_vi\nA97.0†\tDengue\n", encoding="utf-8")
    lists = lists_of(str(tmp_path / "tt06.tsv"))
    assert lists.has("A97.0", IN_2027)
    assert (lists.has("A90", IN_2027), lists.has("A90", IN_2025)) == (False, True)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["title"], "column code is missing"),
        (["code"], "holds no code"),
        (["code", "sốt"], "line 2: code is not an ICD-10 code"),
        (["code\tvalid_from", "A90\t1/7/2026"], "line 2: valid_from and valid_until must be days"),
    ],
)
def test_a_mistake_in_a_list_is_named(lines: list[str], complaint: str) -> None:
    """The file and the line."""
    with pytest.raises(BadInput, match=complaint):
        read_lists(lines, "list.tsv")


def test_a_list_that_is_not_there_is_named() -> None:
    """Only by its name."""
    with pytest.raises(BadInput, match=r"nowhere\.tsv cannot be read"):
        lists_of("some/nowhere.tsv")


@pytest.mark.parametrize(
    ("code", "allowed"),
    [("A97.0", True), ("Z85.1", False), ("G01", False), ("Z00.0", False), ("M07.00", False)],
)
def test_what_may_be_a_main_diagnosis(code: str, allowed: bool) -> None:  # noqa: FBT001
    """Asterisk codes, histories and consequences may not."""
    assert may_be_main(code) is allowed


def test_the_rule_goes_by_the_day_of_leaving(tmp_path: Path) -> None:
    """A visit over midnight of 1 July is judged by the list that its end falls under."""
    lines = "code\tvalid_from\tvalid_until\nA97.0\t2026-07-01\t\n"
    (tmp_path / "own.tsv").write_text(lines, encoding="utf-8")
    rules = [r for r in rules_of("", str(tmp_path / "own.tsv")) if r.code == "q-icd-current"]
    stay = but(Encounter, started_at=at("2026-06-30"), ended_at=at("2026-07-01"))
    done = check([stay(with_codes(("main", "A90"), ("secondary", "A97.0"))(SOUND))], rules)
    assert (done.applied["q-icd-current"], done.broken["q-icd-current"]) == (2, 1)
    words = replace(Diagnosis(SOUND.events[0].origin, "main", "x"), system="snomed")
    assert check([replace(SOUND, events=(words,))], rules).applied["q-icd-current"] == 0


@pytest.mark.shared
def test_the_list_of_2020_is_the_annex(shared: Path) -> None:
    """Every code of the annex of QĐ 4469 stands, and no other code of WHO's of four characters."""
    from graph.wordings import who_codes  # noqa: PLC0415

    file = shared / "domain" / "icd10_vn_qd4469_2020.tsv"
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    annex = {row["code"].rstrip("†*") for row in rows}
    assert [code for code in annex if not NO_LISTS.has(code, IN_2025)] == []
    others = {code for code in who_codes() - annex if len(code) <= 5}
    assert [code for code in others if NO_LISTS.has(code, IN_2025)] == []
    barred = {row["code"].rstrip("†*") for row in rows if row["not_allowed_as_main"].strip()}
    short = {code for code in annex if len(code) <= 5}
    assert {code for code in short if not may_be_main(code)} == barred & short
