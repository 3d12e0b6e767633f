"""Lists for Neo4j inside one map, which has no size.

Neo4j plans a statement anew for each order of magnitude of every list that it is given: 250 to 400
ms for a statement of several paths, once for 1, 10, 100 … (ADR 0028). A list that is read out of a
map is of a size that the planner does not ask for. Every statement begins at an id or a key, so the
plan for any size is the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

#: The parameter that holds the lists; no statement has one of this name.
LISTS = "lists"
_PARAMETER = re.compile(r"\$(\w+)")


def in_one_map(text: str, params: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give a statement and its parameters with all lists as one map's.

    >>> in_one_map("UNWIND $ids AS id RETURN id LIMIT $many", {"ids": [1], "many": 2})
    ('UNWIND $lists.ids AS id RETURN id LIMIT $many', {'many': 2, 'lists': {'ids': [1]}})
    """
    lists = {name: value for name, value in params.items() if isinstance(value, list | tuple)}
    if not lists:
        return text, dict(params)
    rest = {name: value for name, value in params.items() if name not in lists}
    return _read_from_map(text, frozenset(lists)), rest | {LISTS: lists}


@lru_cache(maxsize=2048)
def _read_from_map(text: str, names: frozenset[str]) -> str:
    def moved(found: re.Match[str]) -> str:
        return f"${LISTS}.{found[1]}" if found[1] in names else found[0]

    return _PARAMETER.sub(moved, text)
