"""Linking from start to end: a frame of records and a model in, people and open questions out."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from mpi.batch.bits import Compared, Weighed, weigh
from mpi.batch.coded import Coded
from mpi.batch.compared import compared, values
from mpi.batch.keys import Keys
from mpi.batch.outcome import Outcomes, outcomes
from mpi.batch.pairs import Candidates, candidates
from mpi.batch.people import people
from mpi.model_parts import Model


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """The pairs of a frame that a model's blocking found, compared in its fields."""

    values: tuple[Coded, ...]
    candidates: Candidates
    pairs: Compared


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """What was decided, with the pairs and weights that it rests on."""

    outcomes: Outcomes
    paired: Paired
    weighed: Weighed


def pair(frame: pl.DataFrame, model: Model) -> Paired:
    """Find and compare the pairs that may be of one person."""
    found = candidates(Keys(frame, model.fields), model.blocking)
    columns = values(frame, model)
    return Paired(columns, found, compared(model, columns, found.first, found.second))


def link(model: Model, paired: Paired) -> Linked:
    """Decide who is who among paired records."""
    weighed = weigh(paired.pairs, model)
    person = people(model, paired.values, paired.pairs, weighed)
    return Linked(outcomes(model, paired.pairs, weighed, person), paired, weighed)
