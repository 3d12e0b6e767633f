"""Training from start to end: from a frame of records to a model, with what was seen on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import polars as pl

from mpi.batch.bits import weigh
from mpi.batch.compared import compared, values, with_shares
from mpi.batch.keys import Keys
from mpi.batch.link import Paired
from mpi.batch.pairs import LARGE, candidates
from mpi.batch.people import people
from mpi.batch.said import OURS
from mpi.model import dump
from mpi.model_check import check
from mpi.model_parts import BlockRule, Model
from mpi.training.fit import Sample, Step, fit
from mpi.training.rules import choose
from mpi.training.sample import counting, random_pairs
from mpi.training.shares import with_shares_of
from mpi.training.spec import Spec
from mpi.training.start import start

#: Random pairs that stand for strangers.
_RANDOM = 300_000
#: Fewer relatives for each record than this are held to be mistakes: the file is not of families.
_RELATED = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A model with the pairs it was learnt from, and the rounds of learning."""

    model: Model
    paired: Paired
    rounds: tuple[Step, ...]


def train(frame: pl.DataFrame, spec: Spec, base: Model, seed: int = 1) -> Trained:
    """Learn a model from records alone; the same frame, specification and seed give the same.

    Raises BadInput for a specification whose rules read what none of its fields says.
    """
    begun = start(spec, base, ())
    keys = Keys(frame, begun.fields)
    rules = spec.blocking or choose(keys, begun.fields, LARGE, _of_base(base, begun, frame))
    begun = replace(begun, blocking=rules)
    check(begun)
    columns = values(frame, begun)
    found = candidates(keys, rules)
    pairs = compared(begun, columns, found.first, found.second)
    chance = compared(begun, columns, *random_pairs(len(frame), _RANDOM, seed))
    sample = Sample(pairs, counting(begun, found), chance, len(frame))
    model, rounds = _fit(begun, sample)
    first = Trained(model, Paired(columns, found, pairs), rounds)
    return _by_people(first, replace(begun, relations=model.relations), sample)


def _fit(begun: Model, sample: Sample) -> tuple[Model, tuple[Step, ...]]:
    """Learn, and again without relatives where there are hardly any."""
    model, rounds = fit(begun, sample)
    if model.relations and all(r.people < _RELATED for r in model.relations):
        return fit(replace(begun, relations=()), sample)
    return model, rounds


def _by_people(first: Trained, begun: Model, sample: Sample) -> Trained:
    """Learn again with the shares of values among the people that were found the first time."""
    columns, before = first.paired.values, first.paired.pairs
    person = people(first.model, columns, before, weigh(before, first.model))
    model = with_shares_of(begun, columns, person)
    pairs = with_shares(before, model, columns)
    again = replace(sample, candidates=pairs, random=with_shares(sample.random, model, columns))
    model, rounds = _fit(model, again)
    paired = replace(first.paired, pairs=pairs)
    return Trained(_named(model), paired, first.rounds + rounds)


def _named(model: Model) -> Model:
    """Give a version that follows from the content, so that equal models have equal names."""
    digest = hashlib.sha256(dump(model).encode()).hexdigest()
    return replace(model, version=f"trained/{digest[:12]}")


def _of_base(base: Model, begun: Model, frame: pl.DataFrame) -> tuple[BlockRule, ...]:
    """Rules of the base model, where its fields are used: parts that are not said give no key."""
    own = {field.field for field in begun.fields}
    return base.blocking if "name" in own and set(frame.columns) & set(OURS) else ()
