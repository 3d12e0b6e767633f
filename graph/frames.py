"""A visit of which several wires speak: each one's own frame is kept, and one is shown.

The ministry's summary speaks first, then whoever spoke last; what the first leaves out the others
fill in. So a message without costs never blanks the costs that the XML gave, and taking one wire's
word back leaves the others' (docs/adr/0021).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from graph.facts import FIRST_WIRE, FactRow
from graph.kinds import NODES
from graph.model import Source
from graph.store import Row, Statement, Work

_KEPT = tuple(
    field.key
    for kind in NODES
    if kind.label == "Encounter"
    for field in kind.properties
    if field.key not in {"frames", "editions"}
)

READ_FRAMES = Statement(f"""
    UNWIND $encounters AS encounter
    MATCH (e:Encounter {{id: encounter}})
    RETURN encounter AS encounter, e.frames AS frames,
        e{{{", ".join(f".{key}" for key in _KEPT)}}} AS said
    ORDER BY encounter
""")

#: Wire -> the properties of the visit that it states.
Frames = Mapping[str, Mapping[str, Any]]


def frame(work: Work, rows: Sequence[tuple[FactRow, Source]]) -> None:
    """Put what is to be shown into the rows of visits that other wires speak of as well."""
    stated = [(row, source) for row, source in rows if row["properties"]]
    if not stated:
        return
    found = work.run(READ_FRAMES, encounters=sorted({row["id"] for row, _ in stated}))
    known = {row["encounter"]: _frames(row) for row in found}
    for row, source in stated:
        before = known.get(row["id"], {})
        own = before.get(source.wire, {}) if row["partial"] else {}
        frames = {**before, source.wire: {**own, **row["properties"]}}
        shown = merged(frames)
        row["properties"] = shown | {"frames": orjson.dumps(frames).decode()}


def _frames(row: Row) -> dict[str, Mapping[str, Any]]:
    if row["frames"]:
        return dict(orjson.loads(row["frames"]))
    said = row["said"]
    return {said["wire"] or FIRST_WIRE: said} if said["message"] else {}


def merged(frames: Frames) -> dict[str, Any]:
    """Merge what wires say of one visit. Pure.

    A visit is only an arrival while all say so; its `status` is the one that was said last.
    """
    order = _by_precedence(frames)
    shown: dict[str, Any] = {
        key: next((f[key] for f in order if f.get(key) is not None), None)
        for key in dict.fromkeys(key for each in order for key in each)
    }
    last = sorted((f for f in order if f.get("status")), key=lambda f: str(f.get("said_at") or ""))
    shown["status"] = last[-1]["status"] if last else None
    shown["arrival_only"] = all(bool(f.get("arrival_only")) for f in order)
    return shown


def _by_precedence(frames: Frames) -> list[Mapping[str, Any]]:
    others: Iterable[str] = (wire for wire in frames if wire != FIRST_WIRE)
    late_first = sorted(
        others, key=lambda w: (str(frames[w].get("said_at") or ""), w), reverse=True
    )
    first = [FIRST_WIRE] if FIRST_WIRE in frames else []
    return [frames[wire] for wire in (*first, *late_first)]
