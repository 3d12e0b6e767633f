"""What a question needs of one store, wired once: facts, places, parser, ledger, limits."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import version
from pathlib import Path

from ai.answering.collecting import collected
from ai.assistant.endpoint import Endpoint
from ai.assistant.mind import LanguageModel
from ai.catalogue import catalogue_version, default_catalogue
from ai.codes import shown_codes
from ai.disclosure.boxes import Rule
from ai.disclosure.grounding import grounds_of
from ai.fact_cache import FactCache
from ai.given_table import given_version
from ai.places import Known
from ai.query import QUERY_VERSION
from ai.understanding.describing import described
from ai.understanding.entities import Entities, entities
from ai.understanding.suggesting import suggest
from ai.understanding.understand import Understanding
from api.asking import Asking
from api.labels import labelled
from api.questions import Questions
from graph.catalogues import code_words
from graph.daily import freshness_in, refresh
from graph.store import Store, Work
from mpi.model import default

FILE = "questions.db"
#: Counts below are not shown.
SMALL_CELL = 5


def asking(
    store: Store,
    directory: Path,
    small_cell: int = SMALL_CELL,
    facts: FactCache | None = None,
    endpoint: Endpoint | None = None,
    questions: Questions | None = None,
) -> Asking:
    """Wire the parts for a store; days that wait are read into its facts first.

    `facts` are those that an earlier wiring has read, `endpoint` that of a language model,
    `questions` the file that is open already. Raises Unavailable.
    """
    if store.read(freshness_in).stale:
        refresh(store)
    facts, catalogue = facts or FactCache(), default_catalogue()
    city = store.read(_city)
    reader = Understanding(catalogue, city)

    label = labelled(catalogue, city, store.read(_codes))
    return Asking(
        catalogue=catalogue,
        understand=lambda text, today, last, language: reader.understand(
            text, today, last, language.value
        ),
        measure=lambda query: collected(store.read(facts.snapshot), query, catalogue),
        label=label,
        grounds=lambda: grounds_of(store.read(facts.snapshot), catalogue),
        questions=questions or Questions(directory / FILE),
        rule=Rule(small_cell),
        versions=_versions(facts.known),
        suggest=lambda text, scope: suggest(
            text,
            reader.lexicon,
            fits=lambda sense: all(scope.holds(sense.value, m) for m in sense.members),
        ),
        describe=lambda query: described(query, catalogue, reader.city),
        mind=LanguageModel(endpoint, reader) if endpoint else None,
    )


def _versions(known: Known) -> dict[str, str]:
    """What an answer depends on beside the data: the program, its definitions, what was given."""
    return {
        "query": str(QUERY_VERSION),
        "program": version("hanoi-health-graph"),
        "catalogue": catalogue_version(),
        "given": given_version(known) or "nothing",
        "matching": default().version,
    }


def _codes(work: Work) -> dict[str, tuple[str, str]]:
    return code_words(work, "icd10", shown_codes())


def _city(work: Work) -> Entities:
    found = freshness_in(work)
    days = (_iso(found.first), _iso(found.last))
    return entities(work, *days)


def _iso(day: int | None) -> str:
    if day is None:
        return ""
    return dt.date(day // 10000, day // 100 % 100, day % 100).isoformat()
