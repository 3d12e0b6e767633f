"""What stands beside a number: doubtful identities, late data, facilities that are silent."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ai.answering.caveats import caveats
from ai.answering.collecting import collected
from ai.answering.identity_range import ranges
from ai.answering.numbers import Language
from ai.answering.sentences import Speaker
from ai.catalogue import default_catalogue
from ai.columns import Snapshot
from ai.disclosure.boxes import Rule
from ai.doubting import if_joined, personal
from ai.query import Filter, Period, Query
from ai.timeliness import timeliness
from graph.store import Store
from mpi.identity import Identity
from tests.ai.any_query import queries
from tests.ai.questions import MARCH, YEAR, facts, places
from tests.city import AN, City, moment
from tests.records import who

CATALOGUE = default_catalogue()
RULE = Rule(5)
STAY = {"kind": "03", "result": "1", "ending": "1"}
FULL, THIN = who(phone="0903172645", address="12 Hàng Bông"), who(number="")


def stay(city: City, facility: str, key: str, who: Identity, day: int) -> None:
    """A stay of one day in March."""
    start, end = moment(f"2026-03-{day:02}T08:00"), moment(f"2026-03-{day + 1:02}T08:00")
    city.visit(
        facility, key, who, on=f"{end:%Y-%m-%dT%H:%M}", started_at=start, ended_at=end, **STAY
    )


def joined(snapshot: Snapshot, metric: str) -> tuple[float | None, float | None]:
    """The value as people stand, and with every *maybe* joined."""
    query = Query((metric,), YEAR)
    found = collected(snapshot, query, CATALOGUE)
    return found.rows[0].now[0].value, found.joined[()][metric].value


@pytest.mark.parametrize(
    ("metric", "ends"),
    [("people_treated", (2, 1)), ("new_people", (2, 1)), ("readmission_30d", (0.0, 0.5))],
)
def test_a_number_is_measured_again_with_the_doubt_joined(
    store: Store, metric: str, ends: tuple[float, float]
) -> None:
    """Two stays nine days apart of perhaps one citizen: two people or one, no return or one."""
    city = City(store)
    stay(city, "01004", "V1", FULL, 1)
    stay(city, "01003", "V2", THIN, 10)
    assert joined(facts(store), metric) == ends


def test_without_a_doubt_there_is_no_range(store: Store) -> None:
    """People who are sure are not measured twice."""
    city = City(store)
    stay(city, "01004", "V1", FULL, 1)
    assert if_joined(facts(store), Query(("people_treated",), YEAR), CATALOGUE) == {}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=queries(), seed=st.randoms(use_true_random=False), many=st.integers(0, 30))
def test_a_range_holds_its_number(
    measured_city: Snapshot, query: Query, seed: random.Random, many: int
) -> None:
    """Whatever is doubted and asked: both ends around the number, and none without a doubt."""
    people = measured_city.text("visit", "person").values
    pairs = tuple((seed.choice(people), seed.choice(people)) for _ in range(many))
    doubted = replace(measured_city, doubts=pairs, kept={})
    found = collected(doubted, query, CATALOGUE)
    metrics = [CATALOGUE.metrics[m] for m in query.metrics]
    open_rows = [replace(row, closed=(False,) * len(row.now)) for row in found.rows]
    given_ranges = ranges(found, open_rows, metrics, RULE)
    values = {
        (row.members, m): cell.value
        for row in found.rows
        for m, cell in zip(query.metrics, row.now, strict=True)
    }
    assert all(r.low <= (values[r.members, r.metric] or 0) <= r.high for r in given_ranges)
    assert many or not given_ranges
    assert personal(metrics[0]) or not given_ranges


def test_joining_can_only_lower_the_count_of_people(measured_city: Snapshot) -> None:
    """Ten pairs of people of the period are ten people fewer, counted by hand."""
    people = measured_city.text("visit", "person").values[:20]
    pairs = tuple(zip(people[::2], people[1::2], strict=True))
    whole = Query(("people_treated",), Period("2020-01-01", "2030-01-01"))
    found = collected(replace(measured_city, doubts=pairs, kept={}), whole, CATALOGUE)
    now = found.rows[0].now[0].value or 0
    assert found.joined[()]["people_treated"].value == now - 10
    (span,) = ranges(
        found,
        [replace(found.rows[0], closed=(False,))],
        [CATALOGUE.metrics["people_treated"]],
        RULE,
    )
    assert (span.low, span.high) == ((now - 10) // 5 * 5, now)


def late_city(store: Store) -> Snapshot:
    """One hospital sends after ten days, one at once but nothing in April, three never."""
    places(store)
    city = City(store)
    for n in range(25):
        day = moment(f"2026-03-{n + 1:02}T08:00")
        said = f"{day + dt.timedelta(days=10):%Y-%m-%dT%H:%M}"
        city.visit("01004", f"A{n}", AN, on=f"{day:%Y-%m-%dT%H:%M}", ended_at=day, said=said)
        city.visit("01003", f"B{n}", AN, on=f"{day:%Y-%m-%dT%H:%M}", ended_at=day)
    end = moment("2026-04-20T08:00")
    city.visit("01004", "C", AN, on="2026-04-20T08:00", ended_at=end, said="2026-05-02T08:00")
    return facts(store)


def test_late_and_silent_are_counted(store: Store) -> None:
    """Half of March came late; in April one hospital is silent, the slow one is still awaited."""
    snapshot = late_city(store)
    march = timeliness(snapshot, Query(("encounters",), MARCH))
    assert (march.visits, march.late, march.silent, march.absent) == (50, 25, (), 3)
    assert march.awaited == {}
    april = timeliness(snapshot, Query(("encounters",), Period("2026-04-01", "2026-04-30")))
    assert april.silent == ("01003",)
    assert april.awaited == {"01004": 11}


def test_only_the_facilities_asked_about_are_looked_at(store: Store) -> None:
    """A question about one prompt hospital has no late data."""
    one = (Filter("facility", ("01003",)),)
    found = timeliness(late_city(store), Query(("encounters",), MARCH, filters=one))
    assert (found.visits, found.late, found.silent, found.absent) == (25, 0, (), 0)


@pytest.mark.parametrize("language", list(Language))
def test_caveats_are_said_in_both_languages(store: Store, language: Language) -> None:
    """Late, silent and absent are sentences; a share is a step of 5 %."""
    query = Query(("encounters",), MARCH)
    found = collected(late_city(store), query, CATALOGUE)
    speaker = Speaker(CATALOGUE, lambda _d, m, _l: m, language)
    said = " | ".join(caveats(query, found, (), 0, RULE, speaker))
    late = {Language.VI: "khoảng 50 % lượt", Language.EN: "about 50 % of"}
    absent = {Language.VI: "3 cơ sở trong danh mục", Language.EN: "3 facilities of the list"}
    assert late[language] in said
    assert absent[language] in said


def test_what_was_loaded_at_once_is_not_late(store: Store) -> None:
    """Two months of visits received in one hour say nothing of how late a hospital sends."""
    city = City(store)
    for n in range(30):
        end = moment("2026-01-01T08:00") + dt.timedelta(days=2 * n)
        city.visit(
            "01004", f"A{n}", AN, on=f"{end:%Y-%m-%dT%H:%M}", ended_at=end, said="2026-06-01T08:00"
        )
    found = timeliness(facts(store), Query(("encounters",), YEAR))
    assert (found.loaded, found.late, dict(found.awaited)) == (1, 0, {})
    assert found.until == "2026-02-28"
