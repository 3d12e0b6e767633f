"""Facilities over HTTP: who may see whom, the examples, the metrics and the events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import httpx
import pytest
from pydantic import TypeAdapter

from api.server import Running
from api.views import facilities as views
from api.views.facilities import FacilitiesAnswer, FeedEventsAnswer, QualityAnswer
from api.watch import Watch, look
from graph.access import Role
from graph.feed_values import Delivered
from graph.joining import join
from tests.records import visit, who

Bearer = Callable[..., dict[str, str]]
BOTH = {"01004", "01013"}


@pytest.fixture
def sent(service: Running) -> Running:
    """The service, to which 01004 and 01013 sent a visit each."""
    for facility in ("01004", "01013"):
        record = visit(who(), facility=facility, key=f"feed-{facility}")
        came = Delivered(
            record.source.message, facility, "qd130-xml", "3176", record.source.said_at,
            record.source.received_at, {"XML1": 1}, {"q-name-missing": 1}, {}, {},
        )  # fmt: skip
        join(service.services.store, [record], service.services.model, delivered=[came])
    return service


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.LEADER, {"01004", "01013"}),
        (Role.ADMIN, {"01004", "01013"}),
        (Role.FACILITY, {"01013"}),
    ],
)
def test_who_sees_whom(
    sent: Running, client: httpx.Client, bearer: Bearer, role: Role, seen: set[str]
) -> None:
    """Leaders see every facility, a facility itself alone."""
    answer = client.get("/v1/facilities", headers=bearer(role), params={"on": "2026-03-03"})
    assert {each["state"]["facility"] for each in answer.json()["facilities"]} == seen


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.CLINICIAN])
@pytest.mark.parametrize("path", ["", "/events", "/01013/quality"])
def test_nobody_else(client: httpx.Client, bearer: Bearer, role: Role, path: str) -> None:
    """Deny by default."""
    assert client.get(f"/v1/facilities{path}", headers=bearer(role)).status_code == 403


def test_quality_of_the_own_facility_only(
    sent: Running, client: httpx.Client, bearer: Bearer
) -> None:
    """Of another facility, and of one that is not there, the same refusal."""
    assert _ask(client, bearer(Role.FACILITY), "01013").json()["messages"] == 1
    refusals = [
        _ask(client, bearer(Role.FACILITY), "01004"),
        _ask(client, bearer(Role.LEADER), "99999"),
    ]
    assert {answer.status_code for answer in refusals} == {403}


def _ask(client: httpx.Client, header: dict[str, str], facility: str) -> httpx.Response:
    period = {"from": "2026-03-01", "to": "2026-03-31"}
    return client.get(f"/v1/facilities/{facility}/quality", headers=header, params=period)


def test_examples_have_the_shape_of_answers() -> None:
    """What the documentation shows is what the model reads."""
    for model, example in (
        (FacilitiesAnswer, views.FACILITIES),
        (FeedEventsAnswer, views.EVENTS),
        (QualityAnswer, views.QUALITY),
    ):
        TypeAdapter(model).validate_python(example)


def test_silence_is_in_metrics_and_events(
    sent: Running, client: httpx.Client, bearer: Bearer
) -> None:
    """A look counts who is heard; nothing that was sent once is ever called silent."""
    later = dt.datetime(2026, 3, 9, 3, tzinfo=dt.UTC)
    assert look(sent.services.store, sent.services.desk.metrics, later) == []
    page = client.get("/metrics").text
    assert 'healthgraph_facilities{state="heard"}' in page
    assert 'healthgraph_facility_last_message_timestamp_seconds{facility="01013"' in page
    assert client.get("/v1/facilities/events", headers=bearer(Role.LEADER)).json() == {"events": []}


def test_a_watch_looks_and_ends() -> None:
    """It looks at once, outlives an engine that is away, and stops when told."""
    looked = []
    watch = Watch(lambda: looked.append(1), 3600)
    watch.start()
    watch.stop()
    never = Watch(lambda: looked.append(2), 0)
    never.start()
    never.stop()
    assert looked == [1]
