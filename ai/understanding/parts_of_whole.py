"""In which breakdown a member is a part of the whole, so that its share can be read off.

A breakdown by disease group shows the narrow groups, one by ICD-10 the categories: a wide group, a
block or a chapter is a row only of a breakdown of its own kind, and some are of none.
"""

from __future__ import annotations

from dataclasses import replace

from ai.catalogue_parts import Catalogue
from ai.codes import CHAPTERS, narrow_groups, shown_codes
from ai.query import Filter, Query
from ai.understanding.problem import Unclear

_SPANS = {span: name for name, span in CHAPTERS}
_CATEGORY = 3


def broken_down(query: Query, asked: Filter, catalogue: Catalogue) -> Query:
    """Give the query by the dimension that has the filter's members as rows, without the filter.

    Raises Unclear where they are rows of none; the nearest counts them, and counts all.
    """
    rest = tuple(f for f in query.filters if f != asked)
    every = replace(query, filters=rest)
    if dimension := _shown_by(asked, catalogue):
        return replace(every, dimensions=(dimension,))
    raise Unclear("share_of_group", asked.dimension, (query, every))


def _shown_by(asked: Filter, catalogue: Catalogue) -> str:
    if asked.dimension == "disease_group":
        if {*asked.members} <= {each.id for each in narrow_groups()}:
            return "disease_group"
        codes = [code for member in asked.members for code in catalogue.sets[member].codes]
        return _by_codes(codes)
    return _by_codes(asked.members) if asked.dimension == "icd" else asked.dimension


def _by_codes(codes: tuple[str, ...] | list[str]) -> str:
    if all(code in _SPANS or code in _SPANS.values() for code in codes):
        return "icd_chapter"
    shown = {*shown_codes()}
    if all("-" in code and code in shown for code in codes):
        return "icd_block"
    return "icd" if all(len(code) == _CATEGORY and code in shown for code in codes) else ""
