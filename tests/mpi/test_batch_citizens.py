"""The default model's kinds on whole columns say what they say of two records, and of one key."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mpi.batch.citizens.fields import column
from mpi.batch.citizens.numbering import Lists
from mpi.batch.citizens.parts import PARTS
from mpi.batch.coded import Columns
from mpi.batch.compared import values
from mpi.batch.identities import IdentityColumns
from mpi.batch.keys import Keys
from mpi.batch.levels import levels
from mpi.batch.said import identity_of
from mpi.blocking import PARTS as OF_PROFILES
from mpi.compare import KINDS, level_names
from mpi.identity import Identity
from mpi.model import default
from mpi.profile import Profile, profile
from tests.mpi.citizens import identities, names

_NAMES = (
    "Nguyễn Văn An", "NGUYEN VAN AN", "Nguyễn Vân An", "An Nguyễn Văn", "Nguyễn An", "An Nguyễn",
    "Nguyễn V. An", "Nguyễn Văm An", "Văn An Nguyễm", "Nguyễn Thị An", "Trần Văn An",
    "Nguyễn Văn Bình", "An", "Lê Thị Thu Hoa", "Lê Thu Hoa", "Le Hoa", "Hoa Lê Thị", "Y Hoa",
    "Con bà Lê Thị Hoa", "Con bà Lê Thị Hoa 2", "CB Lê Thị Hoa 1", "Lê Thị Hoa", "123", "",
    "Nguy?n V?n An", "NGUY\ufffdN VAN ANH", "L? Th? Hoa", "An?", "? Nguy?n An", "V?n An Nguy?n",
)  # fmt: skip
_ROWS = {
    "full_name": st.sampled_from(_NAMES) | names,
    "mother_name": st.sampled_from(("", "Lê Thị Hoa", "LE THI HOA", "Trần Thị Mai", "?")),
    "father_name": st.sampled_from(("", "", "Nguyễn Văn An", "Nguyen Van An")),
    "birth_date": st.sampled_from(
        ("1985-07-04", "1985-04-07", "1985", "1985-01-01", "1985-07", "1985-07-05", "1985-12-30",
         "1990-07-04", "1960-07-04", "2024-05-21", "2024-05-20", "", "1985-00-00", "x")
    ),
    "sex": st.sampled_from(("nam", "nữ", "", "?")),
    "personal_number": st.sampled_from(
        ("001085012345", "001085012354", "001185012345", "001060012345", "999085012345",
         "012345678", "012345687", "C1234567", "0010850123456", "000000000000", "", "1234")
    ),
    "insurance_number": st.sampled_from(
        ("GD4010123456789", "0123456789", "0123456798;HS4010123456781", "TE101KT00000012", "",
         "TE101KT00000021;0123456789", "TE101KT00000012;TE101KT00000077", "x")
    ),
    "phone": st.sampled_from(
        ("0912345679", "0912345679;0987123456", "+84 987 123 456", "0123456789", "", "1;2")
    ),
    "address": st.sampled_from(
        ("Số 12, ngõ 5, phố Huế", "12 ngõ 5 Huế", "Số 5 ngõ 12 phố Huế Trần", "12", "Thôn Đoài", "")
    ),
    "ward": st.sampled_from(("00256", "00256;00004", "00004", "9;8;7;6;5;4", "")),
}  # fmt: skip
rows = st.lists(st.fixed_dictionaries(_ROWS), min_size=2, max_size=6)
_SHORT = [dict.fromkeys(_ROWS, "")] * 2


def _profiles(said: list[dict[str, str]]) -> list[Profile]:
    return [profile(identity_of(row)) for row in said]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(said=rows)
@example(said=_SHORT)
def test_a_column_compares_as_two_records_do(kind: str, said: list[dict[str, str]]) -> None:
    """Every kind, every pair of records: the same level, or nothing to compare."""
    known = _profiles(said)
    first, second = (side.astype(np.int32) for side in np.triu_indices(len(said), 1))
    of_pairs = column(Columns(pl.DataFrame(said)), kind).levels
    assert of_pairs is not None
    found = of_pairs(first, second)
    names = [*level_names(kind), None]
    pairs = zip(first, second, strict=True)
    assert [names[n] for n in found] == [KINDS[kind].compare(known[a], known[b]) for a, b in pairs]


@pytest.mark.parametrize("part", PARTS)
@settings(max_examples=100, deadline=None)
@given(said=rows)
def test_two_records_share_a_part_of_a_key_as_two_profiles_do(
    part: str, said: list[dict[str, str]]
) -> None:
    """Numbers are equal where texts are; at most four wards of one record count."""
    values = PARTS[part](Columns(pl.DataFrame(said)))
    found = [_numbers(values, record) for record in range(len(said))]
    known = [set(sorted(OF_PROFILES[part](each))[:4]) for each in _profiles(said)]
    assert [len(each) for each in found] == [len(each) for each in known]
    for a, b in combinations(range(len(said)), 2):
        assert len(found[a] & found[b]) == len(known[a] & known[b])


def _numbers(values: object, record: int) -> set[int]:
    if isinstance(values, Lists):
        return set(values.values[values.starts[record] : values.starts[record + 1]].tolist())
    assert isinstance(values, np.ndarray)
    return {int(values[record])} - {-1}


def test_a_column_that_is_not_there_says_nothing() -> None:
    """A file without phones has no phone to compare and no key of one."""
    columns = Columns(pl.DataFrame({"full_name": ["Lê An", "Lê An"]}))
    of_pairs = column(columns, "phone").levels
    assert of_pairs is not None
    assert of_pairs(np.array([0], np.int32), np.array([1], np.int32)).tolist() == [-1]
    assert _numbers(PARTS["phone"](columns), 0) == set()


@settings(max_examples=50, deadline=None)
@given(said=st.lists(identities, min_size=2, max_size=5))
def test_records_of_a_store_compare_by_all_that_they_say(said: list[Identity]) -> None:
    """Hours of birth and parents' numbers are in no file, but in a store; they count the same."""
    known, columns = [profile(each) for each in said], IdentityColumns(said)
    first, second = (side.astype(np.int32) for side in np.triu_indices(len(said), 1))
    for field, each in zip(default().fields, values(columns, default()), strict=True):
        kinds = [*level_names(field.kind), None]
        found = [kinds[n] for n in levels(field, each, first, second)]
        pairs = zip(first, second, strict=True)
        assert found == [KINDS[field.kind].compare(known[a], known[b]) for a, b in pairs]


@settings(max_examples=50, deadline=None)
@given(said=st.lists(identities, min_size=2, max_size=5))
def test_records_of_a_store_are_keyed_by_all_that_they_say(said: list[Identity]) -> None:
    """A key's part is shared in the store's columns where profiles share it."""
    keys = Keys(IdentityColumns(said), default().fields)
    for part in PARTS:
        found = [_numbers(keys.part(part), record) for record in range(len(said))]
        known = [set(sorted(OF_PROFILES[part](profile(each)))[:4]) for each in said]
        for a, b in combinations(range(len(said)), 2):
            assert len(found[a] & found[b]) == len(known[a] & known[b])
