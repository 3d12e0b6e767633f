"""The tables of this reader: who assigns numbers, names of code systems, message types."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from ingest.letters import fold
from ingest.memory import remembered

_SIGNS = re.compile(r"[^A-Z0-9]")


def lines(name: str) -> Iterator[list[str]]:
    """Give the rows of a table below its heading."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line and not line.startswith("#")]
    return (line.split("\t") for line in kept[1:])


@remembered(4096)
def bare(text: str) -> str:
    """Give capitals and digits alone, without marks: `Số CCCD` and `so-cccd` are one name."""
    return _SIGNS.sub("", fold(text).upper())


@functools.cache
def authorities() -> dict[tuple[str, str], str]:
    """(`authority` or `type`, its name) -> what sort of number it is."""
    return {(by, name): kind for by, name, kind in lines("authorities.tsv")}


@functools.cache
def systems() -> dict[str, str]:
    """Name of a code system -> the short name of ours."""
    return {bare(name): system for name, system in lines("systems.tsv")}


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a message type means for the visit and for the patient.

    `status` is what becomes of the visit: `open`, `closed`, `planned`, `cancelled`, `reopened` or
    nothing. `about` is `visit`, `patient` when the message speaks of no visit whatever its PV1
    holds, or `nobody` when it needs no patient. `merge` says what MRG gives up: `patient`, `visit`
    (a number of it), `moved` (the visit itself, to another patient) or nothing.
    """

    status: str = ""
    about: str = "visit"
    merge: str = ""


@functools.cache
def triggers() -> dict[str, Trigger]:
    """Message type, `ADT^A03`, or a code alone, `ORU`, -> what it means."""
    return {name: Trigger(*(_said(cell) for cell in rest)) for name, *rest in lines("triggers.tsv")}


def _said(cell: str) -> str:
    return "" if cell == "-" else cell


def trigger(code: str, event: str) -> Trigger:
    """Give the meaning of a type; one that is not listed speaks of a visit, without a status."""
    known = triggers()
    return known.get(f"{code}^{event}") or known.get(code) or Trigger()
