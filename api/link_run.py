"""One run of linking files, stage by stage: read, learn, pair, compare, decide, write."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.checkpoints import Checkpoints, key
from api.link_learning import learnt_beside, told
from api.link_report import write_report
from api.linking import Records, loaded, read_records, spec_for, write_links
from mpi.batch.coded import Columns
from mpi.batch.compared import values
from mpi.batch.link import Paired, Tick, link, pair
from mpi.model import default, load
from mpi.model_parts import Model
from mpi.training.spec import Spec
from mpi.training.start import start
from mpi.training.train import MOST_RECORDS, Learning, Trained, train
from mpi.typed_json import decode

#: Told which stage begins; gives who is to be told how far it is.
Stage = Callable[[str], Tick]

#: The form in which stages are kept: another form is another run.
_FORM = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be linked and how, as the command line says it."""

    files: Sequence[Path]
    columns: Path | None
    model: Path | None
    spec: Path | None
    seed: int

    @property
    def key(self) -> str:
        """What stands for these files and options: a run with another key is another run."""
        options = f"{_FORM} {self.seed} {len(self.files)} {default().version}"
        return key((*self.files, self.columns, self.model, self.spec), options)


def run(asked: Asked, out: Path, stage: Stage, *, fresh: bool) -> dict[str, Any]:
    """Link files into a folder; goes on where a stopped run of the same was, unless `fresh`.

    Gives the figures of the run; `resumed` names the stages that were there already.
    """
    stage("reading")
    records = read_records(asked.files, asked.columns)
    kept = Checkpoints(out, asked.key)
    kept.start(fresh=fresh)
    stage("learning")
    columns = Columns(records.frame)
    model, learning, paired = _model(asked, records, columns, kept)
    stage("pairing")
    paired = paired or pair(columns, model, kept.arrays)
    found = link(model, paired, stage("comparing"), kept.arrays)
    stage("writing")
    figures = write_links(out, records, model, found) | {"resumed": kept.taken}
    write_report(out, figures, learning)
    kept.end()
    return figures


def _model(
    asked: Asked, records: Records, columns: Columns, kept: Checkpoints
) -> tuple[Model, Learning, Paired | None]:
    """Give the model, what was seen of learning it, and its pairs where that compared all.

    A part of many records is learnt from in a process of its own; `columns` are read meanwhile.
    """
    if asked.model:
        return loaded(asked.model), Learning(), None
    learnt: list[Trained] = []

    def learn() -> str:
        spec = spec_for(records, asked.spec)
        text = _beside(records, columns, spec, asked.seed) if len(columns) > MOST_RECORDS else None
        if text is None:
            learnt.append(train(records.frame, spec, default(), asked.seed))
            return told(learnt[0])
        return text

    text, seen = json.loads(kept.text("model.json", learn))
    paired = learnt[0].paired if learnt and learnt[0].whole else None
    model = learnt[0].model if learnt else load(text)
    return model, decode(Learning, seen, "learning"), paired


def _beside(records: Records, columns: Columns, spec: Spec, seed: int) -> str | None:
    def read() -> object:
        return values(columns, start(spec, default(), ()))

    return learnt_beside(records.frame, spec, seed, read)
