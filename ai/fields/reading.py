"""A field by its name: stored, derived by a registered rule, or that of the visit it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ai.columns import Column, Numbers, Snapshot, Text
from mpi.errors import BadInput

#: Gives a column of a subject from a snapshot.
Derive = Callable[[Snapshot, str], Column]

#: Subject -> table of the facts.
TABLES: Mapping[str, str] = {
    "visit": "visit",
    "diagnosis": "diagnosis",
    "item": "item",
    "referral": "referral",
    "referral_in": "referral",
    "appointment": "appointment",
}

#: Tables whose rows hang on a visit and share its fields.
HUNG = frozenset({"diagnosis", "item"})

_ANY = "*"
_RULES: dict[tuple[str, str], Derive] = {}


def derives(name: str, *subjects: str) -> Callable[[Derive], Derive]:
    """Register how a field follows from others, for some subjects or tables, or for all."""

    def register(derive: Derive) -> Derive:
        _RULES.update({(subject, name): derive for subject in subjects or (_ANY,)})
        return derive

    return register


def field(facts: Snapshot, subject: str, name: str) -> Column:
    """Give a field of a subject as a column. Raises BadInput for a field that it has not."""
    key = (subject, name)
    if key not in facts.made:
        facts.made[key] = _make(facts, subject, name)
    return facts.made[key]


def _make(facts: Snapshot, subject: str, name: str) -> Column:
    table = TABLES[subject]
    for owner in (subject, table, _ANY):
        if (owner, name) in _RULES:
            return _RULES[owner, name](facts, subject)
    if name in facts.tables[table]:
        return facts.tables[table][name]
    if table in HUNG:
        return of_visit(facts, table, name)
    raise BadInput("field", "is not computed for this subject", f"{subject}.{name}")


def of_visit(facts: Snapshot, table: str, name: str) -> Column:
    """Give the field of the visit that each row of a table hangs on."""
    rows = np.asarray(facts.floats(table, "visit"), np.int64)
    column = field(facts, "visit", name)
    return column.take(rows) if isinstance(column, Text) else column[rows]


def text_of(facts: Snapshot, subject: str, name: str) -> Text:
    """Give a field of text."""
    column = field(facts, subject, name)
    if not isinstance(column, Text):
        raise TypeError(f"{subject}.{name} is no text")
    return column


def numbers_of(facts: Snapshot, subject: str, name: str) -> Numbers:
    """Give a field of numbers."""
    column = field(facts, subject, name)
    if isinstance(column, Text):
        raise TypeError(f"{subject}.{name} is no number")
    return column
