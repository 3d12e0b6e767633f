"""Scores: they add up, do not depend on order, and explain households away."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings

from mpi.compare import KINDS
from mpi.dates import PartialDate
from mpi.decision import Scored
from mpi.identity import Identity
from mpi.model import Model, default
from mpi.profile import profile
from mpi.score import score
from tests.mpi.citizens import ADULT, AWAY, CHILD, MOTHER, bare, identities, unmarked

MODEL = default()


def bits(one: Identity, *person: Identity) -> float:
    """Score one identity against a person."""
    return score(profile(one), tuple(map(profile, person)), MODEL).bits


def of(field: str, scored: Scored) -> float:
    """Give the bits of one field."""
    return sum(e.bits for e in scored.evidence if e.field == field)


@given(identities, identities)
@settings(max_examples=200)
def test_a_score_is_symmetric_and_the_sum_of_its_evidence(one: Identity, other: Identity) -> None:
    """Who is compared with whom does not matter, and nothing is added that is not shown."""
    forth = score(profile(one), (profile(other),), MODEL)
    back = score(profile(other), (profile(one),), MODEL)
    assert math.isclose(forth.bits, back.bits, abs_tol=1e-9)
    assert forth.bits == math.fsum(e.bits for e in forth.evidence)
    assert all(e.bits <= 0 for e in forth.evidence if e.field in {"prior", "household"})


@given(identities, identities)
@settings(max_examples=200)
def test_every_comparison_is_symmetric(one: Identity, other: Identity) -> None:
    """Each kind of field finds the same level both ways."""
    left, right = profile(one), profile(other)
    for kind in KINDS.values():
        assert kind.compare(left, right) is kind.compare(right, left)


@given(identities, identities, identities)
@settings(max_examples=100)
def test_order_of_a_persons_records_does_not_matter(
    one: Identity, first: Identity, second: Identity
) -> None:
    """A person is a set of statements."""
    assert math.isclose(bits(one, first, second), bits(one, second, first), abs_tol=1e-9)


def test_missing_fields_weigh_nothing() -> None:
    """What is not said is no evidence, for or against."""
    fields = {e.field for e in score(profile(bare(ADULT)), (profile(ADULT),), MODEL).evidence}
    assert fields == {"prior", "name", "birth_date", "sex", "household"}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (ADULT, replace(ADULT, personal_number="")),
        (bare(ADULT), replace(bare(ADULT), name="Nguyễn Văn Ân")),
        (unmarked(bare(ADULT)), replace(bare(ADULT), name="Nguyễn Văn Anh")),
        (replace(bare(ADULT), name="Nguyễn Văn Ấn"), replace(bare(ADULT), name="Nguyễn Văn Am")),
        (bare(ADULT), replace(bare(ADULT), birth_date=PartialDate(1985))),
        (ADULT, replace(ADULT, address=AWAY)),
    ],
)
def test_better_agreement_scores_higher(better: Identity, worse: Identity) -> None:
    """Marks cost less than letters, a vague date gives less than a sure one, and so on."""
    assert bits(better, ADULT) > bits(worse, ADULT)


def test_a_rare_name_says_more_than_a_frequent_one() -> None:
    """Same name and birth date: everyday among Nguyễn, hardly chance among Quách."""
    rare = replace(bare(ADULT), name="Quách Công Bằng")
    assert bits(rare, rare) > bits(bare(ADULT), bare(ADULT)) + 5


def test_a_number_does_not_count_sex_and_year_twice() -> None:
    """Where the number agrees, sex gives nothing more and the birth date only month and day."""
    scored = score(profile(ADULT), (profile(ADULT),), MODEL)
    assert of("sex", scored) == 0
    assert of("birth_date", scored) == 8.5


def test_what_a_household_shares_is_explained_away() -> None:
    """A sibling with the same phone, home and mother is no more the same citizen for all that."""
    sibling = replace(CHILD, name="Trần Minh Dũng", birth_date=PartialDate(2019, 2, 11))
    scored = score(profile(sibling), (profile(CHILD),), MODEL)
    shared = of("phone", scored) + of("address", scored) + of("mother", scored)
    assert scored.bits < 0 < shared
    assert scored.evidence[-1].level == "or sibling"


def test_one_odd_record_does_not_speak_for_the_person() -> None:
    """Agreeing with one statement in four is weaker than agreeing with all."""
    odd = replace(ADULT, birth_date=PartialDate(1958, 4, 7), personal_number="")
    assert bits(odd, odd, odd, odd, odd) > bits(odd, odd, ADULT, ADULT, ADULT)


def test_a_person_has_a_history() -> None:
    """A record with the new phone and another with the old home both fit a person who moved."""
    moved = replace(ADULT, address=AWAY, phones=("0987123456",))
    fresh = replace(ADULT, personal_number="", phones=("0987123456",))
    assert bits(fresh, ADULT, moved) > max(bits(fresh, ADULT), bits(fresh, moved))


def test_missing_is_at_random_unless_the_model_says_otherwise() -> None:
    """An empty phone weighs nothing; with bits of its own it is a row of the evidence."""
    silent = replace(ADULT, phones=())
    assert "phone" not in {e.field for e in _scored(silent, MODEL).evidence}
    fields = tuple(replace(f, unsaid=-2.0) if f.field == "phone" else f for f in MODEL.fields)
    told = _scored(silent, replace(MODEL, fields=fields))
    assert [(e.level, e.bits) for e in told.evidence if e.field == "phone"] == [("not said", -2.0)]
    assert told.bits == pytest.approx(_scored(silent, MODEL).bits - 2)


def _scored(record: Identity, model: Model) -> Scored:
    return score(profile(record), (profile(ADULT),), model)


@pytest.mark.parametrize("spelt", ["Nguyễn Văn Am", "Nguyễn Vân Anh", "Nguyễn Van Ang"])
def test_of_two_spellings_the_more_frequent_counts_both_ways(spelt: str) -> None:
    """One letter apart, a frequent and a rare name: which record came first says nothing."""
    other = replace(ADULT, name=spelt)
    assert bits(ADULT, other) == pytest.approx(bits(other, ADULT), abs=1e-9)


def test_every_relation_counts_in_the_household() -> None:
    """Each of the model's relations takes something off; together what the formula says."""
    scored = score(profile(ADULT), (profile(ADULT),), MODEL)
    each = [_household(replace(MODEL, relations=(relation,))) for relation in MODEL.relations]
    assert min(each) > 1
    assert of("household", scored) == pytest.approx(-math.log2(1 + sum(o - 1 for o in each)))


def _household(model: Model) -> float:
    """The odds by which a model with some relations divides, as its evidence says."""
    return 2 ** -of("household", score(profile(ADULT), (profile(ADULT),), model))


def test_a_model_without_relations_knows_strangers_only() -> None:
    """Leaving the relations out gives plain Fellegi-Sunter."""
    plain = replace(MODEL, relations=())
    scored = score(profile(ADULT), (profile(MOTHER),), plain)
    assert "household" not in {e.field for e in scored.evidence}
