"""Linking files into a store: each row is kept, joined in real time, and stays there.

A run that was stopped is run again: the model that it learnt is the store's own, and the rows that
were stored are recognised by their bytes.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from api import logs
from api.bulk import Crew, Outcome, deliver
from api.cli.opened import writing
from api.compose import open_desk
from api.link_rows import ROWS, coded, messages
from api.link_run import Asked, Stage
from api.linking import Records, read_records, spec_for, write_model
from api.models import file_for, own_file
from api.reception import Message
from api.settings import Settings, load
from graph.census import size_of
from graph.outcomes import Became, Question, became, questions
from graph.store import Store
from mpi.batch.survivors import survivors
from mpi.decision import Outcome as Decided
from mpi.model import default
from mpi.training.train import train

#: Messages of one receipt, and of one transaction: 128 rows are decided together.
_AT_ONCE, _BATCH = 32, 4


@dataclass(frozen=True, slots=True)
class Stored:
    """What is in a store of some records: the frame with `facility`, what each became, the rest."""

    frame: pl.DataFrame
    found: dict[str, Became]
    asked: list[Question]
    done: Outcome
    model: str


def link_into(
    url: str, asked: Asked, out: Path | None, stage: Stage, *, workers: int = 2
) -> dict[str, Any]:
    """Put the records of files into a store, row by row; gives the figures of the run.

    Raises Unavailable when the store does not answer; what was handed in is kept then.
    """
    logs.configure("warning", "console")
    stage("reading")
    records = read_records(asked.files, asked.columns)
    stage("learning")
    settings = _settled(url, asked, records)
    with closing(open_desk(settings)) as desk:
        frame = coded(records, asked.files[0])
        said = _some(messages(frame, desk.model))
        tick, many = stage("storing"), -(-len(frame) // ROWS)
        done = deliver(desk, said, many, Crew(workers, _BATCH), tick)
        stage("reading what became of them")
        stored = _stored(desk.store, frame, done, desk.model.version)
    if out is not None:
        stage("writing")
        _write(out, stored)
    return _figures(stored)


def _some(said: Iterator[Message]) -> Iterator[list[Message]]:
    while some := list(islice(said, _AT_ONCE)):
        yield some


def _settled(url: str, asked: Asked, records: Records) -> Settings:
    """Give the settings with the model that decides; a new store begins with one of its own."""
    settings = load(store_url=url)
    known = file_for(settings, asked.model)
    if _begun(url, settings):
        return load(store_url=url, model=known)
    own = own_file(settings)
    if known is None:
        spec = spec_for(records, asked.spec)
        write_model(own, train(records.frame, spec, default(), asked.seed).model)
    elif known != own:
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(known, own)
    return load(store_url=url, model=own)


def _begun(url: str, settings: Settings) -> bool:
    """Say whether a store has records already, which its model has decided."""
    if own_file(settings).is_file():
        return True
    with writing(url) as store:
        return size_of(store) > 0


def _stored(store: Store, frame: pl.DataFrame, done: Outcome, model: str) -> Stored:
    ids = _ids(frame).to_list()
    return Stored(frame, became(store, ids), questions(store), done, model)


def _ids(frame: pl.DataFrame) -> pl.Series:
    return frame.select(pl.concat_str("facility", "record_id", separator="|"))["facility"]


def _figures(stored: Stored) -> dict[str, Any]:
    decisions = Counter(each.outcome for each in stored.found.values())
    return {
        "model": stored.model,
        "records": len(stored.frame),
        "stored": len(stored.found),
        "people": len({each.person for each in stored.found.values()}),
        "decisions": {each.value: decisions[each] for each in Decided},
        "reviews": len(_ours(stored)),
        "resumed": min(stored.done.duplicates * ROWS, len(stored.found)),
        "quarantined": stored.done.quarantined,
        "seconds": stored.done.seconds,
    }


def _ours(stored: Stored) -> list[Question]:
    """The questions about records of this run."""
    return [q for q in stored.asked if q.record in stored.found or q.other in stored.found]


def _write(out: Path, stored: Stored) -> None:
    """Write links.csv, reviews.csv and people.csv as `link` does without a store."""
    out.mkdir(parents=True, exist_ok=True)
    given = stored.frame.with_columns(place=_ids(stored.frame))
    given = given.filter(pl.col("place").is_in(list(stored.found)))
    became = [stored.found[place] for place in given["place"]]
    person = pl.Series("person_id", [each.person for each in became], dtype=pl.String)
    links = pl.DataFrame(
        {
            "record_id": given["record_id"],
            "person_id": person,
            "probability": _probabilities(became),
            "decision": pl.Series([each.outcome.value for each in became], dtype=pl.String),
        }
    )
    links.write_csv(out / "links.csv")
    names = dict(zip(given["place"], given["record_id"], strict=True))
    _reviews(_ours(stored), names).write_csv(out / "reviews.csv")
    survivors(given.drop("facility", "place"), person).write_csv(out / "people.csv")


def _probabilities(became: Sequence[Became]) -> pl.Series:
    """The chance of the best link or question; of *new* the chance of being nobody else."""
    best: dict[str, float] = {}
    for each in became:
        if each.bits is not None:
            best[each.person] = max(each.bits, best.get(each.person, each.bits))
    chance = _chances(best.get(each.person, -np.inf) for each in became)
    new = np.array([each.outcome is Decided.NEW for each in became], bool)
    unsaid = np.array([each.person not in best for each in became], bool)
    found = np.where(new, 1 - chance, np.where(unsaid, 1.0, chance))
    return pl.Series(found.round(6))


def _chances(bits: Iterable[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(1 / (1 + np.exp2(-np.clip(np.fromiter(bits, np.float64), -60, 60))))


def _reviews(asked: Sequence[Question], names: dict[str, str]) -> pl.DataFrame:
    chance = _chances(each.bits for each in asked).round(6)
    return pl.DataFrame(
        {
            "record_id_1": [names.get(each.record, each.record) for each in asked],
            "record_id_2": [names.get(each.other, each.other) for each in asked],
            "probability": pl.Series(chance, dtype=pl.Float64),
            "reason": [each.reason.en for each in asked],
        },
        schema_overrides=dict.fromkeys(("record_id_1", "record_id_2", "reason"), pl.String),
    )
