"""What places, codes, numbers, addresses and free text of any data set say."""

from __future__ import annotations

import pytest

from mpi.compare.texts import ADDRESS, CODE, NUMBER, PLACE, POSTCODE, TEXT
from mpi.compare.values import VALUE_KINDS


@pytest.mark.parametrize(
    ("kind", "a", "b", "level"),
    [
        (CODE, "A-1 b", "a1b", "same"),
        (CODE, "a1b", "a2b", "different"),
        (CODE, "", "a", None),
        (POSTCODE, "SW1 2AB", "sw12ab", "same"),
        (POSTCODE, "SW1 2AB", "SW1 2AC", "one character"),
        (POSTCODE, "SW1 2AB", "SW1 9ZZ", "same beginning"),
        (POSTCODE, "SW1 2AB", "N7 2AB", "different"),
        (POSTCODE, "7", "8", "one character"),
        (NUMBER, "012-345 678", "012345678", "same"),
        (NUMBER, "012345678", "012345687", "one character"),
        (NUMBER, "84912345679", "0912345679", "same last digits"),
        (NUMBER, "01234", "43234", "two characters"),
        (NUMBER, "01234", "98765", "different"),
        (NUMBER, "012345678; 99", "012345678", "same"),
        (NUMBER, "000000", "012345", None),
        (NUMBER, "7", "8", "one character"),
        (PLACE, "Hà Nội", "ha noi", "same"),
        (PLACE, "Leeds", "Leed", "one letter"),
        (PLACE, "Birmingham", "Birmingehm", "close"),
        (PLACE, "Newcastle upon Tyne", "Tyne Dock", "shares a word"),
        (PLACE, "Leeds", "York", "different"),
        (TEXT, "retired teacher", "Retired  Teacher", "same"),
        (TEXT, "retired teacher", "retired teachers", "very close"),
        (TEXT, "teacher", "retired teacher of Latin", "one within the other"),
        (TEXT, "school teacher", "schol teaching", "close"),
        (TEXT, "teacher", "miner", "different"),
        (ADDRESS, "12 High Street", "12 high street", "same"),
        (ADDRESS, "12 High Street", "12 Hihg Street", "same but a slip"),
        (ADDRESS, "12 High Street Flat", "12 Flat", "same house, words missing"),
        (ADDRESS, "12 High Street", "14 High Street", "same words"),
        (ADDRESS, "12 High Street", "14 Hihg Street", "close words"),
        (ADDRESS, "12 Brook House Lane", "Lane", "words missing"),
        (ADDRESS, "12 Brook Lane", "9 Brook Road Lane", "words missing"),
        (ADDRESS, "12 Brook Lane West", "9 Brook Lane Hill", "some words"),
        (ADDRESS, "12 Brook Lane", "9 Park Road", "different"),
        (ADDRESS, "12", "13", "different"),
        (ADDRESS, "", "13", None),
    ],
)
def test_level_of_two_texts(kind: object, a: str, b: str, level: str | None) -> None:
    """Each kind has its own way to be nearly the same; the order of the two does not matter."""
    found = [kind.level((a,), (b,)), kind.level((b,), (a,))]  # type: ignore[attr-defined]
    assert found == [level, level]


def test_facets_for_blocking() -> None:
    """A key is a value, a part of it or its sound; what is too short to tell gives none."""
    assert [cut("sw12ab") for cut in POSTCODE.facets.values()] == ["sw12ab", "sw1"]
    assert [cut("0912345679") for cut in NUMBER.facets.values()] == ["0912345679", "5679"]
    assert NUMBER.facets["end"]("12345") == ""
    assert [cut("leeds") for cut in PLACE.facets.values()] == ["leeds", "lds"]
    assert [cut("leeds") for cut in TEXT.facets.values()] == ["leeds", "lds"]


def test_facets_of_an_address() -> None:
    """House with the beginning of the street, when both are there."""
    house, street = ADDRESS.read(("12 High Street",)), ADDRESS.read(("High Street",))
    assert [cut(house) for cut in ADDRESS.facets.values()] == [
        "12 high street", "high street", "12-high",
    ]  # fmt: skip
    assert ADDRESS.facets["house"](street) == ""
    assert ADDRESS.share_key(street) == "high street"


@pytest.mark.parametrize("kind", VALUE_KINDS)
def test_every_kind_ends_in_a_row_that_holds(kind: str) -> None:
    """Levels have different names, begin with a chance, and the last one always holds."""
    rows = VALUE_KINDS[kind].rows
    assert len({row.level for row in rows}) == len(rows)
    assert all(0 < row.start < 1 for row in rows)
    assert rows[-1].test.passes("anything", "else")
