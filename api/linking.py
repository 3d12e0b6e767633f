"""Linking files: CSV and Parquet in, a trained model when there is none, links and people out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from api.link_encodings import put_right
from api.link_tables import read_table
from api.spark import pair_on_spark
from mpi.batch.coded import Columns
from mpi.batch.columns import ColumnMap, guessed, mapped, read_map
from mpi.batch.link import Linked, pair
from mpi.batch.splink import settings
from mpi.batch.summary import summary
from mpi.batch.survivors import survivors
from mpi.batch.unread import unread
from mpi.errors import BadInput, NotFound
from mpi.model import Model, default, dump, load
from mpi.training.labels import NO_LABELS, Labels, read_labels
from mpi.training.spec import Spec, chosen
from mpi.training.spec import check as check_spec
from mpi.training.train import Trained, train
from mpi.typed_json import decode

_FEWEST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records of some files in our columns, and the kinds of the further ones.

    They stand by their ids, so that no result depends on the order of a file's rows; `sent` is
    the place of each in the files. `unread` counts values that nobody can read, by file and column.
    """

    frame: pl.DataFrame
    other: Mapping[str, str]
    sent: pl.Series
    unread: tuple[Mapping[str, Any], ...] = ()

    def as_sent(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give rows, one for each record, in the order of the files."""
        return frame[self.sent.arg_sort()]


def read_records(files: Sequence[Path], columns: Path | None) -> Records:
    """Read files as one set of records. Raises NotFound without a file, BadInput naming a column.

    Several files are several sources, by the files' names, unless the map says otherwise.
    """
    given = read_map(_text(columns)) if columns else None
    made = [_mapped(path, read_table(path), given, several=len(files) > 1) for path in files]
    other = given.other if given else {}
    unsaid = [
        each for path, one in zip(files, made, strict=True) for each in _unread(path, one, other)
    ]
    frame = pl.concat(made, how="diagonal")
    if len(frame) < _FEWEST:
        raise BadInput(
            _names(files), f"must hold at least {_FEWEST} records, and holds {len(frame)}"
        )
    if frame["record_id"].n_unique() < len(frame):
        raise BadInput("record_id", f"must differ between {_names(files)}; number them through")
    sent = frame["record_id"].arg_sort()
    return Records(frame[sent], other, sent, tuple(unsaid))


def _unread(
    path: Path, frame: pl.DataFrame, other: Mapping[str, str]
) -> Iterator[Mapping[str, Any]]:
    dates = ["birth_date", *(c for c, kind in other.items() if kind in {"date", "year"})]
    for each in unread(frame, dates):
        yield {"file": path.name, **asdict(each)}


def _names(files: Sequence[Path]) -> str:
    return " and ".join(path.name for path in files)


def _mapped(
    path: Path, frame: pl.DataFrame, given: ColumnMap | None, *, several: bool
) -> pl.DataFrame:
    made = put_right(mapped(frame, given or guessed(frame.columns), path.name))
    if several and "source" not in made:
        return made.with_columns(source=pl.lit(path.stem))
    return made


def _text(path: Path) -> str:
    if not path.is_file():
        raise NotFound("file", str(path))
    return path.read_text("utf-8-sig")


def loaded(path: Path) -> Model:
    """Read a model file. Raises NotFound without it, BadInput that names the place in it."""
    return load(_text(path))


def given_on_spark(records: Records, path: Path, master: str) -> Trained:
    """Read a model file and let Spark find and compare its pairs among records.

    Raises Unavailable where Spark is not installed.
    """
    model = loaded(path)
    return Trained(model, pair_on_spark(model, records.frame, master))


def spec_for(records: Records, path: Path | None) -> Spec:
    """Give what is to be compared: from a file, or chosen by the columns there are."""
    if path is None:
        return chosen(records.frame, records.other)
    try:
        spec = decode(Spec, json.loads(_text(path)), "spec")
    except json.JSONDecodeError as error:
        raise BadInput("--spec", f"is not JSON at line {error.lineno}") from None
    check_spec(spec, default(), records.frame.columns)
    return spec


def labels_for(records: Records, path: Path | None) -> Labels:
    """Read pairs that people judged. Raises BadInput that names the column or the record."""
    return read_labels(read_table(path), records.frame["record_id"]) if path else NO_LABELS


def trained(records: Records, spec: Spec, seed: int, labels: Labels = NO_LABELS) -> Trained:
    """Train a model on records. Raises BadInput for a specification that does not fit them."""
    learnt = train(records.frame, spec, default(), seed, labels)
    if learnt.whole:
        return learnt
    return replace(learnt, paired=pair(Columns(records.frame), learnt.model))


def write_model(path: Path, model: Model, splink: Path | None = None) -> None:
    """Write a model file, with the folders it needs, and its settings for Splink where asked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump(model), "utf-8")
    if splink:
        splink.parent.mkdir(parents=True, exist_ok=True)
        splink.write_text(json.dumps(settings(model), ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_links(out: Path, records: Records, model: Model, found: Linked) -> dict[str, Any]:
    """Write links.csv, reviews.csv, people.csv and model.json; gives the figures of the run."""
    out.mkdir(parents=True, exist_ok=True)
    ids = records.frame["record_id"]
    person = _person_ids(ids, found)
    outcome = found.outcomes
    links = pl.DataFrame(
        {
            "record_id": ids,
            "person_id": person,
            "probability": outcome.probability.round(6),
            "decision": pl.Series(outcome.decision.tolist(), dtype=pl.String),
        }
    )
    records.as_sent(links).write_csv(out / "links.csv")
    _reviews(ids, found).write_csv(out / "reviews.csv")
    survivors(records.frame, person).write_csv(out / "people.csv")
    write_model(out / "model.json", model)
    return figures_of(records, model, found)


def figures_of(records: Records, model: Model, found: Linked) -> dict[str, Any]:
    """Give the figures of a run, with what of its files could not be read."""
    return summary(model, found) | {"unread": [*records.unread]}


def _person_ids(ids: pl.Series, found: Linked) -> pl.Series:
    lowest = pl.Series(np.asarray(found.outcomes.person)).cast(pl.UInt32)
    return ("p-" + ids.gather(lowest)).alias("person_id")


def _reviews(ids: pl.Series, found: Linked) -> pl.DataFrame:
    reviews = found.outcomes.reviews
    return pl.DataFrame(
        {
            "record_id_1": ids.gather([r.first for r in reviews]),
            "record_id_2": ids.gather([r.second for r in reviews]),
            "probability": pl.Series([round(r.probability, 6) for r in reviews], dtype=pl.Float64),
            "reason": pl.Series([r.reason for r in reviews], dtype=pl.String),
        }
    )
