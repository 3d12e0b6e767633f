"""What can never be one citizen is never made one: random households, in any order of arrival."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.deciding import Known, Settled, Subject, settle
from graph.joint import Neighbourhood, joint
from mpi.blocking import keys
from mpi.decide import ceiling
from mpi.decision import Outcome
from mpi.identity import Identity
from mpi.model import default
from mpi.presence import NOWHERE, Presence, Stay, clash
from mpi.profile import profile
from mpi.score import score
from tests.mpi.citizens import ADULT, CHILD, MOTHER, NEWBORN, city, damaged

MODEL = default()
NOON = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)
FAMILY = (ADULT, MOTHER, CHILD, NEWBORN)
TWINS = tuple(
    replace(CHILD, birth_order=order, birth_time=time, name=name)
    for order, time, name in (
        (1, "0810", CHILD.name), (2, "0810", CHILD.name), (0, "0810", CHILD.name),
        (2, "", "Trần Minh Chi"),
    )
)  # fmt: skip


def stay(facility: str, first: int, days: int) -> Presence:
    """A stay in hospital."""
    admitted = NOON + dt.timedelta(days=first)
    return Presence((Stay(facility, admitted, admitted + dt.timedelta(days=days)),))


@st.composite
def households(draw: st.DrawFn) -> list[Subject]:
    """Records of one home, written down with slips at two hospitals, with stays; shuffled."""
    dice = Random(draw(st.integers(0, 10_000)))
    people = [*FAMILY, *TWINS, *(identity for _, identity in city(dice.randrange(99), 1))]
    chosen = draw(st.lists(st.sampled_from(people), min_size=2, max_size=9))
    found = []
    for n, identity in enumerate(chosen):
        said, facility = damaged(dice, identity), "AB"[n % 2]
        where = stay(facility, dice.randrange(6), 3) if dice.random() < 0.4 else NOWHERE
        key = f"{facility}|{n}"
        found.append(Subject(key, said, keys(said, MODEL), visit=f"V{n}", presence=where))
    return found


def settled(subjects: Sequence[Subject], known: Known) -> list[Settled]:
    """Settle a batch; new people are called p1, p2 and so on."""
    numbers = itertools.count(1)
    return settle(subjects, known, MODEL, lambda: f"p{next(numbers)}")


def never(one: Identity, other: Identity) -> bool:
    """Whether the model says that two statements can never be one citizen's."""
    found = score(profile(one), (profile(other),), MODEL)
    return ceiling(found, MODEL) is Outcome.NEW


@settings(max_examples=150, deadline=None)
@given(subjects=households())
def test_real_time_never_joins_what_is_barred(subjects: list[Subject]) -> None:
    """No person has a parent and its child, two ranks of one birth, or two beds at once."""
    answers = settled(subjects, Known())
    for a, b in itertools.combinations(answers, 2):
        if a.person == b.person:
            assert not never(a.subject.identity, b.subject.identity)
            assert clash(a.subject.presence, b.subject.presence, MODEL.presence) is None


@settings(max_examples=100, deadline=None)
@given(subjects=households(), data=st.data())
def test_a_verdict_is_never_broken(subjects: list[Subject], data: st.DataObject) -> None:
    """Whoever a steward kept from a person stays away, however much agrees."""
    first, *rest = subjects
    barred = data.draw(st.sampled_from(rest))
    answers = settled(subjects, Known(apart={(barred.key, "p1")}))
    person = {answer.subject.key: answer.person for answer in answers}
    assert person[first.key] == "p1" != person[barred.key]


@settings(max_examples=100, deadline=None)
@given(subjects=households(), data=st.data())
def test_a_joint_decision_never_joins_what_is_barred(
    subjects: list[Subject], data: st.DataObject
) -> None:
    """Also a third, joined to both, brings no two together whom something keeps apart."""
    people = {subject.key: subject for subject in subjects}
    pairs = list(itertools.combinations(sorted(people), 2))
    apart = frozenset(data.draw(st.lists(st.sampled_from(pairs), max_size=4)))
    said = {key: (subject.identity,) for key, subject in people.items()}
    near = {key: frozenset(people) - {key} for key in people}
    presence = {key: subject.presence for key, subject in people.items()}
    of = {key: key for key in people}
    for each in joint(people, Neighbourhood(said, said, near, apart, presence=presence), MODEL):
        of = {key: each.other if of[key] == each.one else of[key] for key in of}
    for one, other in pairs:
        if of[one] == of[other]:
            assert (one, other) not in apart
            assert clash(presence[one], presence[other], MODEL.presence) is None
            assert not never(people[one].identity, people[other].identity)
