"""A cell with several numbers: all are compared, found by, and counted; the best two speak."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.batch.bits import weigh
from mpi.batch.coded import Columns
from mpi.batch.columns import ColumnMap, mapped
from mpi.batch.compared import compared, value, values
from mpi.batch.levels import levels
from mpi.batch.link import link
from mpi.batch.splink import records, settings
from mpi.blocking import keys
from mpi.compare.texts import NUMBER, read_number
from mpi.identity import Identity
from mpi.model import default
from mpi.model_parts import BlockRule
from mpi.profile import profile
from mpi.score import score
from mpi.training.spec import FieldSpec, Spec, chosen
from mpi.training.train import train
from tests.mpi.files import town

TOWN, TRUTH = town(150)
#: A second number before the first in every other record, as clinics write down a neighbour's.
PHONES = [
    f"02{n:08}; {phone}" if phone and n % 2 else phone
    for n, phone in enumerate(TOWN["phone"].to_list())
]
SEVERAL = TOWN.with_columns(pl.Series("phone", PHONES))
TRAINED = train(SEVERAL, chosen(SEVERAL, {}), default())


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("0912345678", "0912345678", "same"),
        ("0912345678; 0243111222", "0243111222", "same"),
        ("0912345678;0243111222", "0999999998; 0243111222 ;", "same"),
        ("0912345678;0243111222", "0912345679", "one character"),
        ("0912345678;0243111222", "0981111111", "different"),
        ("000000;", "0981111111", None),
    ],
)
def test_the_best_two_numbers_speak(one: str, other: str, level: str | None) -> None:
    """Whichever place they stand in, and both ways round."""
    assert NUMBER.level((one,), (other,)) == NUMBER.level((other,), (one,)) == level


_NUMBER = st.text("0123", min_size=3, max_size=7)
_CELL = st.lists(_NUMBER, max_size=3).map(";".join)


@given(st.lists(_CELL, min_size=2, max_size=8))
def test_whole_columns_say_what_single_pairs_say(cells: list[str]) -> None:
    """The oracle is the comparison of two values at once."""
    field = next(f for f in TRAINED.model.fields if f.field == "phone")
    coded = value(Columns(pl.DataFrame({"phone": cells})), field)
    first, second = (side.astype(np.int32) for side in np.triu_indices(len(cells), 1))
    names = [*NUMBER.names, None]
    found = levels(field, coded, first, second)
    expected = [NUMBER.level((cells[i],), (cells[j],)) for i, j in zip(first, second, strict=True)]
    assert [names[level] for level in found] == expected


def test_each_number_finds() -> None:
    """A record with two numbers has a key of each, in real time as in files."""
    rule = BlockRule("phone", ("phone:value",))
    spec = Spec((FieldSpec("phone", "number", "phone"), FieldSpec("sex", "sex")), (rule,))
    model = train(SEVERAL, spec, default()).model
    said = Identity(other=(("phone", "0912345678; 0243111222"),))
    assert keys(said, model) == ("phone:0243111222", "phone:0912345678")
    paired = train(SEVERAL, spec, default()).paired.candidates
    plain = train(TOWN, spec, default()).paired.candidates
    assert np.array_equal(paired.first, plain.first)
    assert settings(model)["blocking_rules_to_generate_predictions"][0]["arrays_to_explode"]
    assert len(records(model, SEVERAL)) == len(SEVERAL)


def test_bits_are_those_of_real_time() -> None:
    """The same pair and model: the share is that of the commonest number either names."""
    found = TRAINED.paired.candidates
    pairs = compared(TRAINED.model, TRAINED.paired.values, found.first[:200], found.second[:200])
    total = weigh(pairs, TRAINED.model).total
    rows = [
        Identity(other=tuple((k, v) for k, v in row.items() if v)) for row in SEVERAL.to_dicts()
    ]
    people = [profile(row) for row in rows]
    model = TRAINED.model
    general = [n for n, field in enumerate(model.fields) if field.field == "phone"]
    for n in range(len(pairs)):
        scored = score(people[pairs.first[n]], [people[pairs.second[n]]], model)
        own = [e.bits for e in scored.evidence if e.field == "phone"]
        bits = [weigh(pairs, model).fields[f][n] for f in general if pairs.levels[f][n] >= 0]
        assert own == pytest.approx(bits)
    assert len(total) == 200


def test_a_second_number_costs_nothing() -> None:
    """As many people are found as when each record named one."""
    plain = train(TOWN, chosen(TOWN, {}), default())
    found = [len(set(link(t.model, t.paired).outcomes.person)) for t in (plain, TRAINED)]
    assert found[1] == pytest.approx(found[0], abs=4)


def test_columns_given_as_a_list_are_several_numbers() -> None:
    """Home and mobile of one record, and the mobile of another: one number in common."""
    frame = pl.DataFrame({"home": ["02431112", None], "mobile": ["0912345678", "0912345678"]})
    made = mapped(frame, ColumnMap({"phone": ("home", "mobile")}, {}))
    assert made["phone"].to_list() == ["02431112;0912345678", "0912345678"]
    assert read_number((made["phone"][0],)) == "02431112;0912345678"
    assert len(values(Columns(made), TRAINED.model)) == len(TRAINED.model.fields)
