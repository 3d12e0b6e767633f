"""Learning a model for a run of linking; of many records in a process beside, while they are read.

The process is given the records that are learnt from, and tells the model and what was seen. What
it cannot do is done here instead, so that whatever is wrong is told as ever.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import BinaryIO

import polars as pl

from mpi.model import default, dump
from mpi.training.spec import Spec
from mpi.training.train import Trained, drawn, train_on
from mpi.typed_json import decode, encode


def told(learnt: Trained) -> str:
    """Put a model and what was seen of learning it into words that a run keeps."""
    return json.dumps([dump(learnt.model), asdict(learnt.learning)])


def learnt_beside(
    frame: pl.DataFrame, spec: Spec, seed: int, meanwhile: Callable[[], object]
) -> str | None:
    """Learn from a part of many records in another process, and do something else meanwhile.

    Gives what `told` says; None where the process did not end well.
    """
    asked = {"spec": encode(spec), "records": len(frame), "seed": seed}
    # -P: no folder that this happens to run in is to stand for one of our packages
    command = (sys.executable, "-P", "-m", __name__)
    with subprocess.Popen(  # noqa: S603  our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        if process.stdin is None or process.stdout is None:
            return None
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        drawn(frame, seed).write_ipc(process.stdin)
        process.stdin.close()
        meanwhile()
        text = process.stdout.read().decode()
    return text if process.returncode == 0 else None


def learn(asked: BinaryIO) -> str:
    """Learn as `learnt_beside` asks: a line of JSON, and the records as Arrow's file."""
    said = json.loads(asked.readline())
    spec = decode(Spec, said["spec"], "spec")
    part = pl.read_ipc(asked.read())
    return told(train_on(part, said["records"], spec, default(), said["seed"]))


if __name__ == "__main__":
    sys.stdout.write(learn(sys.stdin.buffer))
