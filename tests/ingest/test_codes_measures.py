"""Results as measures: the number and the unit, whatever wire they came by."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from graph.model import Observation, Origin
from ingest.codes.measures import measured, number_of
from tests.records import diagnosis, visit, who

RESULT = Observation(Origin("XML4"), code="WBC", value="7,6", unit="G/L")


def test_a_result_gets_its_number_and_unit() -> None:
    """As sent stays beside what it means; other facts are left alone."""
    record = visit(who(), events=[diagnosis(), RESULT])
    *others, result = measured(record).events
    assert result == replace(RESULT, number=Decimal("7.6"), ucum="10*9/L")
    assert tuple(others) == record.events[:-1]


def test_what_the_sender_measured_stands() -> None:
    """A wire that gives number and UCUM itself is not read again."""
    said = replace(RESULT, value="about 7", number=Decimal(7), ucum="/uL")
    assert measured(visit(who(), events=[said])).events[-1] == said


def test_a_record_without_results_is_the_same() -> None:
    """Nothing to do, nothing made anew."""
    record = visit(who())
    assert measured(record) is record


@pytest.mark.parametrize(
    ("text", "number"),
    [("-1.50", "-1.50"), ("+3", "3"), ("1.234,5", None), ("1e5", None), ("", None), ("5-7", None)],
)
def test_numbers_are_plain(text: str, number: str | None) -> None:
    """What could be read in two ways is no number."""
    assert number_of(text) == (None if number is None else Decimal(number))
