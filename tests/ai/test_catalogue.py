"""The catalogue: read from files, checked, extended without code."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

import orjson
import pytest

from ai.catalogue import catalogue_of, default_catalogue
from ai.catalogue_checks import checked
from ai.query import Filter, Order, Period, Query, query_json, query_of
from mpi.errors import BadInput

YEAR = Period("2026-01-01", "2026-12-31")


def files(**more: object) -> dict[str, bytes]:
    """The project's own files, some replaced; `metrics_own` stands for `metrics.own.json`."""
    own = {f.name: f.read_bytes() for f in resources.files("ai.catalogue").iterdir()
           if f.name.endswith(".json")}  # fmt: skip
    return own | {f"{k.replace('_', '.')}.json": orjson.dumps(v) for k, v in more.items()}


def metric(**changes: object) -> Mapping[str, object]:
    """A metric as a deployment may add it."""
    words = {"vi": "khám", "en": "checks"}
    names = {"vi": ["khám sức khỏe"], "en": ["health checks"]}
    where = [{"field": "kind", "members": ["15"]}]
    base = {"id": "health_checks", "group": "own", "names": names, "definition": words,
            "source": "own", "unit": "lượt", "additive": True, "default_time": "month",
            "dimensions": ["*"], "minimum_n": 1, "caveats": [], "subject": "visit",
            "numerator": {"count": "rows", "where": where}}  # fmt: skip
    return base | changes


def test_a_metric_is_added_by_a_file() -> None:
    """A new file gives a new metric, with its subject's usual dimensions."""
    catalogue = catalogue_of(files(metrics_own=[metric()]))
    query = Query(("health_checks",), YEAR, dimensions=("facility", "month"))
    assert checked(query, catalogue) is query


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"unit": 3}, "metrics.own.json[0].unit"),
        ({"subject": "bed"}, "health_checks.subject"),
        ({"dimensions": ["planet"]}, "health_checks.dimensions[0]"),
        ({"dimensions": ["*"], "subject": "appointment"}, "health_checks.numerator.where[0].field"),
        ({"numerator": {"count": "sum"}}, "health_checks.numerator.of"),
        ({"numerator": {"count": "sum", "of": "stay"}}, "health_checks.numerator.where"),
        ({"unit": "mile"}, "health_checks.unit"),
        ({"said_in": "mile"}, "health_checks.said_in"),
        ({"id": "encounters"}, "encounters"),
    ],
)
def test_a_wrong_metric_is_refused_by_its_place(changes: dict[str, object], where: str) -> None:
    """The error names file and path, so that its author finds it."""
    with pytest.raises(BadInput) as refused:
        catalogue_of(files(metrics_own=[metric(**changes)]))
    assert refused.value.field == where


@pytest.mark.parametrize(
    ("query", "where"),
    [
        (Query(("souls",), YEAR), "query.metrics[0]"),
        (Query((), YEAR), "query.metrics"),
        (Query(("occupancy",), YEAR, dimensions=("sex",)), "query.dimensions[0]"),
        (Query(("encounters",), YEAR, dimensions=("planet",)), "query.dimensions[0]"),
        (Query(("cases",), YEAR, filters=(Filter("sex", ("m",)),)), "query.filters[0].members[0]"),
        (Query(("cases",), YEAR, filters=(Filter("sex", ()),)), "query.filters[0].members"),
        (Query(("cases",), Period("2026-02-30", "2026-03-01")), "query.period.first"),
        (Query(("cases",), Period("2026-04-01", "2026-03-01")), "query.period"),
        (Query(("cases",), YEAR, order=Order("sex")), "query.order.by"),
        (Query(("cases",), YEAR, limit=0), "query.limit"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_by_its_place(query: Query, where: str) -> None:
    """Unknown ids, pairs that do not go together and impossible periods are named."""
    with pytest.raises(BadInput) as refused:
        checked(query, default_catalogue())
    assert refused.value.field == where


def test_a_query_goes_through_json_unchanged() -> None:
    """What is kept in a receipt is the same question again."""
    query = Query(("cases",), YEAR, filters=(Filter("icd", ("A97",), excluded=True),),
                  dimensions=("ward",), order=Order("cases"), limit=5)  # fmt: skip
    assert query_of(orjson.loads(orjson.dumps(query_json(query)))) == query


def test_a_query_of_another_version_is_refused() -> None:
    """A later form is not read as if it were this one."""
    with pytest.raises(BadInput, match="version"):
        query_of({"metrics": ["cases"], "version": 2, "period": {"first": "a", "last": "b"}})


def test_every_name_is_given_in_both_languages() -> None:
    """Metrics, dimensions, members and sets each have a shown name in Vietnamese and English."""
    catalogue = default_catalogue()
    named = [m.names for m in catalogue.metrics.values()]
    named += [d.names for d in catalogue.dimensions.values()]
    named += [each.names for each in catalogue.sets.values()]
    named += [m.names for d in catalogue.dimensions.values() for m in d.members]
    assert all(names.vi and names.en for names in named)
