"""A store's whole content as comparable facts, with the log left out: what undo must bring back."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.store import Store

#: The log itself, who looked, and what is to be counted anew.
_LOG_NODES = {"Decision", "AccessEvent", "StaleDay"}


def content(store: Store, folder: Path) -> frozenset[str]:
    """Every node and edge of a backup but the log's, as JSON lines."""
    target = folder / "dump.jsonl.gz"
    store.backup(target)
    with gzip.open(target, "rt", encoding="utf-8") as file:
        return frozenset(fact for line in file for fact in _facts(json.loads(line)))


def beyond_aliases(now: frozenset[str], before: frozenset[str]) -> frozenset[str]:
    """What differs, but for ids that were given since and are aliases today."""
    new = {
        fact["id"]
        for fact in map(json.loads, now - before)
        if fact.get("of") == "Person" and _is_alias(fact["id"], now)
    }
    return frozenset(fact for fact in now ^ before if not _of_alias(json.loads(fact), new))


def _is_alias(person: str, facts: frozenset[str]) -> bool:
    edges = [json.loads(fact) for fact in facts if person in fact]
    named = [e for e in edges if person in {e.get("source"), e.get("target")}]
    return bool(named) and all(e["of"][0] == "MERGED_INTO" for e in named)


def _of_alias(fact: dict[str, Any], new: set[str]) -> bool:
    return fact.get("id") in new or fact.get("source") in new


def _facts(line: dict[str, Any]) -> Iterator[str]:
    of = line.get("nodes") or line.get("edges")
    label = of[1] if isinstance(of, list) else of
    if label is None or label in _LOG_NODES:
        return
    for row in line["rows"]:
        yield json.dumps({"of": of, **row}, sort_keys=True, ensure_ascii=False)
