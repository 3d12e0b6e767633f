"""From words to numbers on a simulated city, against pandas: no number of the corpus is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from ai.catalogue import default_catalogue
from ai.columns import Snapshot
from ai.execution import execute
from ai.query import Query
from api.reference import load_own
from bench.questions import judged
from graph.engines import open_store
from graph.joining import join
from graph.migrate import migrate
from ingest.wires import read
from mpi.model import default
from simulator.run import simulate
from tests.ai.gold_numbers import diagnosed_visits, numbers
from tests.ai.golden import questions
from tests.ai.questions import facts, values

NOW = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 11, 24)
City = tuple[Snapshot, pd.DataFrame]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The facts of a small city in the months that the corpus asks about, and a dump of it."""
    home: Path = tmp_path_factory.mktemp("asked")
    simulate(home / "city", people=250, seed=3, facilities=8, start=FIRST, end=LAST)
    store = open_store(f"embedded:{home / 'store'}")
    migrate(store)
    load_own(store)
    files = sorted((home / "city" / "feed").rglob("*.xml"))
    records = [record for file in files for record in read(file.read_bytes(), NOW).records]
    for start in range(0, len(records), 100):
        join(store, records[start : start + 100], default(), at=NOW)
    yield facts(store), diagnosed_visits(store, home)
    store.close()


def answered(snapshot: Snapshot, query: Query) -> dict[tuple[str, ...], float]:
    """Give what the compiler counts, without groups that are empty or unknown."""
    whole = Query(query.metrics, query.period, dimensions=query.dimensions, filters=query.filters)
    found = values(execute(snapshot, whole, default_catalogue()))
    return {
        k: v for k, v in found.items() if v is not None and (not k or (v and k != ("unknown",)))
    }


def test_every_number_is_that_of_pandas(city: City) -> None:
    """Words, query and number agree with gold queries counted in another way."""
    snapshot, frame = city
    compared = 0
    for each in judged(questions("development")):
        gold = each.question.gold
        expected = numbers(frame, gold) if gold["outcome"] == "answer" else None
        if expected is None or not hasattr(each.outcome, "query"):
            continue
        assert answered(snapshot, each.outcome.query) == expected, each.question.text
        compared += any(expected.values())
    assert compared > 40
