"""Training from start to end: from a frame of records to a model, with what was seen on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from mpi.batch.bits import weigh
from mpi.batch.coded import Coded, Columns
from mpi.batch.compared import compared, values, with_shares
from mpi.batch.keys import Keys
from mpi.batch.link import Paired
from mpi.batch.pairs import Candidates, candidates
from mpi.batch.people import people
from mpi.compare.values import VALUE_KINDS
from mpi.model import dump
from mpi.model_check import check
from mpi.model_parts import BlockRule, Model
from mpi.training.families import fit_relations
from mpi.training.fit import Sample, Step, fit_people, posterior
from mpi.training.labels import NO_LABELS, Labels, Placed, fixed, place, with_labelled
from mpi.training.name_shares import with_names_of
from mpi.training.overlaps import overlaps
from mpi.training.rivals import rivals
from mpi.training.rules import choose
from mpi.training.sample import counting, of_one_person, random_pairs
from mpi.training.settled import Unsettled, unsettled
from mpi.training.shares import with_shares_of
from mpi.training.spec import Spec
from mpi.training.start import start

#: Records that are learnt from; of more a part is drawn, in which any pair is as likely a match.
MOST_RECORDS = 150_000
#: Random pairs that stand for strangers; fewer where what is known of Vietnam tells most of them.
_RANDOM, _RANDOM_KNOWN = 300_000, 80_000


@dataclass(frozen=True, slots=True)
class Learning:
    """What was seen of learning: its rounds, and the parameters that did not settle."""

    rounds: tuple[Step, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A model with the pairs it was learnt from, and what was seen of learning.

    `whole` says that these are all the pairs of the records, so that linking can go on with them.
    """

    model: Model
    paired: Paired
    learning: Learning = Learning()
    whole: bool = True


def train(
    frame: pl.DataFrame, spec: Spec, base: Model, seed: int = 1, labels: Labels | None = None
) -> Trained:
    """Learn a model from records alone, or with pairs that people judged.

    The same frame, specification, labels and seed give the same model.

    Raises BadInput for a specification whose rules read what none of its fields says.
    """
    return train_on(drawn(frame, seed), len(frame), spec, base, seed, labels)


def drawn(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Give the records that are learnt from: all, or a part of those of a large file."""
    return frame if len(frame) <= MOST_RECORDS else frame.sample(MOST_RECORDS, seed=seed)


def train_on(
    part: pl.DataFrame, records: int, spec: Spec, base: Model, seed: int,
    labels: Labels | None = None,
) -> Trained:  # fmt: skip
    """Learn as `train` does, of the records that were drawn of so many."""
    columns = Columns(part)
    begun = start(spec, base, ())
    keys = Keys(columns, begun.fields)
    given = spec.blocking or choose(keys, begun, records, _of_base(base, begun))
    begun = replace(begun, blocking=given)
    check(begun)
    known = place(labels or NO_LABELS, _ids(part))
    learnt = _learn(begun, columns, candidates(keys, begun.blocking), seed, known)
    return replace(learnt, whole=len(part) == records)


def _learn(begun: Model, columns: Columns, found: Candidates, seed: int, labels: Placed) -> Trained:
    """Learn twice: the second time with the shares of values among the people first found."""
    coded = values(columns, begun)
    found = with_labelled(found, labels)
    sample = fixed(_sample(begun, coded, found, seed), labels)
    first = fit_relations(begun, sample)
    model = first.model
    weighed = weigh(sample.candidates, model)
    person = people(model, coded, sample.candidates, weighed)
    near = of_one_person(sample.candidates, person, posterior(weighed))
    sample = replace(sample, least=np.minimum(np.maximum(sample.least, near), sample.most))
    begun = with_shares_of(replace(begun, relations=model.relations), coded, person)
    begun = with_names_of(begun, coded, person)
    begun = replace(begun, overlaps=(*begun.overlaps, *overlaps(model, sample)))
    pairs = with_shares(sample.candidates, begun, coded)
    chance = with_shares(sample.random, begun, coded)
    sample = replace(sample, candidates=pairs, random=chance)
    last = fit_people(begun, sample, rivals(pairs.first, pairs.second, person))
    learning = Learning(first.rounds + last.rounds, unsettled(last, begun, sample))
    return Trained(_named(last.model), Paired(coded, found, pairs), learning)


def _sample(begun: Model, coded: tuple[Coded, ...], found: Candidates, seed: int) -> Sample:
    records = len(coded[0].codes)
    general = all(field.kind in VALUE_KINDS for field in begun.fields)
    drawn = random_pairs(records, _RANDOM if general else _RANDOM_KNOWN, seed)
    pairs = compared(begun, coded, found.first, found.second)
    chance = compared(begun, coded, *drawn)
    least, most = np.zeros(len(pairs)), np.ones(len(pairs))
    return Sample(pairs, counting(begun, found), chance, records, least, most)


def _named(model: Model) -> Model:
    """Give a version that follows from the content, so that equal models have equal names."""
    digest = hashlib.sha256(dump(model).encode()).hexdigest()
    return replace(model, version=f"trained/{digest[:12]}")


def _ids(frame: pl.DataFrame) -> pl.Series:
    """Give the records' ids, or numbers where there are none."""
    numbers = pl.Series([str(n) for n in range(len(frame))], dtype=pl.String)
    return frame.get_column("record_id", default=numbers)


def _of_base(base: Model, begun: Model) -> tuple[BlockRule, ...]:
    """Rules of the base model, where its fields are used: parts that are not said give no key."""
    return base.blocking if "name" in {field.field for field in begun.fields} else ()
