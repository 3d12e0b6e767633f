"""Shapes that are let through: joined paths, and no way through a hub to all that hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ai.cypher.tree import Parsed, Path
from mpi.errors import BadInput

#: Whom or what a row can be about, the most telling first.
ABOUT = ("Person", "PatientRecord", "Encounter", "Referral", "Appointment")
#: Places and codes: as many edges as there are visits.
HUBS = frozenset({"Facility", "Ward", "Concept"})
_BETWEEN_HUBS = {"IS_A", "BECAME"}
_MOST_STEPS = 6


def check_shape(paths: Sequence[Path], labels: Mapping[str, str]) -> None:
    """Refuse products of everything, very long paths, and two ways into one hub.

    Raises BadInput.
    """
    if sum(len(path.steps) for path in paths) > _MOST_STEPS:
        raise BadInput("cypher", f"may have at most {_MOST_STEPS} steps")
    _joined(paths)
    ends = Counter[str]()
    for path in paths:
        nodes = [path.start, *(step.node for step in path.steps)]
        for before, step in zip(nodes, path.steps, strict=False):
            if step.kind not in _BETWEEN_HUBS:
                ends.update((before.variable, step.node.variable))
    if any(count > 1 and labels[variable] in HUBS for variable, count in ends.items()):
        raise BadInput("cypher", "goes through a place or code to all that hangs on it")


def variables_of(parsed: Parsed) -> Mapping[str, str]:
    """Give the label of each variable."""
    nodes = [n for p in parsed.paths for n in (p.start, *(step.node for step in p.steps))]
    return {node.variable: node.label for node in nodes if node.label}


def _joined(paths: Sequence[Path]) -> None:
    """Each path must share a variable with an earlier one."""
    seen = _variables(paths[0])
    for path in paths[1:]:
        if seen.isdisjoint(_variables(path)):
            raise BadInput("cypher", "every path must share a variable with an earlier one")
        seen |= _variables(path)


def _variables(path: Path) -> set[str]:
    return {path.start.variable, *(step.node.variable for step in path.steps)}
