"""The analysts' door: what honest queries give, and the attacks that must not pass."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import cast

import pytest

from ai.cypher.allowed import allowed_of
from ai.cypher.door import Limits, ask_cypher
from ai.cypher.parser import parse
from ai.disclosure.boxes import Rule
from graph.store import Statement, Store
from mpi.errors import BadInput, Unavailable
from tests.ai.cypher_attacks import ATTACKS
from tests.city import AN, City
from tests.records import diagnosis

HONEST = [
    "MATCH (e:Encounter) RETURN count(*) AS n",
    "match (e:Encounter) where e.kind = '03' return count(e) as n",
    "MATCH (e:Encounter)-[:AT]->(f:Facility) RETURN f.level AS l, count(*) AS n ORDER BY n DESC",
    "MATCH (e:Encounter) RETURN e.started_on / 100 AS month, count(*) AS n ORDER BY month",
    (
        "MATCH (d:Diagnosis)-[:DIAGNOSED_IN]->(e:Encounter) WHERE d.code STARTS WITH 'A97' "
        "RETURN e.facility AS facility, count(DISTINCT e) AS n LIMIT 20"
    ),
    (
        "MATCH (p:Person)<-[:IDENTIFIES]-(r:PatientRecord)<-[:OF]-(e:Encounter) "
        "RETURN e.facility AS facility, count(DISTINCT p) AS people"
    ),
    (
        "MATCH (e:Encounter) WHERE e.started_on >= $first AND e.started_on <= $last "
        "RETURN sum(e.cost_total) AS cost, avg(e.days) AS days"
    ),
    "MATCH (r:Referral)-[:FULFILLED_BY]->(e:Encounter) RETURN r.sender AS sender, count(*) AS n",
    (
        "MATCH (e:Encounter) WHERE NOT (e.kind IN ['01', '02'] OR e.result IS NULL) "
        "RETURN e.result AS result, count(*) AS n"
    ),
    "MATCH (a:Concept)-[:IS_A]->(b:Concept) RETURN count(*) AS n",
    (
        "MATCH (r:PatientRecord)-[:LIVES_IN]->(w:Ward), (e:Encounter)-[:OF]->(r) "
        "RETURN w.full_name AS ward, count(DISTINCT e) AS visits"
    ),
]

#: Whoever gets as far as the store is through.
_NO_STORE = cast("Store", None)


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_query_runs_on_both_engines(store: Store, text: str) -> None:
    """What analysts ask for is let through, and both engines take what is written anew."""
    given = dict.fromkeys(parse(text).parameters, 20260101)
    found = ask_cypher(store, text, given, Rule(5))
    assert found.columns == tuple(item.name for item in parse(text).items)


def test_no_attack_passes() -> None:
    """Not one of more than three hundred attempts gets as far as a statement."""
    passed = []
    for text in dict.fromkeys(ATTACKS):
        try:
            parsed = parse(text)
            ask_cypher(_NO_STORE, text, dict.fromkeys(parsed.parameters, 1), Rule(5))
        except BadInput:
            continue
        except AttributeError:
            passed.append(text)
    assert passed == []
    assert len(dict.fromkeys(ATTACKS)) > 400


VISITS = Statement(
    """
    UNWIND $rows AS row
    MERGE (p:Person {id: row.person})
    MERGE (r:PatientRecord {id: row.person})
    MERGE (r)-[:IDENTIFIES]->(p)
    MERGE (e:Encounter {id: row.id})
    SET e.kind = row.kind, e.cost_total = row.cost, e.started_on = row.day, e.department = 'K01'
    MERGE (e)-[:OF]->(r)
    MERGE (d:Diagnosis {id: row.id})
    SET d.code = 'A97'
    MERGE (d)-[:DIAGNOSED_IN]->(e)
    """,
    writes=True,
)
BY_KIND = "MATCH (e:Encounter) RETURN e.kind AS kind, count(*) AS n, sum(e.cost_total) AS cost"


def visited(store: Store, *groups: tuple[str, int, int], cost: int = 10) -> None:
    """Store visits: kind, how many, of how many people; one a day from the first of May."""
    rows = [
        {"id": f"{kind}|{n}", "person": f"{kind}-{n % people}", "kind": kind, "cost": cost,
         "day": 20260501 + n}
        for kind, many, people in groups
        for n in range(many)
    ]  # fmt: skip
    store.write(lambda work: work.run(VISITS, rows=rows))


def rows_of(store: Store, text: str, **given: object) -> list[dict[str, object]]:
    """Give the rows of a query."""
    return [dict(row) for row in ask_cypher(store, text, given, Rule(5)).rows]


def test_few_people_are_left_out_and_counts_are_rounded(store: Store) -> None:
    """A group of four people is as if it were none; five people are five, eight are ten."""
    visited(store, ("01", 4, 4), ("02", 5, 5), ("03", 8, 8))
    assert rows_of(store, BY_KIND + " ORDER BY n") == [
        {"kind": "02", "n": 5, "cost": 50},
        {"kind": "03", "n": 10, "cost": 100},
    ]


def test_few_and_none_look_alike(store: Store) -> None:
    """Neither a total, nor the shortest list, nor a count of rows says that somebody is there."""
    visited(store, ("01", 4, 4), ("02", 9, 9))
    total = "MATCH (e:Encounter) WHERE e.kind = $kind RETURN count(*) AS n"
    assert rows_of(store, total, kind="01") == rows_of(store, total, kind="77") == []
    least = ask_cypher(store, BY_KIND + " ORDER BY n LIMIT 1", {}, Rule(5))
    assert ([row["kind"] for row in least.rows], least.cut) == (["02"], False)


def test_many_visits_of_one_person_are_one_person(store: Store) -> None:
    """Twelve visits of one, and their twelve diagnoses, point at somebody."""
    visited(store, ("01", 12, 1))
    assert rows_of(store, BY_KIND) == []
    text = "MATCH (d:Diagnosis)-[:DIAGNOSED_IN]->(e:Encounter) RETURN d.code AS code, count(*) AS n"
    assert rows_of(store, text) == []


def test_one_more_condition_does_not_show_one_person(store: Store) -> None:
    """Counted up to each day in turn, no two answers differ by one to four, nor by one's cost."""
    visited(store, ("01", 30, 30), cost=1000)
    text = (
        "MATCH (e:Encounter) WHERE e.started_on <= $day "
        "RETURN count(*) AS n, sum(e.cost_total) AS cost, avg(e.cost_total) AS mean"
    )
    found = [rows_of(store, text, day=20260501 + n)[0] for n in range(4, 30)]
    for column, least in (("n", 5), ("cost", 5000)):
        values = [int(str(row[column])) for row in found]
        steps = {b - a for a, b in itertools.pairwise(values)}
        assert steps <= {0, least}, column


def test_the_dearest_person_does_not_show(store: Store) -> None:
    """A sum with one very dear visit is rounded by that visit, not by the mean."""
    visited(store, ("01", 20, 20), cost=10)
    without = rows_of(store, "MATCH (e:Encounter) RETURN sum(e.cost_total) AS cost")
    visited(store, ("02", 1, 1), cost=7000)
    with_it = rows_of(store, "MATCH (e:Encounter) RETURN sum(e.cost_total) AS cost")
    assert (without, with_it) == ([{"cost": 200}], [{"cost": 0}])


_WEIGHED = Statement(
    "MATCH (e:Encounter) WHERE e.id IN $ids SET e.newborn_weight_g = 3150", writes=True
)
_WEIGHT = (
    "MATCH (e:Encounter) RETURN avg(e.newborn_weight_g) AS mean, "
    "sum(e.newborn_weight_g) AS total, count(e.newborn_weight_g) AS n"
)


@pytest.mark.parametrize(
    ("weighed", "told"),
    [(0, (None, None, 0)), (1, (None, None, 0)), (4, (None, None, 0)), (20, (3000, 60_000, 20))],
)
def test_a_mean_rests_on_those_who_have_a_value(
    store: Store, weighed: int, told: tuple[object, ...]
) -> None:
    """One birth among a hundred visits is as if there were none: its weight is not the mean."""
    visited(store, ("01", 100, 100))
    store.write(lambda work: work.run(_WEIGHED, ids=[f"01|{n}" for n in range(weighed)]))
    assert [tuple(row.values()) for row in rows_of(store, _WEIGHT)] == [told]


def test_an_order_does_not_tell_what_rounding_hides(store: Store) -> None:
    """Groups that are equal once rounded stand in the order of their keys, whichever has more."""
    visited(store, ("01", 12, 12), ("02", 11, 11), ("03", 10, 10))
    up = rows_of(store, "MATCH (e:Encounter) RETURN e.kind AS kind, count(*) AS n ORDER BY n")
    down = rows_of(store, BY_KIND + " ORDER BY n DESC")
    assert [row["kind"] for row in up] == [row["kind"] for row in down] == ["01", "02", "03"]


def test_what_people_have_many_of_is_rounded_by_as_many(store: Store) -> None:
    """Forty visits of four times ten people: one of them adds four, so the step is twenty."""
    visited(store, ("01", 44, 11))
    assert rows_of(store, "MATCH (e:Encounter) RETURN count(*) AS n") == [{"n": 40}]


def test_paths_may_meet_in_people_who_are_counted(store: Store) -> None:
    """Whoever has two visits of a kind, each once."""
    visited(store, ("01", 20, 10), ("02", 5, 5))
    text = (
        "MATCH (a:Encounter)-[:OF]->(r:PatientRecord), (b:Encounter)-[:OF]->(r) "
        "WHERE a.kind = '01' AND b.kind = '01' RETURN count(DISTINCT r) AS n"
    )
    assert rows_of(store, text) == [{"n": 10}]


def test_places_and_codes_are_exact(store: Store) -> None:
    """Where no person is behind a row, nothing is left out or rounded."""
    store.write(lambda work: work.run(_WARDS, ids=["00070", "00256", "00292"]))
    assert rows_of(store, "MATCH (w:Ward) RETURN w.present AS p, count(*) AS n") == [
        {"p": True, "n": 3}
    ]


_WARDS = Statement("UNWIND $ids AS id MERGE (w:Ward {id: id}) SET w.present = true", writes=True)


def test_a_row_limit_cuts_and_says_so(store: Store) -> None:
    """The limit of the door holds below that of the query."""
    visited(store, ("01", 5, 5), ("02", 5, 5), ("03", 5, 5))
    found = ask_cypher(store, BY_KIND + " ORDER BY kind", {}, Rule(5), Limits(rows=2))
    assert ([row["kind"] for row in found.rows], found.cut) == (["01", "02"], True)


def test_an_expensive_pattern_is_cut_by_its_time(store: Store) -> None:
    """Two thousand visits of one record, two at a time, are four million ways: stopped."""
    visited(store, ("01", 2000, 1))
    text = (
        "MATCH (a:Encounter)-[:OF]->(r:PatientRecord), (b:Encounter)-[:OF]->(r) "
        "RETURN count(DISTINCT r) AS n"
    )
    with pytest.raises(Unavailable, match="time"):
        ask_cypher(store, text, {}, Rule(5), Limits(seconds=0.3))


@pytest.mark.parametrize(
    "name", ["rests_on", "rests_least", "resting_person", "resting_visit", "top_value_0"]
)
def test_our_own_names_are_taken(name: str) -> None:
    """Nobody can speak over the columns and variables that protect people."""
    for text in (
        f"MATCH ({name}:Encounter) RETURN count(*) AS n",
        f"MATCH (e:Encounter) RETURN count(*) AS {name}",
        f"MATCH (e:Encounter) WHERE e.days = ${name} RETURN count(*) AS n",
    ):
        given = dict.fromkeys(parse(text).parameters, 1)
        with pytest.raises(BadInput, match="taken"):
            ask_cypher(_NO_STORE, text, given, Rule(5))


JOINED = {
    "MATCH (e:Encounter)-[:AT]->(f:Facility) RETURN f.id AS at, count(*) AS n ORDER BY at": [
        {"at": "01003", "n": 5},
        {"at": "01004", "n": 10},
    ],
    "MATCH (p:Person)<-[:IDENTIFIES]-(r:PatientRecord)<-[:OF]-(e:Encounter) "
    "RETURN e.facility AS at, count(DISTINCT p) AS n ORDER BY n DESC": [
        {"at": "01004", "n": 10},
        {"at": "01003", "n": 5},
    ],
    "MATCH (d:Diagnosis)-[:DIAGNOSED_IN]->(e:Encounter) WHERE d.code STARTS WITH 'J18' "
    "RETURN d.code AS code, count(DISTINCT e) AS n": [{"code": "J18.9", "n": 20}],
    "MATCH (e:Encounter) RETURN e.started_on / 100 AS month, count(*) AS n": [
        {"month": 202603, "n": 20}
    ],
}


def test_legal_queries_give_the_same_rows_on_both_engines(store: Store) -> None:
    """Visits that came through the front door, counted by place, person, code and month."""
    city = City(store)
    for facility, many in (("01004", 8), ("01003", 6), ("01816", 2)):
        for n in range(many):
            said = replace(AN, name=f"Trần Văn {'ABCDEFGH'[n]}", personal_number=f"00108501234{n}")
            city.visit(facility, f"V{n}", said, diagnosis("J18.9"))
    assert {text: rows_of(store, text) for text in JOINED} == JOINED


@pytest.mark.parametrize("given", [{"x": {"a": 1}}, {"x": [[1]]}, {"x": "a" * 300}, {}, {"y": 1}])
def test_parameters_are_plain_and_exact(given: dict[str, object]) -> None:
    """Maps, nested lists, long texts, missing and unknown parameters are refused."""
    text = "MATCH (e:Encounter) WHERE e.kind = $x RETURN count(*) AS n"
    with pytest.raises(BadInput, match="parameters"):
        ask_cypher(_NO_STORE, text, given, Rule(5))


@pytest.mark.parametrize(
    "content",
    [
        b'{"labels": {"PatientRecord": ["full_name"]}, "functions": [], "edges": []}',
        b'{"labels": {"Encounter": ["started_at"]}, "functions": [], "edges": []}',
        b'{"labels": {"Encounter": ["id"]}, "functions": [], "edges": []}',
        b'{"labels": {"Nothing": []}, "functions": [], "edges": []}',
        b'{"labels": {}, "functions": [], "edges": ["NOTHING"]}',
    ],
)
def test_the_list_cannot_open_what_identifies(content: bytes) -> None:
    """Whatever the file says, names, exact times and ids of visits stay closed."""
    with pytest.raises(BadInput, match="allowed"):
        allowed_of(content)
