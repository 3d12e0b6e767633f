"""The matching model: typed, versioned data. All that decides about a match stands there.

`load` reads and checks a file, `dump` writes it, `default` is the one that comes with the package.
docs/identity.md explains every part with its formula.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from mpi.errors import BadInput
from mpi.model_check import check
from mpi.model_parts import Model
from mpi.typed_json import decode, encode

__all__ = ["Model", "default", "dump", "load"]


def load(text: str) -> Model:
    """Read a model file. Raises BadInput that names the place in the file and the rule."""
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput("model", f"is not JSON at line {error.lineno}") from None
    model = decode(Model, parsed, "model")
    check(model)
    return model


def dump(model: Model) -> str:
    """Write a model file that `load` reads back to an equal one."""
    return json.dumps(encode(model), ensure_ascii=False, indent=1) + "\n"


@cache
def default() -> Model:
    """Give the model that comes with the package, hand-set from what is known of Hanoi."""
    return load(resources.files("mpi").joinpath("models/default.json").read_text("utf-8"))
