"""Answers read aloud: units, shares, the largest first, and what data do not reach."""

from __future__ import annotations

import pytest

from ai.answering.answer import Answer, Withheld
from ai.answering.data_days import within_data
from ai.answering.figures import Measured, Row
from ai.answering.numbers import Language
from ai.answering.wording import value_words
from ai.catalogue import default_catalogue
from ai.query import Comparison, Intent, Period, Query
from ai.result import Cell, Result, ResultRow
from tests.ai.test_answers import AUGUST, JULY, answered, counted, figures

UNITS = default_catalogue().units


@pytest.mark.parametrize(
    ("unit", "value", "vi", "en"),
    [
        ("lượt", 1, "1 lượt", "1 encounter"),
        ("letter", 9, "9 lượt", "9 referrals"),
        ("đồng", 325289.8, "325.290 đồng", "325,290 đồng"),
        ("ngày", 1.5, "1,5 ngày", "1.5 days"),
        ("share", 0.797, "79,7 %", "79.7 %"),
        ("trẻ", None, "–", "–"),
    ],
)
def test_a_value_has_its_unit(unit: str, value: float | None, vi: str, en: str) -> None:
    """One of a thing is not many, money has no tenths, and each language writes its own numbers."""
    assert value_words(UNITS[unit], value, Language.VI) == vi
    assert value_words(UNITS[unit], value, Language.EN) == en


def test_a_share_is_said_with_its_interval_and_of_how_many() -> None:
    """Wilson's ends of 118 of 148 stand in the sentence."""
    rows = (Row((), (Measured(118 / 148, 148, 118, 148),)),)
    found = answered(Query(("follow_up_kept",), AUGUST), figures(rows))
    assert isinstance(found, Answer)
    assert "79,7 % (khoảng tin cậy 95 %: 72,5 % đến 85,4 %; n = 148)" in found.text


def test_a_structure_is_said_in_shares_of_the_whole() -> None:
    """Asked for the structure, each row says its part; with a hidden row none can be told."""
    query = Query(("encounters",), AUGUST, intent=Intent.SHARE, dimensions=("sex",))
    rows = (Row(("male",), counted(60)), Row(("female",), counted(40)))
    found = answered(query, figures(rows))
    assert isinstance(found, Answer)
    assert [row["encounters.share"] for row in found.rows] == [0.6, 0.4]
    assert "(60 lượt, 60,0 %)" in found.text
    small = answered(query, figures((rows[0], Row(("female",), counted(3)))))
    assert isinstance(small, Withheld) or "encounters.share" not in small.columns


def test_hospitals_stand_by_size_and_those_without_a_member_last() -> None:
    """Nobody asked for an order: the most first, as the sentence names the first five only."""
    query = Query(("encounters",), AUGUST, dimensions=("facility",))
    rows = tuple(
        Row((name,), counted(n)) for name, n in (("01003", 7), ("unknown", 90), ("01004", 50))
    )
    found = answered(query, figures(rows))
    assert isinstance(found, Answer)
    assert [row["facility"] for row in found.rows] == ["01004", "01003", "unknown"]


def test_the_table_speaks_the_readers_language() -> None:
    """Titles with units, a hidden number as a word, and what it all means beside it."""
    query = Query(("encounters",), AUGUST, dimensions=("facility",))
    rows = (Row(("01013",), counted(3)), Row(("01014",), counted(50)))
    found = answered(query, figures(rows), Language.EN)
    assert isinstance(found, Answer)
    table = found.details["table"]
    assert table["titles"] == ["Facility", "Encounters (encounters)", "N", "95 % low", "95 % high"]
    assert [row[:2] for row in table["rows"]] == [["01014", 50], ["01013", "hidden"]]
    assert ["Scope", "the whole city"] in table["notes"]


def test_both_periods_are_drawn_in_their_order() -> None:
    """A comparison has a series of before and one of now."""
    query = Query(("encounters",), AUGUST, dimensions=("sex",), comparison=Comparison.PREVIOUS)
    found = answered(query, figures((Row(("male",), counted(60), counted(50)),), JULY))
    assert isinstance(found, Answer)
    marks = [mark for data in found.details["chart"]["datasets"].values() for mark in data]
    assert [(m["series"], m["value"]) for m in marks] == [("kỳ so sánh", 50), ("kỳ này", 60)]


def cell(n: int) -> Cell:
    """A count of rows."""
    return Cell(float(n), float(n), None, n)


def monthly(first: str, last: str, *rows: ResultRow) -> list[ResultRow]:
    """Months of 2026 against those of 2025, with data between two days."""
    year = Period("2026-01-01", "2026-12-31")
    query = Query(("encounters",), year, dimensions=("month",), comparison=Comparison.LAST_YEAR)
    held = Period("2025-01-01", "2025-12-31")
    return within_data(query, Result(query, ("lượt",), rows, held, 1, (), first, last))


def test_months_after_the_data_are_not_nought() -> None:
    """July begins after the last day: its row has no number, or is left out without one before."""
    rows = (
        ResultRow(("2026-06",), (cell(9),), (cell(8),)),
        ResultRow(("2026-07",), (cell(0),), (cell(7),)),
        ResultRow(("2026-08",), (cell(0),), (cell(0),)),
    )
    found = monthly("2024-01-01", "2026-06-30", *rows)
    assert [(row.members[0], row.cells[0].value) for row in found] == [
        ("2026-06", 9.0),
        ("2026-07", None),
    ]


def test_a_comparison_with_days_before_the_data_is_not_known() -> None:
    """Data begin in mid-March 2025: March before is cut, April before is whole."""
    rows = tuple(ResultRow((f"2026-0{m}",), (cell(9),), (cell(8),)) for m in (2, 3, 4))
    found = monthly("2025-03-15", "2026-12-31", *rows)
    assert [row.before[0].value for row in found] == [None, None, 8.0]


@pytest.mark.parametrize(
    ("n", "caveat"),
    [(12, "1 số về tỷ lệ tái khám đúng hẹn dựa trên ít hơn 20 trường hợp, dễ dao động"), (148, "")],
)
def test_a_rate_of_few_says_so(n: int, caveat: str) -> None:
    """Below the number that the catalogue asks for, the reader is told."""
    rows = (Row((), (Measured(0.5, n, n / 2, n),)),)
    found = answered(Query(("follow_up_kept",), AUGUST), figures(rows))
    assert isinstance(found, Answer)
    assert [c for c in found.details["caveats"] if "ít hơn" in c] == ([caveat] if caveat else [])


def test_weeks_that_are_cut_are_named() -> None:
    """August 2026 begins on a Saturday and ends on a Monday."""
    query = Query(("encounters",), AUGUST, dimensions=("week",))
    found = answered(query, figures((Row(("2026-W32",), counted(60)),)), Language.EN)
    assert isinstance(found, Answer)
    assert "not whole in the period: 2026-W31, 2026-W36" in found.details["caveats"]


@pytest.mark.parametrize(("first", "known"), [("2025-01-10", True), ("2025-07-01", False)])
def test_a_number_is_not_held_against_half_a_year(first: str, *, known: bool) -> None:
    """Data from July are no 2025 to hold 2026 against; from 10 January they are."""
    query = Query(
        ("encounters",), Period("2026-01-01", "2026-12-31"), comparison=Comparison.LAST_YEAR
    )
    held = Period("2025-01-01", "2025-12-31")
    rows = (ResultRow((), (cell(9),), (cell(8),)),)
    result = Result(query, ("lượt",), rows, held, 1, (), first, "2026-12-31")
    assert within_data(query, result)[0].before[0].value == (8.0 if known else None)
