"""The golden record: provenance and conflicts, and a steward's correction until a better source."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from graph.access import OPERATOR
from graph.book import person_header
from graph.corrections import Correction, Heard, standing
from graph.decision_log import Author
from graph.golden_record import GoldenField, golden_record
from graph.joining import join
from graph.relinking import Signed, correct, merge, split
from graph.store import Store
from graph.undoing import undo
from mpi.dates import PartialDate
from mpi.errors import BadInput
from mpi.identity import Identity
from mpi.model import default
from tests.records import visit, who

HOA = Signed(Author("steward", "hoa"), "birth certificate")
RIGHT = "1985-07-14"


def an(store: Store) -> str:
    """Put An into the store, at two hospitals that differ in his address."""
    records = [
        visit(who(address="12 Hàng Bông")),
        visit(who(address="3 Ngõ Huế"), facility="01003", local_id="B", key="W1", day="2026-03-09"),
    ]
    return join(store, records, default())[0].person


def field(store: Store, person: str, name: str) -> GoldenField:
    """Read one field of the golden record."""
    fields = golden_record(store, OPERATOR, person).fields
    return next(each for each in fields if each.field == name)


def test_what_survives_names_its_record_and_others_stay_visible(store: Store) -> None:
    """The latest address stands, with the record that says it; the earlier one is a conflict."""
    address = field(store, an(store), "address")
    assert (address.value, address.record) == ("3 Ngõ Huế", "01003|B")
    assert [(other.value, other.records) for other in address.others] == [
        ("12 Hàng Bông", ("01004|BN1",))
    ]


def test_a_correction_wins_in_every_view_and_is_undone_exactly(store: Store) -> None:
    """Header and golden record show it with its author; undone, both are as before."""
    person = an(store)
    before = field(store, person, "birth_date")
    done = correct(store, person, "birth_date", RIGHT, HOA)
    shown = field(store, person, "birth_date")
    assert (shown.value, shown.record, shown.correction and shown.correction.by) == (
        RIGHT,
        "",
        "steward hoa",
    )
    assert person_header(store, OPERATOR, person).birth_date == RIGHT
    undo(store, done.decision, HOA)
    assert field(store, person, "birth_date") == before


def test_a_correction_moves_with_a_merge_and_back(store: Store) -> None:
    """The survivor has it too, unless it was corrected itself."""
    person = an(store)
    new = split(store, person, ["01003|B"], HOA)
    sex = correct(store, new.person, "sex", "female", HOA)
    with pytest.raises(BadInput, match=sex.decision):
        undo(store, new.decision, HOA)
    undo(store, sex.decision, HOA)
    undo(store, new.decision, HOA)
    assert person_header(store, OPERATOR, person).sex == "male"
    other = who("Trần Thị Bình", "19900518", "001190012345")
    binh = join(store, [visit(other, local_id="Z", key="V9")], default())[0].person
    correct(store, binh, "name", "Trần Thị Bình An", HOA)
    merged = merge(store, [person, binh], HOA)
    assert person_header(store, OPERATOR, person).name == "Trần Thị Bình An"
    undo(store, merged.decision, HOA)
    assert person_header(store, OPERATOR, person).name == "Nguyễn Văn An"


SINCE = "2026-03-10T00:00:00.000000Z"
OTHER, THIRD = Identity(birth_date=PartialDate(1985, 7, 4)), Identity(birth_date=PartialDate(1986))


@pytest.mark.parametrize(
    ("heard", "stands"),
    [
        ([("A", "2026-03-01", OTHER), ("B", "2026-03-01", OTHER)], True),
        ([("A", "2026-04-01", OTHER), ("A", "2026-05-01", OTHER)], True),
        ([("A", "2026-04-01", OTHER), ("B", "2026-04-01", THIRD)], True),
        ([("A", "2026-04-01", OTHER), ("B", "2026-04-01", Identity())], True),
        ([("A", "2026-04-01", OTHER), ("B", "2026-04-01", OTHER)], False),
    ],
    ids=["earlier", "one facility", "two opinions", "silence", "two agree later"],
)
def test_when_a_correction_gives_way(heard: list[tuple[str, str, Identity]], stands: bool) -> None:  # noqa: FBT001
    """Only to two facilities that say one and the same other thing after it."""
    correction = Correction("birth_date", RIGHT, "steward hoa", SINCE, "d-1")
    said = [Heard(facility, at, identity) for facility, at, identity in heard]
    assert (standing({"birth_date": correction}, said) != {}) is stands


@pytest.mark.parametrize(
    ("name", "value"),
    [("birth_date", "yesterday"), ("sex", "x"), ("personal_number", "12"), ("name", " "),
     ("phones", "0903172645")],
)  # fmt: skip
def test_a_correction_that_is_none_is_refused(store: Store, name: str, value: str) -> None:
    """Values are read like those of a hospital; only fields with one true value are corrected."""
    with pytest.raises(BadInput):
        correct(store, an(store), name, value, HOA)


def test_a_correction_of_a_day_is_not_shown_for_the_day_before(store: Store) -> None:
    """As of an earlier day the records speak alone."""
    person = an(store)
    correct(store, person, "birth_date", RIGHT, replace(HOA, at=None))
    then = person_header(store, OPERATOR, person, as_of=dt.date(2026, 3, 10))
    assert then.birth_date == "1985-07-04"
