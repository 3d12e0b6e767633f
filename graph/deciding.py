"""Whose record is it, for a whole batch: what is known goes in, decisions come out. Pure.

A batch is decided in order, and each decision is known to the next one, so that two records of
one new citizen in the same batch give one person. Nothing here reads or writes a store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.sayings import Sayings, says_who, with_said
from mpi.continuity import contradicts
from mpi.decide import decide
from mpi.decision import Candidate, Outcome, Verdict
from mpi.identity import Identity
from mpi.model import Model
from mpi.presence import NOWHERE, Clash, Presence, clash, together
from mpi.profile import profile

#: Where a record of a batch went: its key and visit to the patient record settled on.
RecordOf = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Subject:
    """A record to decide on. `apart` are subjects of the batch who are certainly other people.

    `key` is the facility and its own patient code; `keys` are the blocking keys of `identity`,
    `said_at` is when it was said (UTC text), `presence` where the visit puts its patient.
    """

    key: str
    identity: Identity
    keys: tuple[str, ...]
    visit: str = ""
    said_at: str = ""
    apart: tuple[str, ...] = ()
    presence: Presence = NOWHERE

    @property
    def place(self) -> tuple[str, str]:
        """What tells the subjects of a batch apart: one code may come with several visits."""
        return self.key, self.visit

    @property
    def says_who(self) -> bool:
        """False when the patient is named by code only."""
        return says_who(self.identity)


@dataclass(frozen=True, slots=True)
class Settled:
    """The answer for one subject: its record, its person, and the verdict when one was needed.

    `verdict` is None for a record that was known and keeps its person. `record` differs from the
    subject's key when the facility uses one patient code for two people; `split_from` is then
    the record that had the code first. `said` is all that the record has said by now. `suspect` is
    a person who, by what is said now, may be one with another: to be decided again
    (`graph.reconsidering`); `doubted` one who may be two (`graph.twofold`).
    """

    subject: Subject
    record: str
    person: str
    verdict: Verdict | None
    new_person: bool = False
    split_from: str = ""
    said: Sayings = ()
    suspect: str = ""
    doubted: bool = False


@dataclass(slots=True)
class Known:
    """The neighbourhood of a batch: records that share a key with it, and their people.

    `variants` gives, for a facility's patient code, the records that carry it; `said` is what each
    record said, `presence` where it puts its patient.
    """

    said: dict[str, Sayings] = field(default_factory=dict)
    presence: dict[str, Presence] = field(default_factory=dict)
    person_of: dict[str, str] = field(default_factory=dict)
    records_of: dict[str, list[str]] = field(default_factory=dict)
    people_by_key: dict[str, set[str]] = field(default_factory=dict)
    variants: dict[str, list[str]] = field(default_factory=dict)
    apart: set[tuple[str, str]] = field(default_factory=set)

    def add(self, record: str, said: Sayings, person: str, presence: Presence) -> None:
        """Know a record, what it said, its person and whereabouts."""
        if record not in self.person_of:
            self.records_of.setdefault(person, []).append(record)
        self.said[record], self.person_of[record] = said, person
        if presence:
            self.presence[record] = presence

    def learn(self, answer: Settled) -> None:
        """Know a decision from now on."""
        subject, before = answer.subject, self.presence.get(answer.record, NOWHERE)
        presence = together((before, subject.presence))
        self.add(answer.record, answer.said, answer.person, presence)
        for key in subject.keys:
            self.people_by_key.setdefault(key, set()).add(answer.person)

    def candidates(self, subject: Subject, barred: frozenset[str], model: Model) -> list[Candidate]:
        """Everyone who shares a blocking key, with all that their records say and said."""
        people = {p for key in subject.keys for p in self.people_by_key.get(key, ())}
        return [
            Candidate(
                person,
                tuple(each.identity for r in self.records_of[person] for each in self.said[r]),
                cannot_link=person in barred or (subject.key, person) in self.apart,
                clash=self._clash(subject, person, model),
            )
            for person in sorted(people)
        ]

    def _clash(self, subject: Subject, person: str, model: Model) -> Clash | None:
        if not subject.presence:
            return None
        known = [self.presence[r] for r in self.records_of[person] if r in self.presence]
        return clash(subject.presence, together(known), model.presence) if known else None


def settle(
    subjects: Sequence[Subject], known: Known, model: Model, new_id: Callable[[], str]
) -> list[Settled]:
    """Decide every subject in order. `known` learns each decision; `new_id` makes person ids."""
    done: dict[str, Settled] = {}
    answers = []
    for subject in subjects:
        others = (done[key].person for key in subject.apart if key in done)
        answer = _settle_one(subject, known, model, new_id, frozenset(others))
        known.learn(answer)
        done[subject.key] = answer
        answers.append(answer)
    return answers


def _settle_one(
    subject: Subject,
    known: Known,
    model: Model,
    new_id: Callable[[], str],
    barred: frozenset[str],
) -> Settled:
    variants = known.variants.setdefault(subject.key, [])
    for record in variants:
        if not subject.says_who or _speaks_of_its_own(subject.identity, known.said[record], model):
            return _kept(subject, record, known, model)
    record = _new_variant(subject, variants) if variants else subject.key
    split_from = variants[0] if variants else ""
    barred |= {known.person_of[variant] for variant in variants}
    verdict = decide(subject.identity, known.candidates(subject, barred, model), model)
    variants.append(record)
    said = with_said((), subject.identity, subject.said_at)
    if verdict.outcome is Outcome.SAME and verdict.best is not None:
        person, other = verdict.best.person, _as_likely(verdict, model)
        return Settled(
            subject, record, person, verdict, split_from=split_from, said=said, suspect=other
        )
    return Settled(
        subject, record, new_id(), verdict, new_person=True, split_from=split_from, said=said
    )


def _new_variant(subject: Subject, variants: Sequence[str]) -> str:
    """An id for what is said of somebody else under a known code; no two share one."""
    named = f"{subject.key}|{subject.visit or subject.said_at}"
    numbers = (f"{named}|{n}" for n in range(2, len(variants) + 2))
    return next(each for each in (named, *numbers) if each not in variants)


def _speaks_of_its_own(identity: Identity, said: Sayings, model: Model) -> bool:
    """Whether an identity goes on with what a record says, or said before."""
    return any(not contradicts(identity, each.identity, model) for each in reversed(said))


def _kept(subject: Subject, record: str, known: Known, model: Model) -> Settled:
    """A known record keeps its person, who is suspect when what is new in it fits another."""
    person, before = known.person_of[record], known.said[record]
    said = with_said(before, subject.identity, subject.said_at)
    news = len(said) > len(before) and _tells(said, before)
    suspect = ""
    if news:
        others = known.candidates(subject, frozenset({person}), model)
        verdict = decide(subject.identity, [o for o in others if o.person != person], model)
        suspect = person if verdict.outcome is Outcome.SAME else ""
    many = len(known.records_of[person]) > 1
    doubted = many and (news or subject.presence.bars)
    return Settled(subject, record, person, None, said=said, suspect=suspect, doubted=doubted)


def _tells(said: Sayings, before: Sayings) -> bool:
    """Whether anything that is compared is new."""
    return bool(
        {profile(each.identity) for each in said} - {profile(each.identity) for each in before}
    )


def _as_likely(verdict: Verdict, model: Model) -> str:
    """The second best, when it would have been the same citizen too."""
    second = verdict.runner_up
    return second.person if second and second.bits >= model.thresholds.same else ""
