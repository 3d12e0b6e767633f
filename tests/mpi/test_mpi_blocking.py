"""Blocking: records of one citizen meet, strangers hardly ever do."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from mpi.blocking import keys
from mpi.dates import PartialDate
from mpi.frequency import commonest, share
from mpi.identity import Address, Identity, Kinship, Relative, Sex
from mpi.model import default
from mpi.model_parts import NamePart
from mpi.names import name_form
from mpi.profile import profile
from mpi.score import score
from tests.mpi.citizens import ADULT, AWAY, CHILD, MOTHER, NEWBORN, city, unmarked

MODEL = default()


def _rules(identity: Identity) -> list[str]:
    return [key.partition(":")[0] for key in keys(identity, MODEL)]


def test_keys_of_an_adult() -> None:
    """One key a rule, strongest first, each naming its rule; no number is needed to have some."""
    assert _rules(ADULT) == [
        "number",
        "insurance",
        "phone",
        "name-date",
        "given-date",
        "date-ward",
        "name-ward",
        "name-year",
    ]
    assert _rules(replace(ADULT, personal_number="", insurance_numbers=()))[0] == "phone"


def test_nearly_nothing_has_no_key() -> None:
    """A name alone finds nobody: a city of Nguyễn would be one block."""
    assert keys(Identity(name="Nguyễn Văn An"), MODEL) == ()
    assert keys(Identity(), MODEL) == ()


@pytest.mark.parametrize(
    "other",
    [
        unmarked(replace(ADULT, personal_number="", insurance_numbers=(), phones=())),
        replace(ADULT, name="An Nguyễn Văn", personal_number="", insurance_numbers=()),
        replace(ADULT, name="Nguyễn An", personal_number="", insurance_numbers=(), phones=()),
        Identity(name=ADULT.name, birth_date=PartialDate(1985, 4, 7)),
        Identity(name=ADULT.name, birth_date=PartialDate(1985), address=ADULT.address),
        Identity(name="Nguyễn Văn Anh", birth_date=ADULT.birth_date, address=ADULT.address),
        Identity(name=ADULT.name, address=ADULT.address),
        Identity(name=ADULT.name, birth_date=ADULT.birth_date),
        Identity(name="Nguyễn An", birth_date=ADULT.birth_date),
        Identity(name="N. V. An", phones=("+84912345679",)),
        Identity(insurance_numbers=("HC4010123456789",)),
    ],
)
def test_habits_of_hospitals_keep_a_key(other: Identity) -> None:
    """Whatever one hospital loses or turns round, something is left to meet by."""
    assert set(keys(ADULT, MODEL)) & set(keys(other, MODEL))


@pytest.mark.parametrize(
    "later",
    [
        CHILD,
        replace(CHILD, relatives=(), phones=MOTHER.phones, address=Address()),
        replace(CHILD, phones=(), address=AWAY),
    ],
)
def test_a_named_child_meets_its_placeholder(later: Identity) -> None:
    """Through the mother's name, or the phone that the family gives."""
    assert set(keys(NEWBORN, MODEL)) & set(keys(later, MODEL))


def test_a_newborn_under_its_mothers_name_meets_the_child_that_names_her() -> None:
    """The name of a newborn may be the mother's, and is tried as such."""
    bare = replace(NEWBORN, name=MOTHER.name, phones=(), address=Address())
    assert set(keys(bare, MODEL)) & set(keys(CHILD, MODEL))


def test_a_child_with_its_mothers_number_meets_the_child_that_names_it() -> None:
    """A number a generation off its bearer is a parent's."""
    by_number = Relative(Kinship.MOTHER, "", personal_number=MOTHER.personal_number)
    lent = replace(CHILD, personal_number=MOTHER.personal_number, relatives=())
    found = set(keys(lent, MODEL)) & set(keys(replace(CHILD, relatives=(by_number,)), MODEL))
    assert any(key.startswith("parent-number:") for key in found)


def test_a_temporary_card_is_a_key() -> None:
    """Two hospitals that were shown one temporary card meet."""
    assert keys(Identity(insurance_numbers=("TE101KT00000012",)), MODEL) == (
        "insurance:01KT00000012",
    )


def test_unknown_sex_meets_both() -> None:
    """A record without sex has the key of either."""
    unknown = set(keys(replace(ADULT, sex=Sex.UNKNOWN), MODEL))
    assert unknown > {key for key in keys(ADULT, MODEL) if key.startswith("given-date")}


def test_frequent_names_get_a_further_key_part() -> None:
    """Nguyễn Thị Hương and a year would be hundreds, so her ward is added; Quách needs none."""
    common = replace(ADULT, name="Nguyễn Thị Hương", birth_date=PartialDate(1985))
    rare = replace(common, name="Quách Công Bằng")
    assert "name-year:huong nguyen thi|1985|00256" in keys(common, MODEL)
    assert "name-year:bang cong quach|1985" in keys(rare, MODEL)


def test_keys_of_many_wards_are_bounded() -> None:
    """A ward that was split gives one key each, four at most."""
    split = replace(ADULT, address=Address(wards=tuple("123456")))
    assert Counter(_rules(split))["date-ward"] == 4


def test_share_of_a_name() -> None:
    """Parts multiply, order does not matter for the commonest, and nothing is rarer than least."""
    form, turned = name_form("Nguyễn Văn An"), name_form("An Nguyễn Văn")
    rare = name_form("Xyz Abc Def Ghi")
    assert form is not None
    assert turned is not None
    assert rare is not None
    tables = MODEL.frequencies
    assert share(form, (NamePart.SURNAME,), tables) == tables.surname.listed["nguyen"]
    assert commonest(form, tables) == commonest(turned, tables)
    assert share(rare, tuple(NamePart), tables) == tables.least


def test_brute_force_finds_no_more_than_blocking() -> None:
    """Of all pairs in a small city that score at least *maybe*, 99 % share a key."""
    people = [(who, identity, profile(identity)) for who, identity in city(seed=5, families=30)]
    found = missed = 0
    for (_, a, left), (_, b, right) in combinations(people, 2):
        if score(left, (right,), MODEL).bits >= MODEL.thresholds.maybe:
            met = bool(set(keys(a, MODEL)) & set(keys(b, MODEL)))
            found, missed = found + met, missed + (not met)
    assert found > 100
    assert found / (found + missed) >= 0.99


def test_true_pairs_share_a_key() -> None:
    """Of all citizens written down twice, at least 99 % can be found again."""
    written: dict[str, list[set[str]]] = {}
    for who, identity in city(seed=11, families=300):
        written.setdefault(who, []).append(set(keys(identity, MODEL)))
    met = [bool(one & other) for one, other in written.values()]
    assert sum(met) / len(met) >= 0.99
