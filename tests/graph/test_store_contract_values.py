"""What is stored comes back alike from both engines, or is refused by both."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import HANOI
from graph.store import Statement, Store
from graph.values import day, instant
from mpi.dates import PartialDate
from mpi.errors import BadInput
from mpi.identity import Sex

PUT = Statement(
    "MERGE (r:PatientRecord {id: 'a'}) SET r.value = $value RETURN r.value AS value", writes=True
)
GET = Statement("MATCH (r:PatientRecord {id: 'a'}) RETURN r.value AS value")
ECHO = Statement("RETURN $value AS value")


def through(store: Store, value: object) -> object:
    """Store a value as a property and read it back in another transaction."""
    store.write(lambda work: work.run(PUT, value=value))
    return store.read(lambda work: work.run(GET))[0]["value"]


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("Nguyễn Thị Hằng Nga", "Nguyễn Thị Hằng Nga"),
        (unicodedata.normalize("NFD", "Đặng Hữu Phước"), "Đặng Hữu Phước"),
        ("", ""),
        ('it\'s "quoted" \\ and\nbroken; MATCH (n) DETACH DELETE n', None),
        ("𠀋 của chữ Nôm", "𠀋 của chữ Nôm"),
        (0, 0),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        (True, True),
        (False, False),
        (14.25, 14.25),
        (1e8, 1e8),
        (Decimal("1250000.50"), 1250000.5),
        (["A97.0", "J18.9"], ["A97.0", "J18.9"]),
        (("b", "a"), ["b", "a"]),
        (frozenset({"b", "a"}), ["a", "b"]),
        ([1, 2], [1, 2]),
        ([], []),
        (Sex.FEMALE, "female"),
        (PartialDate(1985).iso, "1985"),
        (PartialDate(1985, 7).iso, "1985-07"),
        (dt.date(1985, 7, 4), "1985-07-04"),
        (day(dt.date(2026, 1, 2)), 20260102),
        (dt.datetime(2026, 3, 2, 8, 14, 9, tzinfo=HANOI), "2026-03-02T01:14:09Z"),
        (dt.datetime(2026, 3, 2, 1, 14, 9, 120, tzinfo=dt.UTC), "2026-03-02T01:14:09.000120Z"),
    ],
)
def test_value_comes_back(store: Store, given: object, stored: object) -> None:
    """Every type of the schema has one stored form, the same on both engines."""
    back = through(store, given)
    assert (type(back), back) == (type(stored), stored) if stored is not None else back == given


def test_null_is_absence(store: Store) -> None:
    """Setting null takes a property away, and a property that is not there is null."""
    through(store, "something")
    assert through(store, None) is None


@pytest.mark.parametrize(
    "value",
    [
        2**63,
        -(2**63) - 1,
        float("nan"),
        float("inf"),
        b"bytes",
        object(),
        "\ud800",
        dt.datetime(2026, 3, 2, 8, 14),  # noqa: DTZ001  naive on purpose
        {"deep": [2**70]},
    ],
)
def test_what_only_one_engine_would_store_is_refused(store: Store, value: object) -> None:
    """The error names the parameter, never the value."""
    with pytest.raises(BadInput) as refused:
        store.read(lambda work: work.run(ECHO, value=value))
    assert refused.value.field.startswith("value")
    assert refused.value.found == ""


@pytest.mark.parametrize(
    ("computed", "plain"),
    [
        ("date('2026-03-02')", "2026-03-02"),
        ("datetime('2026-03-02T08:14:09+07:00')", "2026-03-02T01:14:09Z"),
        ("localdatetime('2026-03-02T08:14:09')", "2026-03-02T08:14:09"),
        ("[date('2026-03-02')]", ["2026-03-02"]),
        ("{day: date('2026-03-02'), n: null}", {"day": "2026-03-02", "n": None}),
        ("date('2026-03-02').month", 3),
    ],
)
def test_computed_times_are_text(store: Store, computed: str, plain: object) -> None:
    """A statement may compute with dates; what leaves the engine is plain Python."""
    rows = store.read(lambda work: work.run(Statement(f"RETURN {computed} AS value")))
    assert rows == [{"value": plain}]


def test_columns_keep_their_names_and_order(store: Store) -> None:
    """A row is a map in the order of RETURN."""
    rows = store.read(lambda work: work.run(Statement("RETURN 1 AS b, 2 AS a, null AS c")))
    assert [list(row.items()) for row in rows] == [[("b", 1), ("a", 2), ("c", None)]]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_in_nfc(store: Store, text: str) -> None:
    """No character is lost, and two spellings of one name are one value."""
    assert through(store, text) == unicodedata.normalize("NFC", text)


@given(moments=st.lists(st.datetimes(timezones=st.timezones()), min_size=2, max_size=2))
def test_instants_sort_as_text(moments: list[dt.datetime]) -> None:
    """Times of one precision, from whatever offset, sort as text as they sort in time."""
    given = [each.replace(microsecond=0) for each in moments if 1 < each.year < 9999]
    assert sorted(given) == sorted(given, key=instant)
