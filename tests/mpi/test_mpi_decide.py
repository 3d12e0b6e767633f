"""Deciding: three outcomes, and the families that other indexes mix up."""

import datetime as dt
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mpi.dates import PartialDate
from mpi.decide import decide
from mpi.decision import Candidate, Outcome, Verdict
from mpi.identity import Address, Identity, Kinship, Relative, Sex
from mpi.model import default
from tests.mpi.citizens import (
    ADULT,
    AWAY,
    CHILD,
    MOTHER,
    NEWBORN,
    bare,
    identities,
    unmarked,
)

MODEL = default()
SAME, MAYBE, NEW = Outcome.SAME, Outcome.MAYBE, Outcome.NEW


def judge(record: Identity, *people: Identity) -> Verdict:
    """Decide among people who were written down once each: p0, p1 ..."""
    return decide(record, [Candidate(f"p{n}", (who,)) for n, who in enumerate(people)], MODEL)


UNNUMBERED = replace(ADULT, personal_number="", insurance_numbers=())

HABITS = [
    (ADULT, SAME),
    (unmarked(UNNUMBERED), SAME),
    (replace(UNNUMBERED, name="An Nguyễn Văn"), SAME),
    (replace(UNNUMBERED, name="Nguyễn An"), SAME),
    (replace(UNNUMBERED, phones=(), name="NGUYEN VAN AN"), SAME),
    (replace(UNNUMBERED, birth_date=PartialDate(1985, 4, 7)), SAME),
    (replace(UNNUMBERED, address=AWAY), SAME),
    (replace(ADULT, personal_number="", insurance_numbers=("HC4790123456789",)), SAME),
    (replace(ADULT, personal_number="012345678"), SAME),
    (replace(ADULT, personal_number="001085012354", insurance_numbers=()), SAME),
    (replace(ADULT, personal_number="034085999888"), MAYBE),
    (bare(ADULT), MAYBE),
    (replace(bare(ADULT), address=AWAY), MAYBE),
    (Identity(name=ADULT.name, address=ADULT.address, phones=ADULT.phones), MAYBE),
    (replace(bare(ADULT), birth_date=None), NEW),
    (replace(bare(ADULT), birth_date=PartialDate(1985)), NEW),
    (Identity(), NEW),
]


@pytest.mark.parametrize(("record", "outcome"), HABITS)
def test_one_citizen_as_hospitals_write_him(record: Identity, outcome: Outcome) -> None:
    """Lost marks, order, swapped day, old number, new card: the same. Too little: doubt."""
    assert judge(record, ADULT).outcome is outcome


def test_nobody_to_compare_with() -> None:
    """Without candidates the record is a new citizen's."""
    assert judge(ADULT) == Verdict(NEW, None, None, MODEL.version)


def test_a_rare_name_alone_is_never_the_same() -> None:
    """However rare the name: same needs a birth date or a number that agrees."""
    rare = replace(UNNUMBERED, name="Quách Xyz Bằng", birth_date=None)
    verdict = judge(rare, rare)
    assert verdict.best is not None
    assert verdict.best.bits > MODEL.thresholds.same
    assert verdict.outcome is MAYBE


TWIN = replace(CHILD, name="Trần Minh Chi", birth_time="0815")
TWINS = [
    (TWIN, NEW),
    (replace(TWIN, birth_time=""), NEW),
    (replace(TWIN, name="Trần Gia Bảo", sex=Sex.MALE), NEW),
    (replace(CHILD, name="Trần Minh Châm", birth_time="0815"), MAYBE),
    (replace(CHILD, birth_time=""), SAME),
]


@pytest.mark.parametrize(("record", "outcome"), TWINS)
def test_twins(record: Identity, outcome: Outcome) -> None:
    """One day, home, phone and mother, but another given name: not the same child."""
    assert judge(record, CHILD).outcome is outcome


def test_twins_with_neighbouring_numbers() -> None:
    """Twins are registered one after the other: a digit apart is no slip between them."""
    first = replace(CHILD, personal_number="001324012345")
    second = replace(TWIN, personal_number="001324012346")
    assert judge(second, first).outcome is NEW


def test_ranks_of_one_birth_are_two_children() -> None:
    """Con bà Hoa 1 and Con bà Hoa 2 are never one, even born the same minute."""
    one, two = (replace(NEWBORN, name=f"Con bà Lê Thị Hoa {n}") for n in (1, 2))
    assert judge(one, two).outcome is NEW
    assert judge(one, one).outcome is SAME


def test_a_twin_finds_its_own_person() -> None:
    """With both twins stored, each record goes to its own."""
    later = replace(unmarked(TWIN), birth_time="", relatives=())
    verdict = judge(later, CHILD, TWIN)
    assert verdict.best is not None
    assert (verdict.outcome, verdict.best.person) == (SAME, "p1")


SON = replace(ADULT, birth_date=PartialDate(2012, 3, 18), personal_number="", insurance_numbers=())


def test_father_and_namesake_son() -> None:
    """Same name, sex, home and phone a generation apart: two people."""
    assert judge(SON, UNNUMBERED).outcome is NEW
    assert judge(SON, SON).outcome is SAME


@pytest.mark.parametrize("lent", [{"personal_number"}, {"insurance_numbers"}, {"phones"}])
def test_a_parents_card_used_for_the_child(lent: set[str]) -> None:
    """Agreement on a number is explained away when the birth dates are a generation apart."""
    child = replace(CHILD, relatives=(), **{name: getattr(MOTHER, name) for name in lent})
    assert judge(child, MOTHER).outcome is NEW


def test_a_generation_apart_is_never_sure() -> None:
    """Even with every number the father's, a namesake a generation younger is at most doubtful."""
    assert judge(replace(ADULT, birth_date=SON.birth_date), ADULT).outcome is MAYBE


NEWBORNS = [
    NEWBORN,
    replace(NEWBORN, name="CB LE THI HOA", personal_number=MOTHER.personal_number),
    replace(NEWBORN, name="TSS", insurance_numbers=MOTHER.insurance_numbers),
    replace(NEWBORN, name=MOTHER.name, personal_number=MOTHER.personal_number),
    replace(NEWBORN, name=MOTHER.name, relatives=CHILD.relatives),
    replace(MOTHER, name="Con bà Lê Thị Hoa", said_on=dt.date(2024, 5, 22)),
]


@pytest.mark.parametrize("record", NEWBORNS)
def test_a_newborn_never_joins_its_mother(record: Identity) -> None:
    """Not with her name, number, card, home, phone, nor with her birth date: not even maybe."""
    assert judge(record, MOTHER).outcome is NEW
    assert judge(MOTHER, record).outcome is NEW


def test_a_newborn_is_resolved_to_the_named_child() -> None:
    """Mother, birth date and minute lead past everyone else of that home to the placeholder."""
    verdict = judge(CHILD, MOTHER, NEWBORN, ADULT)
    assert verdict.best is not None
    assert (verdict.outcome, verdict.best.person) == (SAME, "p1")


def test_namesakes_born_on_one_day() -> None:
    """Two Nguyễn Văn An of one birth date in two wards: a record without address may be either."""
    here, there = UNNUMBERED, replace(UNNUMBERED, address=AWAY, phones=("0987123456",))
    assert judge(bare(ADULT), here, there).outcome is MAYBE
    assert judge(replace(here, phones=()), there).outcome is MAYBE
    verdict = judge(here, there, here)
    assert verdict.best is not None
    assert (verdict.outcome, verdict.best.person) == (SAME, "p1")


def test_a_close_rival_makes_it_doubtful() -> None:
    """Two people whose numbers differ, both fitting well: a steward decides, not their order."""
    here = replace(UNNUMBERED, personal_number=ADULT.personal_number)
    there = replace(UNNUMBERED, personal_number="034085777666")
    verdict = judge(UNNUMBERED, here, there)
    assert verdict.best is not None
    assert verdict.best.bits > MODEL.thresholds.same
    assert verdict.outcome is MAYBE


def test_twins_of_one_rank_unknown_are_rivals() -> None:
    """A record that fits both children of one birth goes to neither by itself."""
    one, two = (replace(NEWBORN, birth_order=n) for n in (1, 2))
    verdict = judge(NEWBORN, one, two)
    assert verdict.best is not None
    assert verdict.outcome is MAYBE


def test_one_citizen_stored_twice_is_no_rival() -> None:
    """When best and runner-up are likely one, joining the better mixes nobody."""
    old = replace(ADULT, address=AWAY, insurance_numbers=())
    verdict = judge(ADULT, old, ADULT, replace(old, phones=()))
    assert verdict.best is not None
    assert (verdict.outcome, verdict.best.person) == (SAME, "p1")


def test_a_stewards_no_is_final() -> None:
    """Neither same nor maybe, whatever agrees; the score is still told."""
    barred = Candidate("p0", (ADULT,), cannot_link=True)
    verdict = decide(ADULT, [barred], MODEL)
    assert verdict.best is not None
    assert (verdict.outcome, verdict.best.person) == (NEW, "p0")
    both = decide(ADULT, [barred, Candidate("p1", (UNNUMBERED,))], MODEL)
    assert both.best is not None
    assert (both.outcome, both.best.person) == (SAME, "p1")


def test_a_foreigner_without_vietnamese_papers() -> None:
    """A passport and a foreign name work like any other."""
    guest = Identity("John Smith", PartialDate(1980, 2, 3), personal_number="C1234567")
    assert judge(guest, guest).outcome is SAME
    assert judge(replace(guest, personal_number="K7654321"), ADULT).outcome is NEW


def test_parents_tell_namesake_children_apart() -> None:
    """Same name and birth date, another mother: not the same, and with the same mother it is."""
    other = replace(CHILD, relatives=(Relative(Kinship.MOTHER, "Phạm Thị Nga"),))
    far = replace(other, address=Address(), phones=(), birth_time="")
    near = replace(CHILD, address=Address(), phones=(), birth_time="")
    assert judge(far, CHILD).outcome is not SAME
    assert judge(near, CHILD).outcome is SAME


@given(identities, st.lists(identities, min_size=1, max_size=3))
@settings(max_examples=60)
def test_order_of_candidates_does_not_matter(record: Identity, people: list[Identity]) -> None:
    """The same candidates in any order give the same verdict."""
    candidates = [Candidate(f"p{n}", (who,)) for n, who in enumerate(people)]
    verdicts = {repr(decide(record, order, MODEL)) for order in permutations(candidates)}
    assert len(verdicts) == 1


@given(identities, identities)
@settings(max_examples=100)
def test_contradictions_are_obeyed(record: Identity, other: Identity) -> None:
    """Whatever else agrees, no outcome is above the ceiling of a level that was found."""
    rank = {NEW: 0, MAYBE: 1, SAME: 2}
    verdict = judge(record, other)
    assert verdict.best is not None
    found = {(e.field, e.level) for e in verdict.best.evidence}
    for ceiling in MODEL.ceilings:
        if (ceiling.field, ceiling.level) in found:
            assert rank[verdict.outcome] <= rank[ceiling.at_most]
