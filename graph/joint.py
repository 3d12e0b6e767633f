"""Who of some people are one, decided jointly under all constraints. Pure.

The likeliest two first; they are then one person to all that is decided after, so that a third who
may not be one of them is not joined to the other. The order in which people came is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mpi.decide import decide
from mpi.decision import Candidate, Outcome, Scored
from mpi.identity import Identity
from mpi.model import Model
from mpi.presence import NOWHERE, Presence, clash, together

Said = Mapping[str, tuple[Identity, ...]]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """People with what their records say, who is near whom, and who is barred.

    `told` is all that their records ever said, `said` what they say now. `apart` are pairs whom a
    verdict or kinship keeps apart, `placed` are people of whom a steward has placed a record.
    """

    said: Said
    told: Said
    near: Mapping[str, frozenset[str]]
    apart: frozenset[tuple[str, str]] = frozenset()
    placed: frozenset[str] = frozenset()
    presence: Mapping[str, Presence] = field(default_factory=dict)

    def barred(self, one: str, other: str) -> bool:
        """Tell whether a verdict, kinship or a steward's hand keeps two people apart."""
        pair = {(one, other), (other, one)}
        return bool(pair & self.apart) or bool({one, other} & self.placed)

    def candidate(self, one: str, other: str, model: Model) -> Candidate:
        """Make of `other` somebody whom `one` may be."""
        here, there = (self.presence.get(person, NOWHERE) for person in (one, other))
        barred = self.barred(one, other)
        found = clash(here, there, model.presence)
        return Candidate(other, self.told[other], cannot_link=barred, clash=found)

    def joined(self, one: str, to: str) -> Neighbourhood:
        """The same people, of whom `one` is `to` from now on."""
        rest = {person: others - {one, to} for person, others in self.near.items()}
        met = {
            person: others | ({to} if {one, to} & self.near[person] else set())
            for person, others in rest.items()
        }
        met[to] = (rest.get(to, frozenset()) | rest[one]) - {to}
        here = {p: self.presence.get(p, NOWHERE) for p in (one, to)}
        return replace(
            self,
            said=_into(self.said, one, to),
            told=_into(self.told, one, to),
            near={person: frozenset(met[person]) for person in met if person != one},
            apart=self.apart | {(to, q) for p, q in self.apart if p == one}
            | {(p, to) for p, q in self.apart if q == one},
            presence={**self.presence, to: together(here.values())},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person is to the likeliest other one."""

    outcome: Outcome
    best: Scored | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """Two people who are one, on what evidence; `other` is the person of `best`."""

    one: str
    best: Scored

    @property
    def other(self) -> str:
        """Whom `one` is."""
        return self.best.person


def joint(suspects: Iterable[str], known: Neighbourhood, model: Model) -> list[Joining]:
    """Say which suspects are surely one with somebody, strongest first."""
    found: list[Joining] = []
    sure = {one: surely(one, known, model) for one in sorted(set(suspects) & known.said.keys())}
    while strongest := _strongest(sure):
        found.append(strongest)
        one, other = strongest.one, strongest.other
        near = {p for p, others in known.near.items() if {one, other} & others} | {other}
        known = known.joined(one, other)
        del sure[one]
        sure |= {p: surely(p, known, model) for p in sorted(near & sure.keys())}
    return found


def surely(person: str, known: Neighbourhood, model: Model) -> Scored | None:
    """Say with whom a person is surely one, on what evidence; None when with nobody."""
    found = judged(person, known, model)
    return found.best if found.outcome is Outcome.SAME else None


def judged(person: str, known: Neighbourhood, model: Model) -> Judged:
    """Say what a person is to the likeliest of those near.

    *same* when something that its records said is decided so among everybody near, and none of what
    they say now is decided *new* against that one; *maybe* likewise.
    """
    candidates = [known.candidate(person, other, model) for other in sorted(known.near[person])]
    verdicts = [decide(said, candidates, model) for said in known.told[person]]
    for outcome in (Outcome.SAME, Outcome.MAYBE):
        likely = [v.best for v in verdicts if v.outcome is outcome and v.best]
        if likely:
            best = max(likely, key=lambda scored: (scored.bits, scored.person))
            only = [each for each in candidates if each.person == best.person]
            return Judged(_all_agree(known.said[person], only, outcome, model), best)
    return Judged(Outcome.NEW)


def _all_agree(
    said: Iterable[Identity], only: list[Candidate], outcome: Outcome, model: Model
) -> Outcome:
    """The outcome, unless one of the statements speaks against."""
    against = any(decide(each, only, model).outcome is Outcome.NEW for each in said)
    return Outcome.NEW if against else outcome


def _strongest(sure: Mapping[str, Scored | None]) -> Joining | None:
    found = [Joining(one, best) for one, best in sure.items() if best is not None]
    return max(found, key=lambda each: (each.best.bits, each.one, each.other), default=None)


def _into(said: Said, one: str, to: str) -> Said:
    return {**{p: all_of for p, all_of in said.items() if p != one}, to: said[to] + said[one]}
