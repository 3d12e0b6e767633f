"""Shapes that are let through: joined paths, and no way through a hub to all that hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ai.cypher.tree import Aggregate, Item, Parsed, Path
from mpi.errors import BadInput

#: Whom or what a row can be about, the most telling first.
ABOUT = ("Person", "PatientRecord", "Encounter", "Referral", "Appointment")
#: Places and codes: as many edges as there are visits.
HUBS = frozenset({"Facility", "Ward", "Concept"})
#: One person each.
_PEOPLE = frozenset({"Person", "PatientRecord"})
_BETWEEN_HUBS = {"IS_A", "BECAME"}
_MOST_STEPS = 6
#: Edges that may end in one node beyond the first: in people, who have many visits, and in all.
_MOST_MEETING_IN_PEOPLE, _MOST_MEETING = 1, 2


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


def check_counted(paths: Sequence[Path], labels: Mapping[str, str], items: Sequence[Item]) -> None:
    """Refuse to count what ways that meet multiply, and to take long over it.

    Where two ways lead into one visit, what hangs on both is counted many times over; where they
    lead into one person, somebody's many visits make one condition show, in numbers and in time.
    Raises BadInput.
    """
    met = _meeting(paths, labels)
    in_people = sum(n for variable, n in met.items() if labels[variable] in _PEOPLE)
    if in_people > _MOST_MEETING_IN_PEOPLE or met.total() > _MOST_MEETING:
        raise BadInput("cypher", "has too many paths that meet")
    if met and not all(_distinct(item) for item in items):
        raise BadInput("cypher", "has paths that meet: only count(DISTINCT …) is let through")
    if in_people and not all(_distinct(item, labels) for item in items):
        raise BadInput("cypher", "has paths that meet in a person: count DISTINCT people")


def _meeting(paths: Sequence[Path], labels: Mapping[str, str]) -> Counter[str]:
    """Count for each node the edges that end there, beyond the first; places and codes aside."""
    ends = Counter[str]()
    for path in paths:
        nodes = [path.start, *(step.node for step in path.steps)]
        for before, step in zip(nodes, path.steps, strict=False):
            ends[step.node.variable if step.forward else before.variable] += 1
    return Counter({v: n - 1 for v, n in ends.items() if n > 1 and labels[v] not in HUBS})


def _distinct(item: Item, labels: Mapping[str, str] | None = None) -> bool:
    """Whether a column is a key or counts each once; with labels, whether each is somebody."""
    what = item.what
    if not isinstance(what, Aggregate):
        return True
    somebody = labels is None or (isinstance(what.of, str) and labels.get(what.of) in _PEOPLE)
    return what.function == "count" and what.distinct and somebody


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
