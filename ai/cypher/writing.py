"""A parsed query as the text that runs: nothing of the given text is in it but names and values.

A row rests on people: the statement is carried on to the persons behind its visits or letters, so
that twelve visits of one person are one. The engine leaves out rows that rest on too few. Each
sum, mean and count of a property brings on how many people with such a value it rests, and its
greatest single value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ai.cypher.shape import ABOUT, HUBS, variables_of
from ai.cypher.tree import Aggregate, Item, Node, Parsed, Path, Property
from mpi.errors import BadInput

#: The column that says on how many people a row rests, and the parameter with the least of them.
RESTS, LEAST = "rests_on", "rests_least"
#: Columns beside the one at this place: people who have a value, and the greatest value.
WITH_VALUE, TOP = "rests_value_", "top_value_"
#: More than any limit: places and codes hide nobody.
NOBODY = 1_000_000
#: Beginnings of names that an analyst may not use.
TAKEN = ("rests_", "resting_", TOP)

#: From what a row is about to the people behind it; the last variable is the person.
_PERSON = "resting_person"
_TO_PEOPLE = {
    "PatientRecord": "-[:IDENTIFIES]->(resting_person:Person)",
    "Encounter": "-[:OF]->(resting_record:PatientRecord)-[:IDENTIFIES]->(resting_person:Person)",
}
_TO_PEOPLE |= {
    label: f"-[:{kind}]->(resting_visit:Encounter){_TO_PEOPLE['Encounter']}"
    for label, kind in (("Referral", "ISSUED_IN"), ("Appointment", "BOOKED_IN"))
}


def written(parsed: Parsed, most: int) -> str:
    """Write a query that gives at most `most` groups, and one more where there are more.

    Raises BadInput where nobody can say whom a row is about.
    """
    where = f" WHERE {parsed.where}" if parsed.where else ""
    more, person = _people(parsed)
    rests = f"count(DISTINCT {person})" if person else str(NOBODY)
    kept = [f"{_what(i.what)} AS {i.name}" for i in parsed.items]
    beside = dict(_beside(parsed.items, person))
    kept += [f"{what} AS {name}" for name, what in beside.items()]
    names = ", ".join([*(i.name for i in parsed.items), *beside, RESTS])
    match = ", ".join(map(_path, parsed.paths))
    return (
        f"MATCH {match}{where}{more} WITH {', '.join(kept)}, {rests} AS {RESTS}"
        f" WHERE {RESTS} >= ${LEAST} RETURN {names} LIMIT {most + 1}"
    )


def _people(parsed: Parsed) -> tuple[str, str]:
    """Carry a query on to the people whom it is about; gives the pattern and their variable."""
    labels = variables_of(parsed)
    found = [(v, label) for label in ABOUT for v, held in labels.items() if held == label]
    if found:
        variable, label = found[0]
        more = f" MATCH ({variable}){_TO_PEOPLE[label]}" if label in _TO_PEOPLE else ""
        return more, _PERSON if more else variable
    if set(labels.values()) <= HUBS:
        return "", ""
    raise BadInput("cypher", f"must match one of {', '.join(ABOUT)} too, to count whom it is about")


def _beside(items: Sequence[Item], person: str) -> Iterator[tuple[str, str]]:
    """Write what rounding needs beside a column about a property."""
    for at, each in enumerate(items):
        what = each.what
        if not person or not isinstance(what, Aggregate) or not isinstance(what.of, Property):
            continue
        of = _property(what.of)
        yield f"{WITH_VALUE}{at}", f"count(DISTINCT CASE WHEN {of} IS NOT NULL THEN {person} END)"
        if what.function != "count":
            yield f"{TOP}{at}", f"max({of})"


def _what(what: Property | Aggregate) -> str:
    if isinstance(what, Property):
        return _property(what)
    of = what.of if isinstance(what.of, str) else _property(what.of)
    return f"{what.function}({'DISTINCT ' if what.distinct else ''}{of})"


def _property(of: Property) -> str:
    return f"{of.variable}.{of.key}" + (f" / {of.by}" if of.by > 1 else "")


def _path(path: Path) -> str:
    steps = (
        f"-[:{s.kind}]->{_node(s.node)}" if s.forward else f"<-[:{s.kind}]-{_node(s.node)}"
        for s in path.steps
    )
    return _node(path.start) + "".join(steps)


def _node(node: Node) -> str:
    return f"({node.variable}:{node.label})" if node.label else f"({node.variable})"
