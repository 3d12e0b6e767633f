"""A batch decides in order, and learns: whose records are they, without any store."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace

from graph.deciding import Known, Settled, Subject, settle
from graph.sayings import Sayings, with_said
from mpi.blocking import keys
from mpi.decision import Outcome
from mpi.identity import Identity, Sex
from mpi.model import default
from mpi.presence import NOWHERE, Presence, Stay
from tests.records import at, who

MODEL = default()
AN, AN_AGAIN = who(), who("NGUYEN VAN AN")
BINH = who("Trần Thị Bình", "19900518", "001190012345", sex=Sex.FEMALE)


def subject(key: str, identity: Identity, visit: str = "V1", apart: Sequence[str] = ()) -> Subject:
    """A record to decide on, with the keys that the model gives it."""
    return Subject(key, identity, keys(identity, MODEL), visit=visit, apart=tuple(apart))


def settled(*subjects: Subject, known: Known | None = None) -> list[Settled]:
    """Settle a batch; new people are called p1, p2 and so on."""
    numbers = itertools.count(1)
    return settle(subjects, known or Known(), MODEL, lambda: f"p{next(numbers)}")


def know(known: Known, *said: Identity) -> None:
    """Let the record A|1 of p9 be known, with what it said in turn."""
    sayings: Sayings = ()
    for n, identity in enumerate(said):
        sayings = with_said(sayings, identity, f"2026-01-0{n + 1}T00:00:00Z")
    known.add("A|1", sayings, "p9", NOWHERE)
    for key in keys(AN, MODEL):
        known.people_by_key.setdefault(key, set()).add("p9")


def test_the_batch_learns() -> None:
    """Two records of one new citizen in one batch give one person."""
    first, second = settled(subject("A|1", AN), subject("B|1", AN_AGAIN))
    assert (first.person, first.new_person) == ("p1", True)
    assert (second.person, second.new_person) == ("p1", False)
    assert second.verdict is not None
    assert second.verdict.outcome is Outcome.SAME


def test_strangers_are_new() -> None:
    """Nobody shares a key: a verdict without a candidate."""
    first, second = settled(subject("A|1", AN), subject("A|2", BINH))
    assert [first.person, second.person] == ["p1", "p2"]
    assert second.verdict is not None
    assert second.verdict.best is None


def test_a_known_code_keeps_its_person_without_a_verdict() -> None:
    """The facility's own code speaks for its owner, and says since when it is known."""
    known = Known(variants={"A|1": ["A|1"]})
    know(known, AN)
    later = replace(subject("A|1", AN_AGAIN, "V2"), said_at="2026-02-01T00:00:00Z")
    (answer,) = settled(later, known=known)
    assert (answer.person, answer.verdict) == ("p9", None)
    assert [each.identity for each in answer.said] == [AN, AN_AGAIN]


def test_a_code_that_was_given_to_somebody_else_is_split() -> None:
    """What contradicts the owner makes a record of its own, named by the visit."""
    first, second, third = settled(
        subject("A|1", AN), subject("A|1", BINH, "V2"), subject("A|1", BINH, "V3")
    )
    assert first.person != second.person
    assert (second.record, second.split_from) == ("A|1|V2", "A|1")
    assert (third.record, third.person, third.verdict) == ("A|1|V2", second.person, None)


def test_those_who_are_certainly_others_stay_apart() -> None:
    """A mother and her child of one message, or twins: never one person, however alike."""
    first, second = settled(subject("A|1", AN), subject("A|2", AN, apart=("A|1",)))
    assert first.person != second.person
    assert second.verdict is not None
    assert second.verdict.outcome is not Outcome.SAME


def test_a_verdict_that_keeps_apart_is_obeyed() -> None:
    """What a steward has said of a record and a person survives every later decision."""
    known = Known(apart={("B|1", "p9")})
    know(known, AN)
    (answer,) = settled(subject("B|1", AN_AGAIN), known=known)
    assert answer.person == "p1"


def test_a_person_is_all_that_their_records_say_and_said() -> None:
    """A record known twice is one record of its person, with every statement that differs."""
    known = Known()
    know(known, AN)
    know(known, AN, AN_AGAIN)
    (candidate,) = known.candidates(subject("B|1", AN), frozenset(), default())
    assert candidate.identities == (AN, AN_AGAIN)


def test_two_beds_at_once_are_asked_about_not_joined() -> None:
    """All agrees, but the other record lies in another hospital meanwhile."""
    day = dt.timedelta(days=1)
    stays = [Stay(f, at("2026-03-02"), at("2026-03-02") + 3 * day) for f in ("A", "B")]
    here, there = (Presence((stay,)) for stay in stays)
    first, second = settled(
        replace(subject("A|1", AN), presence=here), replace(subject("B|1", AN), presence=there)
    )
    assert second.person != first.person
    assert second.verdict is not None
    assert second.verdict.outcome is Outcome.MAYBE
