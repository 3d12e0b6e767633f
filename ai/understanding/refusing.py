"""Reasons in words, with what is nearest."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from importlib import resources

import orjson

from ai.catalogue_parts import Words
from ai.query import Query
from ai.understanding.assembling import Setting
from ai.understanding.describing import described
from ai.understanding.outcomes import Choice, Clarify, Refusal
from ai.understanding.problem import Unclear
from mpi.typed_json import decode


@functools.cache
def reasons() -> Mapping[str, Words]:
    """Every reason with its sentence; `{detail}` is the word or id that it is about."""
    raw = orjson.loads(resources.files("ai.understanding").joinpath("reasons.json").read_bytes())
    return decode(dict[str, Words], raw, "reasons")


def outcome_of(
    problem: Unclear, setting: Setting, nearest: Iterable[Query] = ()
) -> Clarify | Refusal:
    """A question back where the problem is one of choosing, else a refusal."""
    words = _words(problem.reason, _named(problem.detail, setting))
    choices = choices_of((*problem.nearest, *nearest), setting)
    if problem.ask and choices:
        return Clarify(words, choices)
    unknown = problem.detail.split(", ") if problem.reason == "unknown_words" else []
    return Refusal(problem.reason, words, choices, tuple(unknown))


def ambiguous(queries: Iterable[Query], setting: Setting) -> Clarify:
    """Ask which of several queries was meant."""
    return Clarify(reasons()["ambiguous"], choices_of(queries, setting))


def choices_of(queries: Iterable[Query], setting: Setting) -> tuple[Choice, ...]:
    """Queries with words for them, each once."""
    some = dict.fromkeys(queries)
    return tuple(Choice(described(q, setting.catalogue, setting.city), q) for q in some)


def _words(reason: str, detail: Words) -> Words:
    said = reasons()[reason]
    return Words(said.vi.replace("{detail}", detail.vi), said.en.replace("{detail}", detail.en))


def _named(detail: str, setting: Setting) -> Words:
    """Ids of the catalogue by their names."""
    parts = [_name(part, setting) for part in detail.split(":")] if detail else []
    return Words(" × ".join(p.vi for p in parts), " × ".join(p.en for p in parts))


def _name(part: str, setting: Setting) -> Words:
    kinds = (setting.catalogue.metrics, setting.catalogue.dimensions)
    for kind in kinds:
        if part in kind:
            names = kind[part].names
            return Words(names.vi[0], names.en[0])
    return Words(part, part)
