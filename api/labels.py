"""What members are called in answers: places by the city's names, codes by catalogues loaded."""

from __future__ import annotations

from collections.abc import Mapping

from ai.answering.members import member_words
from ai.answering.numbers import Language
from ai.answering.sentences import Label
from ai.answering.wording import said
from ai.catalogue import Catalogue, Words
from ai.choosing import UNKNOWN
from ai.query import Filter
from ai.understanding.describing import narrowed
from ai.understanding.entities import Entities
from ai.understanding.vocabulary import table

_LONGEST = 60


def labelled(catalogue: Catalogue, city: Entities, codes: Mapping[str, tuple[str, str]]) -> Label:
    """Give what names a member; `codes` are the words of ICD-10 that the store holds."""
    departments = dict(table("departments.tsv"))

    def label(dimension: str, member: str, language: Language) -> str:
        none = catalogue.dimensions[dimension].none
        if member == UNKNOWN and none is not None:
            return said(none, language)
        if words := member_words(dimension, member, language):
            return words
        if dimension.startswith("icd") and member in codes:
            return said(_coded(member, *codes[member]), language)
        if dimension == "department" and member in departments:
            names = departments[member].split("|")
            return said(Words(f"{member} {names[0]}", f"{member} {names[-1]}"), language)
        return said(narrowed(Filter(dimension, (member,)), catalogue, city), language)

    return label


def _coded(code: str, vi: str, en: str) -> Words:
    """Write a code with its wording, cut where it is long."""
    return Words(f"{code} {_cut(vi)}", f"{code} {_cut(en or vi)}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
