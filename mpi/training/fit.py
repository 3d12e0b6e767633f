"""Expectation and maximisation: m, u, prior and numbers of relatives from unlabelled pairs.

Every pair of records is one citizen's, two strangers', or two relatives'. Candidate pairs stand
for all that could be one citizen's, random pairs for strangers. m of a field is learnt only from
pairs that some blocking rule found without that field, so that the rule proves nothing by itself
(several blockings at once instead of one after another; Winkler 2006, Linacre 2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mpi.batch.bits import Bits, Compared, Weighed, weigh
from mpi.model_parts import Field, Level, Model
from mpi.training.relatives import FIXED, Seen, relatives
from mpi.training.rivals import NONE, Rivals
from mpi.training.start import is_own

#: Steps after which training ends, and the largest change of an m at which it has settled.
_STEPS, SETTLED = 40, 5e-4
#: Weight of the starting m, in pairs: of a guess, and of what is known of Vietnam.
GUESSED, KNOWN = 5.0, 50.0
#: Weight of the starting u, in expected agreements.
_U_PRIOR = 0.5
#: Expected matches over those that can all be, from which a record's rivals are looked at.
_CONTRADICTED = 1.5
#: Pairs of one citizen that have another name or date, or sex, altogether: hardly ever more.
MOST_CHANGED, MOST_OTHER_SEX = 0.1, 0.05
#: Levels of a name or date of which nothing agrees.
APART = frozenset({"different", "ten years or less apart"})
#: No level is rarer for one citizen; the last is never rarer than a clerk who takes another's file.
LEAST, WILD = 1e-5, 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What is learnt from: candidates, for each field which of them count, and random pairs.

    `least` is what is known of each candidate's chance to be one citizen's beside its own fields:
    that two records are each of one person that was found, or were judged to be; `most` is 0 where
    they were judged not to be. `rivals` are the pairs of which only one can be.
    """

    candidates: Compared
    counting: tuple[NDArray[np.bool_], ...]
    random: Compared
    records: int
    least: Bits
    most: Bits
    rivals: Rivals = NONE

    @property
    def all_pairs(self) -> float:
        """How many pairs of records there are."""
        return self.records * (self.records - 1) / 2

    def chance(self, bits: Bits) -> Bits:
        """Give each candidate its chance to be one citizen's, by its bits and what is known."""
        return np.clip(self.rivals.chance(bits), self.least, self.most)


@dataclass(frozen=True, slots=True)
class Step:
    """One round: expected number of matches and the largest change of any m."""

    matches: float
    change: float


def posterior(weighed: Weighed) -> Bits:
    """Chance that a pair is one citizen's."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(weighed.total, -1000, 1000))))


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A model as the last round left it, as it was before that round, and the rounds it took."""

    model: Model
    before: Model
    rounds: tuple[Step, ...]


def fit(start: Model, sample: Sample, steps: int = _STEPS) -> Fitted:
    """Learn until no m changes any more, at most so many rounds."""
    done = list[Step]()
    model = before = _among_strangers(start, sample)
    while len(done) < steps and (not done or done[-1].change > SETTLED):
        before = model
        model, step = _round(model, sample, start)
        done.append(step)
    return Fitted(model, before, tuple(done))


def fit_people(start: Model, sample: Sample, rivals: Rivals) -> Fitted:
    """Learn, and anew with the rivals of each pair where the pairs contradict each other.

    They do where a third of the matches that are expected could not all be, since a record is of
    one person only; and where most that could be are of people found, else who are rivals of each
    other is not known.
    """
    alone = fit(start, sample)
    bits = weigh(sample.candidates, alone.model).total
    knowing = replace(sample, rivals=rivals)
    possible = float(knowing.chance(bits).sum())
    contradicted = float(sample.chance(bits).sum()) > _CONTRADICTED * possible
    known = float(sample.least.sum()) > possible / 2
    return fit(start, knowing) if contradicted and known else alone


def _among_strangers(model: Model, sample: Sample) -> Model:
    """Begin with u as among all random pairs, and one match for each record."""
    everybody = np.ones(len(sample.random))
    fields = tuple(
        field if field.kind in FIXED else _with_u(field, _u(field, found, everybody))
        for field, found in zip(model.fields, sample.random.levels, strict=True)
    )
    return replace(model, fields=fields, population=max(2.0, float(sample.records)))


def _with_u(field: Field, chances: list[float]) -> Field:
    levels = zip(field.levels, chances, strict=True)
    return replace(field, levels=tuple(_level(level, level.m, u) for level, u in levels))


def _round(model: Model, sample: Sample, start: Model) -> tuple[Model, Step]:
    weighed = weigh(sample.candidates, model)
    match = sample.chance(weighed.total)
    apart = strangers(weigh(sample.random, model))
    learnt = [_learn(field, sample, n, match, apart) for n, field in enumerate(start.fields)]
    learnt = [_no_more_than_known(field, start) for field in map(_own_stays, learnt)]
    matches = max(float(match.sum()), 1.0)
    chances = tuple(_same(levels, apart) for levels in sample.random.levels)
    seen = Seen(sample.candidates, sample.counting, weighed, match, sample.records, chances)
    changed = replace(
        model,
        fields=tuple(learnt),
        population=max(2.0, sample.all_pairs / matches),
        relations=relatives(replace(model, fields=tuple(learnt)), start, seen),
    )
    return changed, Step(matches, max(_changes(model, changed)))


def _same(levels: NDArray[np.int8], weight: Bits) -> float:
    """Give how often a field is the same in pairs of which it says something."""
    return float(weight[levels == 0].sum()) / max(float(weight[levels >= 0].sum()), 1.0)


def strangers(weighed: Weighed) -> Bits:
    """Chance that a pair is two strangers': neither one citizen nor relatives."""
    return np.asarray((1 - posterior(weighed)) * np.exp2(weighed.household))


def _learn(field: Field, sample: Sample, n: int, match: Bits, apart: Bits) -> Field:
    if field.kind in FIXED:
        return field
    m = _m(field, sample.candidates.levels[n], match * sample.counting[n])
    u = _u(field, sample.random.levels[n], apart, m[-1])
    levels = zip(field.levels, m, u, strict=True)
    return replace(field, levels=tuple(_level(level, a, b) for level, a, b in levels))


def _no_more_than_known(field: Field, start: Model) -> Field:
    """Hold m of contradictions down: pairs that are never linked cannot teach that one links them.

    Whoever contradicts himself seems the likelier to, the more namesakes are taken for him.
    """
    barred = {ceiling.level for ceiling in start.ceilings if ceiling.field == field.field}
    known = {f.field: f for f in start.fields}[field.field]
    levels = tuple(
        replace(level, m=min(level.m, was.m)) if level.level in barred else level
        for level, was in zip(field.levels, known.levels, strict=True)
    )
    return replace(field, levels=levels)


def _own_stays(field: Field) -> Field:
    """Hold m of differing altogether down: one citizen keeps name, birth date and sex.

    Else all of a home could be taken for one person, who then has many names.
    """
    most = MOST_CHANGED if is_own(field) else MOST_OTHER_SEX if field.kind == "sex" else 1.0
    levels = tuple(
        replace(level, m=min(level.m, most)) if level.level in APART else level
        for level in field.levels
    )
    return replace(field, levels=levels)


def _level(level: Level, m: float, u: float) -> Level:
    return replace(level, m=m, u=level.u if level.rarity or level.by_value else u)


def _m(field: Field, levels: NDArray[np.int8], weight: Bits) -> list[float]:
    said = levels >= 0
    counts = np.bincount(levels[said], weight[said], minlength=len(field.levels))
    before = np.array([level.m for level in field.levels])
    counts = counts + (GUESSED if field.column else KNOWN) * before / before.sum()
    chances = np.clip(counts / counts.sum(), LEAST, 1.0)
    chances[-1] = max(chances[-1], WILD)
    return [float(part) for part in chances]


def _u(field: Field, levels: NDArray[np.int8], weight: Bits, wild: float = 0.0) -> list[float]:
    """Learn u; to differ altogether, the last level, speaks for one only if strangers show it.

    Where a column hardly varies, no random pair may differ: its u is then at least its m, `wild`.
    """
    said = levels >= 0
    counts = np.bincount(levels[said], weight[said], minlength=len(field.levels))
    before = np.array([min(1.0, level.u) for level in field.levels])
    chances = (counts + _U_PRIOR) / (counts.sum() + _U_PRIOR / before)
    if counts[-1] < 1:
        chances[-1] = max(chances[-1], wild)
    return [float(min(1.0, part)) for part in chances]


def _changes(before: Model, after: Model) -> Iterator[float]:
    for old, new in zip(before.fields, after.fields, strict=True):
        for was, now in zip(old.levels, new.levels, strict=True):
            yield abs(was.m - now.m)
