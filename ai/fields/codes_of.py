"""Diseases of visits: the main code, its category, block, chapter and narrow group."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ai import codes
from ai.columns import Column, Snapshot, Text
from ai.fields.reading import derives, of_visit, text_of
from ai.fields.shapes import among, mapped


@derives("code", "visit")
def main_code(facts: Snapshot, _subject: str) -> Column:
    """Give the code of each visit's first main diagnosis."""
    code, role = facts.text("diagnosis", "code"), facts.text("diagnosis", "role")
    main = np.flatnonzero(among(role, ("main",)))[::-1]
    rows = np.asarray(facts.floats("diagnosis", "visit"), np.int64)[main]
    found = np.full(facts.rows("visit"), -1, np.int32)
    found[rows] = code.codes[main]
    return Text(found, code.values)


@derives("code", "item")
def code_of_item(facts: Snapshot, _subject: str) -> Column:
    """Give the main code of the visit that a drug was ordered in."""
    return of_visit(facts, "item", "code")


def _part(give: Callable[[str], str]) -> Callable[[Snapshot, str], Column]:
    return lambda facts, subject: mapped(text_of(facts, subject, "code"), give)


derives("icd")(_part(lambda code: code[:3]))
derives("icd_block")(_part(codes.block))
derives("icd_chapter")(_part(codes.chapter))
derives("disease_group")(_part(codes.group))
