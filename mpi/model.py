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
        parsed = json.loads(text, parse_constant=_refused, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        rule = f"is not JSON at line {error.lineno}; `healthgraph train` writes a model"
        raise BadInput("model", rule) from None
    model = decode(Model, parsed, "model")
    check(model)
    return model


def _refused(constant: str) -> float:
    """NaN and Infinity are no numbers of JSON, and no chances."""
    raise BadInput("model", "must hold finite numbers only", constant)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that is there twice: only one of its values would count."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput("model", "must say a key once in one object; twice it says", key)
        found[key] = value
    return found


def dump(model: Model) -> str:
    """Write a model file that `load` reads back to an equal one."""
    return json.dumps(encode(model), ensure_ascii=False, indent=1) + "\n"


@cache
def default() -> Model:
    """Give the model that comes with the package, hand-set from what is known of Hanoi."""
    return load(resources.files("mpi").joinpath("models/default.json").read_text("utf-8"))
