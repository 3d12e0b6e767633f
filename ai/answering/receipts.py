"""The receipt of an answer: what must be known to get the same number again, or say why not."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson


@dataclass(frozen=True, slots=True)
class Receipt:
    """Kept for each answer. `rows` are as published: a hidden cell is not in them.

    `parameters` are those of the statement; `versions` name catalogue, program and, where one was
    asked, language model. `hash` is the SHA-256 of columns and rows.
    """

    id: str
    at: str
    query: object
    statement: str
    parameters: Mapping[str, object]
    data_version: str
    versions: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]
    hash: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Rerun:
    """What came of running it again: `same`, or what changed and the rows that differ."""

    same: bool
    changed: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]


def new_id() -> str:
    """Make the id of a receipt."""
    return f"run-{secrets.token_hex(8)}"


def result_hash(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    """Give the SHA-256 (hex) of what was published, whatever the order of keys."""
    text = orjson.dumps([list(columns), list(rows)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()


def compared(then: Receipt, now: Receipt) -> Rerun:
    """Hold a receipt against that of the same query run again; versions are said where they moved.

    The outcome is `same` when the published rows are, whatever moved meanwhile.
    """
    moved = [
        f"data: {then.data_version} -> {now.data_version}"
        for _ in (1,)
        if then.data_version != now.data_version
    ]
    moved += [
        f"{name}: {then.versions.get(name, '-')} -> {version}"
        for name, version in now.versions.items()
        if then.versions.get(name) != version
    ]
    moved += ["statement"] if then.statement != now.statement else []
    same = then.hash == now.hash
    rows = () if same else _different(then, now)
    return Rerun(same, (*moved, *(("rows",) if rows else ())), rows)


def _different(then: Receipt, now: Receipt) -> tuple[Mapping[str, object], ...]:
    old, new = _by_members(then), _by_members(now)
    keys = [*old, *(key for key in new if key not in old)]
    return tuple(
        {"row": key, "then": old.get(key), "now": new.get(key)}
        for key in keys
        if old.get(key) != new.get(key)
    )


def _by_members(receipt: Receipt) -> dict[str, object]:
    """Rows by their members; numbers and their spread are what may differ."""
    found: dict[str, object] = {}
    for row in receipt.rows:
        key = "|".join(str(row[c]) for c in receipt.columns if isinstance(row.get(c), str))
        found[key] = row
    return found
