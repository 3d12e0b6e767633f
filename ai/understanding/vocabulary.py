"""The files of words: lists by role, of patterns; what people write short."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import orjson

from ai.understanding.patterns import expanded
from mpi.names import syllable
from mpi.typed_json import decode


@dataclass(frozen=True, slots=True)
class Named:
    """Members of a dimension under names that the catalogue does not list."""

    dimension: str
    members: tuple[str, ...]
    names: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The files of words: lists by role, and lists by role and id, of patterns.

    `wider` has members that stand for several: a district's hospital is a general one as well.
    `absorbed` has for a rate the counts that may be named beside it, as what it is a rate of.
    `strict` are words that stand for nothing else than what they are with their marks.
    """

    plain: Mapping[str, tuple[str, ...]]
    by_id: Mapping[str, Mapping[str, tuple[str, ...]]]
    members: tuple[Named, ...]
    unused: tuple[str, ...]
    wider: Mapping[str, Mapping[str, tuple[str, ...]]]
    absorbed: Mapping[str, tuple[str, ...]]
    strict: frozenset[str]


#: Roles whose lists are kept by id.
_BY_ID = ("head", "care", "cue", "dimension", "metric", "complement", "unit", "which_of",
          "dimension_weak")  # fmt: skip


@functools.cache
def vocabulary() -> Vocabulary:
    """Read `words.json` and the courtesies. Raises BadInput naming the path when a list is none."""
    raw = orjson.loads(resources.files("ai.understanding").joinpath("words.json").read_bytes())
    members = decode(tuple[Named, ...], raw.pop("member"), "words.member")
    unused = tuple(raw.pop("unused"))
    strict = frozenset(syllable(word) for word in raw.pop("strict"))
    wider = decode(dict[str, dict[str, tuple[str, ...]]], raw.pop("wider"), "words.wider")
    absorbed = decode(dict[str, tuple[str, ...]], raw.pop("absorbed"), "words.absorbed")
    nested = {role: raw.pop(role) for role in _BY_ID}
    by_id = decode(dict[str, dict[str, tuple[str, ...]]], nested, "words")
    raw["filler"] += courtesies()
    plain = decode(dict[str, tuple[str, ...]], raw, "words")
    return Vocabulary(_spread(plain), {role: _spread(by_id[role]) for role in by_id},
                      members, unused, wider, absorbed, strict)  # fmt: skip


def _spread(lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Lists of patterns as lists of phrases."""
    return {
        key: tuple(dict.fromkeys(phrase for pattern in some for phrase in expanded(pattern)))
        for key, some in lists.items()
    }


def courtesies() -> tuple[str, ...]:
    """What people say around a question, which changes nothing of it."""
    return tuple(phrase for _, some in table("courtesies.tsv") for phrase in some.split("|"))


@functools.cache
def shorthand() -> Mapping[str, tuple[str, ...]]:
    """What people write in chats, and the words that it stands for."""
    return {short: tuple(said.split()) for short, said in table("shorthand.tsv")}


def table(name: str) -> list[list[str]]:
    """Rows of a TSV file beside this module, without its head and remarks."""
    text = resources.files("ai.understanding").joinpath(name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]
