"""Answers as leaders read them: sentence, numbers, comparison, hidden cells, receipt."""

from __future__ import annotations

import io

import openpyxl
import pytest

from ai.answering.answer import Answer, Asked, Withheld, decide
from ai.answering.charts import drawing
from ai.answering.figures import Figures, Measured, Row
from ai.answering.numbers import Language
from ai.answering.receipts import compared
from ai.answering.scope import Scope, narrowed
from ai.answering.sentences import Speaker
from ai.answering.tables import Sheet, table_file
from ai.catalogue import default_catalogue
from ai.disclosure.boxes import Rule
from ai.disclosure.grounds import Grounds
from ai.query import Comparison, Filter, Period, Query
from mpi.errors import BadInput, Forbidden

CATALOGUE = default_catalogue()
AUGUST, JULY = Period("2026-08-01", "2026-08-31"), Period("2026-07-01", "2026-07-31")


def counted(*counts: int) -> tuple[Measured, ...]:
    """Numbers that count rows."""
    return tuple(Measured(n, n) for n in counts)


def figures(rows: tuple[Row, ...], before: Period | None = None, version: str = "1") -> Figures:
    """A result."""
    return Figures(rows, before, "visits", {}, version)


def answered(query: Query, result: Figures, language: Language = Language.VI) -> Answer | Withheld:
    """Decide for a reader who was told nothing yet."""
    speaker = Speaker(CATALOGUE, lambda _d, m, _l: m, language)
    asked = Asked(query, "2026-09-01T00:00:00Z", {"catalogue": "1"}, "")
    return decide(asked, result, [], Rule(5), Grounds(CATALOGUE), speaker).outcome


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            Language.VI,
            (
                "Lượt khám chữa bệnh (cơ sở 01013), từ 01/08/2026 đến 31/08/2026: 1.234 lượt, "
                "so với 1.000 lượt từ 01/07/2026 đến 31/07/2026 (tăng 234 lượt, 23,4 %)."
            ),
        ),
        (
            Language.EN,
            (
                "Encounters (facility 01013), from 01/08/2026 to 31/08/2026: 1,234 encounters, "
                "against 1,000 encounters from 01/07/2026 to 31/07/2026 "
                "(up 234 encounters, 23.4 %)."
            ),
        ),
    ],
)
def test_a_value_is_said_with_scope_period_and_comparison(language: Language, text: str) -> None:
    """One sentence holds what, where, when, how many and against what."""
    query = Query(
        ("encounters",),
        AUGUST,
        filters=(Filter("facility", ("01013",)),),
        comparison=Comparison.PREVIOUS,
    )
    rows = (Row((), counted(1234), counted(1000)),)
    found = answered(query, figures(rows, JULY), language)
    assert isinstance(found, Answer)
    assert found.text == text


@pytest.mark.parametrize(
    ("metric", "text"),
    [("cases", "0 ca."), ("encounters", "0 lượt."), ("hospital_mortality", "không có dữ liệu.")],
)
def test_a_breakdown_without_rows_is_nought_of_a_count(metric: str, text: str) -> None:
    """No rows of a count are 0 of it; a rate of nothing is not known."""
    speaker = Speaker(CATALOGUE, lambda _d, m, _l: m, Language.VI)
    query = Query((metric,), AUGUST, dimensions=("old_district",))
    assert speaker.sentence(query, (), None).endswith(text)


def test_a_row_has_interval_and_change() -> None:
    """The row of a count holds Byar's ends, the difference and the ratio."""
    query = Query(("encounters",), AUGUST, comparison=Comparison.PREVIOUS)
    found = answered(query, figures((Row((), counted(100), counted(80)),), JULY))
    assert isinstance(found, Answer)
    row = found.rows[0]
    assert (row["encounters"], row["encounters.before"]) == (100, 80)
    assert (row["encounters.difference"], row["encounters.ratio"]) == (20, 1.25)
    assert row["encounters.low"] == pytest.approx(81.4, abs=0.1)
    assert row["encounters.high"] == pytest.approx(121.6, abs=0.1)


def test_a_small_cell_leaves_the_row_without_its_number() -> None:
    """3 visits are hidden in row, sentence and picture, and stand last whatever the order."""
    query = Query(("encounters",), AUGUST, dimensions=("facility",))
    rows = (Row(("01013",), counted(3)), Row(("01014",), counted(50)))
    found = answered(query, figures(rows))
    assert isinstance(found, Answer)
    assert [row["encounters"] for row in found.rows] == [50, None]
    assert found.rows[1]["hidden"] == ["encounters"]
    assert "01013 (được che, ô nhỏ)" in found.text
    drawn = [mark for data in found.details["chart"]["datasets"].values() for mark in data]
    assert [(mark["place"], mark["value"]) for mark in drawn] == [("01014", 50)]


@pytest.mark.parametrize(("count", "reason"), [(1, "small-cells"), (4, "small-cells")])
def test_a_small_number_alone_is_withheld(count: int, reason: str) -> None:
    """Nothing is left of a single small number."""
    found = answered(Query(("encounters",), AUGUST), figures((Row((), counted(count)),)))
    assert found == Withheld(reason)


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_a_table_holds_what_was_published(name: str) -> None:
    """Both files give the published values back; a formula in a name stays text."""
    rows = [("=1+1", 50), ("B", None)]
    sheet = Sheet(("Cơ sở", "Lượt"), ("text", "number"), rows, [("a", "b")])
    content = table_file(name, sheet)
    if name == "t.csv":
        assert content.decode("utf-8-sig").splitlines() == ["Cơ sở,Lượt", "'=1+1,50", "B,"]
        return
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [[c.value for c in row] for row in book["Kết quả"].iter_rows()] == [
        ["Cơ sở", "Lượt"],
        ["=1+1", 50],
        ["B", None],
    ]
    assert [c.value for c in next(iter(book["Ghi chú"].iter_rows()))] == ["a", "b"]


@pytest.mark.parametrize(("name", "start"), [("a.svg", b"<svg"), ("a.png", b"\x89PNG")])
def test_the_picture_is_drawn(name: str, start: bytes) -> None:
    """SVG and PNG come from the specification alone."""
    query = Query(("encounters",), AUGUST, dimensions=("facility",))
    found = answered(query, figures((Row(("01014",), counted(50)),)))
    assert isinstance(found, Answer)
    assert drawing(found.details["chart"], name).startswith(start)


@pytest.mark.parametrize("name", ["a.gif", "a"])
def test_other_files_are_refused(name: str) -> None:
    """A file name says which form is wanted; others are named."""
    with pytest.raises(BadInput, match=r"\.svg or \.png"):
        drawing({}, name)
    with pytest.raises(BadInput, match=r"\.csv or \.xlsx"):
        table_file(name, Sheet((), (), [], []))


def test_a_rerun_says_what_changed() -> None:
    """The same rows are the same; another number names its row and the data version."""
    query = Query(("encounters",), AUGUST, dimensions=("facility",))
    first, again, later = (
        answered(query, figures((Row(("01014",), counted(n)),), version=v))
        for n, v in ((50, "1"), (50, "2"), (51, "3"))
    )
    assert isinstance(first, Answer) and isinstance(again, Answer) and isinstance(later, Answer)  # noqa: PT018
    assert compared(first.receipt, again.receipt).same
    changed = compared(first.receipt, later.receipt)
    assert (changed.same, changed.changed) == (False, ("data: 1 -> 3", "rows"))
    assert [row["row"] for row in changed.rows] == ["01014"]


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        ((), True),
        ((Filter("facility", ("01013",)),), True),
        ((Filter("facility", ("01014",)),), False),
        ((Filter("facility", ("01013", "01014")),), False),
        ((Filter("facility", ("01014",), excluded=True),), False),
        ((Filter("sex", ("male",)),), True),
    ],
)
def test_a_scope_is_part_of_the_query(filters: tuple[Filter, ...], allowed: object) -> None:
    """A reader of one hospital gets its filter, and is refused what lies outside."""
    query = Query(("encounters",), AUGUST, filters=filters)
    if not allowed:
        with pytest.raises(Forbidden):
            narrowed(query, Scope.parse("01013"))
        return
    assert Filter("facility", ("01013",)) in narrowed(query, Scope.parse("01013")).filters


def test_a_table_that_is_too_large_is_refused() -> None:
    """What gives away what is not worked out for more than 2,000 numbers."""
    query = Query(("encounters",), AUGUST, dimensions=("facility",))
    rows = tuple(Row((f"{n:05}",), counted(50)) for n in range(2001))
    assert answered(query, figures(rows)) == Withheld("too-many-rows")
