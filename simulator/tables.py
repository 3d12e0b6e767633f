"""The simulator's tables of facts and rates, read from `simulator/data` when first asked for."""

from __future__ import annotations

import csv
import functools
from importlib import resources

from simulator.chance import Weighted

Row = dict[str, str]


@functools.cache
def rows(name: str) -> tuple[Row, ...]:
    """Read a table by its name without `.tsv`; lines that start with `#` are its source."""
    text = resources.files("simulator.data").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@functools.cache
def by_key(name: str, key: str) -> dict[str, Row]:
    """Read a table as a dictionary by one of its columns, in the order of the table."""
    return {row[key]: row for row in rows(name)}


@functools.cache
def shares(name: str, thing: str, share: str) -> Weighted[str]:
    """Read two columns as things and their weights."""
    return Weighted((row[thing], float(row[share])) for row in rows(name))


def weights(text: str) -> Weighted[str]:
    """Read `Hà:3 Thị Thu:2` as names and their weights.

    >>> weights("Hà:3 Thị Thu:2").things
    ('Hà', 'Thị Thu')
    """
    pairs: list[tuple[str, float]] = []
    words: list[str] = []
    for word in text.split():
        name, _, weight = word.partition(":")
        words.append(name)
        if weight:
            pairs.append((" ".join(words), float(weight)))
            words = []
    return Weighted(pairs)


def span(text: str) -> tuple[int, int]:
    """Read `3-5` as a pair of whole numbers."""
    low, _, high = text.partition("-")
    return int(low), int(high)
