"""Telling STU3 and R5 from R4, so that nothing of another release is half understood.

A refuted diagnosis of STU3 read as R4 would be a diagnosis, a vaccine not given one that was.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from importlib import resources

from ingest.fhir.bundle import Entry
from ingest.fhir.parts import many, text

#: Resource -> its telling elements: name, form, and the rule that a message with it breaks.
Signs = Mapping[str, list[tuple[str, str, str]]]

_FORMS: Mapping[str, Callable[[object], bool]] = {
    "any": lambda value: value is not None,
    "text": lambda value: bool(text(value)),
    "coding": lambda value: any("coding" in part for part in many(value)),
    "concept": lambda value: any("concept" in part for part in many(value)),
}


@functools.cache
def _signs() -> Signs:
    lines = resources.files(__package__).joinpath("releases.tsv").read_text("utf-8").splitlines()
    signs: dict[str, list[tuple[str, str, str]]] = {}
    for line in [line for line in lines if not line.startswith("#")][1:]:
        kind, element, form, rule = line.split("\t")
        signs.setdefault(kind, []).append((element, form, rule))
    return signs


def other_release(entries: Iterable[Entry]) -> str:
    """Give the rule that a message of another release breaks (`fhir-stu3`, `fhir-r5`), or ""."""
    signs = _signs()
    found = (
        rule
        for entry in entries
        for element, form, rule in signs.get(entry.kind, ())
        if _FORMS[form](entry.resource.get(element))
    )
    return next(found, "")
