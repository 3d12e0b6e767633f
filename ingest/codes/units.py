"""Units of results in UCUM, so that two laboratories' numbers can be told to be of one measure.

UCUM is read by the library `ucumvert`. What laboratories write otherwise stands in `units.tsv`,
which goes first: their `G/L` is 10⁹ a litre, where UCUM would read gauss. Case matters: `g/L` is
grams.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from ingest.memory import remembered

_MICRO = str.maketrans({"μ": "u", "µ": "u", "\xa0": " "})


@remembered(4096)
def ucum(text: str) -> str:
    """Write a unit in UCUM; empty when nobody knows what it means.

    >>> ucum("G/L"), ucum("µmol/l"), ucum("mmHg"), ucum("nắm")
    ('10*9/L', 'umol/L', 'mm[Hg]', '')
    """
    written = _plain(text)
    listed = _listed().get(written)
    if listed:
        return listed
    return written if written.isascii() and _is_ucum(written) else ""


def _plain(text: str) -> str:
    """Without spaces and with one spelling of micro and of the litre; the case stays: g is no G."""
    text = "".join(text.translate(_MICRO).split())
    head, slash, tail = text.rpartition("/")
    if slash and tail in {"l", "dl", "ml", "ul"}:
        return f"{head}/{tail[:-1]}L"
    return text


@functools.cache
def _listed() -> dict[str, str]:
    text = resources.files(__package__).joinpath("units.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {_plain(sent): code for sent, code in lines[1:]}


@functools.cache
def _parser() -> Any:
    from ucumvert.parser import get_ucum_parser  # noqa: PLC0415  most of a second, once

    return get_ucum_parser()


def _is_ucum(text: str) -> bool:
    from lark.exceptions import LarkError  # noqa: PLC0415  comes with the parser

    try:
        _parser().parse(text)
    except LarkError:
        return False
    return True
