"""Decisions, review, explanations and notices over HTTP: what a steward gets, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import TypeAdapter

from api.security import Reader, Role
from api.server import Running, running
from api.settings import Settings
from api.views.decisions import NoticesAnswer, TasksAnswer
from graph.explaining import Explanation
from graph.history import History
from graph.invariants import breaches
from graph.relinking import Done
from graph.review_deciding import Ruling
from graph.review_values import TaskView
from tests.api.doubts import Doubt, doubt

Ask = Callable[..., httpx.Response]
HOA, LAN = Reader(Role.STEWARD, "hoa"), Reader(Role.STEWARD, "lan")


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Running]:
    """Give a service of one's own, where two visits are enough for a second pair of eyes."""
    settings = Settings(
        store_url=f"embedded:{tmp_path / 'store'}", port=0, readers=0, second_eyes_from=2
    )
    with running(settings) as service:
        yield service


@pytest.fixture
def known(review: Running) -> Doubt:
    """Give its doubtful match."""
    return doubt(review.services.store)


@pytest.fixture
def ask(review: Running) -> Iterator[Ask]:
    """Give a client that asks as a reader: `ask(HOA, "GET", "/v1/review")`."""
    with httpx.Client(base_url=review.url, timeout=60) as client:

        def asking(who: Reader, method: str, path: str, **more: object) -> httpx.Response:
            token = review.services.tokens.local.issue(who, 600)
            headers = {"Authorization": f"Bearer {token}"}
            return client.request(method, path, headers=headers, **more)  # type: ignore[arg-type]

        yield asking


def fits(answer: httpx.Response, model: type) -> bool:
    """Whether an answer is exactly the model that OpenAPI shows for it."""
    assert answer.status_code == 200, answer.text
    adapter: TypeAdapter[object] = TypeAdapter(model)
    shown = adapter.dump_python(adapter.validate_json(answer.content), mode="json")
    return bool(shown == answer.json())


def test_answers_have_the_documented_form(ask: Ask, known: Doubt) -> None:
    """Every route's answer fits its model."""
    task = f"/v1/review/{known.task}"
    assert fits(ask(HOA, "GET", "/v1/review"), TasksAnswer)
    assert fits(ask(HOA, "GET", f"{task}/sides"), TaskView)
    assert fits(ask(HOA, "POST", f"{task}/claim"), TaskView)
    assert fits(ask(HOA, "POST", f"{task}/verdict", json={"verdict": "defer"}), Ruling)
    explanation = f"/v1/records/{known.record}/explanation"
    assert fits(ask(HOA, "GET", explanation, params={"other": known.thin}), Explanation)
    merge = {"deed": "merge", "people": [known.person, known.doubtful]}
    made = ask(HOA, "POST", "/v1/decisions", json=merge)
    assert fits(made, Done)
    assert fits(ask(HOA, "GET", f"/v1/people/{known.person}/decisions"), History)
    assert fits(ask(HOA, "POST", f"/v1/decisions/{made.json()['decision']}/undo", json={}), Done)
    assert fits(ask(HOA, "GET", "/v1/notices"), NoticesAnswer)


def test_two_pairs_of_eyes(ask: Ask, known: Doubt, review: Running) -> None:
    """The first steward's *same* waits; the same one cannot agree with himself; another can."""
    path, same = f"/v1/review/{known.task}/verdict", {"verdict": "same", "reason": "card"}
    assert ask(HOA, "POST", path, json=same).json()["state"] == "second"
    again = ask(HOA, "POST", path, json=same)
    assert (again.status_code, again.json()["field"]) == (400, "task")
    done = ask(LAN, "POST", path, json=same).json()
    assert (done["state"], done["person"]) == ("decided", known.person)
    assert breaches(review.services.store) == []


def test_a_claim_keeps_others_off(ask: Ask, known: Doubt) -> None:
    """409 for another steward until the claim is given back."""
    task = f"/v1/review/{known.task}"
    assert ask(HOA, "POST", f"{task}/claim").json()["task"]["claimed_by"] == "steward hoa"
    verdict = {"verdict": "not-same"}
    assert ask(LAN, "POST", f"{task}/verdict", json=verdict).status_code == 409
    assert ask(LAN, "POST", f"{task}/claim").status_code == 409
    assert ask(HOA, "POST", f"{task}/release").json()["open"] == 1
    assert ask(LAN, "POST", f"{task}/verdict", json=verdict).json()["verdict"] == "not-same"


STEWARDS_ONLY = [
    ("GET", "/v1/review"),
    ("GET", "/v1/review/{task}/sides"),
    ("POST", "/v1/review/{task}/claim"),
    ("POST", "/v1/review/{task}/verdict"),
    ("POST", "/v1/decisions"),
    ("POST", "/v1/decisions/d-none/undo"),
]


@pytest.mark.parametrize(("method", "path"), STEWARDS_ONLY)
def test_nobody_else_decides(ask: Ask, known: Doubt, method: str, path: str) -> None:
    """Every other role is refused before anything is read."""
    for role in set(Role) - {Role.STEWARD}:
        answer = ask(Reader(role, "x", "01004"), method, path.format(task=known.task), json={})
        assert answer.status_code == 403


def test_a_citizen_sees_why_but_only_the_own(ask: Ask, known: Doubt) -> None:
    """The own history is open to a citizen; an explanation about two people is not."""
    citizen = Reader(Role.CITIZEN, known.person)
    assert ask(citizen, "GET", f"/v1/people/{known.person}/decisions").status_code == 200
    assert ask(citizen, "GET", f"/v1/people/{known.doubtful}/decisions").status_code == 403
    path, other = f"/v1/records/{known.record}/explanation", {"other": known.thin}
    assert ask(citizen, "GET", path, params=other).status_code == 403
    unknown = ask(citizen, "GET", path, params={"other": "01004|none"})
    assert unknown.status_code == 403


def test_an_explanation_as_chart_and_text(ask: Ask, known: Doubt) -> None:
    """SVG for a page, text for a letter."""
    path = f"/v1/records/{known.record}/explanation"
    chart = ask(HOA, "GET", path, params={"other": known.thin, "format": "svg"})
    assert (chart.headers["content-type"], chart.text[:4]) == ("image/svg+xml", "<svg")
    told = ask(HOA, "GET", path, params={"other": known.thin, "format": "text"})
    assert "Tổng" in told.text


def test_notices_are_told_once_and_to_whom_they_concern(ask: Ask, known: Doubt) -> None:
    """A cursor goes on where the last answer ended; a facility hears of its own records."""
    merge = {"deed": "merge", "people": [known.person, known.doubtful]}
    done = ask(HOA, "POST", "/v1/decisions", json=merge).json()
    (notice,) = ask(HOA, "GET", "/v1/notices").json()["notices"]
    assert (notice["id"], notice["records"]) == (done["decision"], {known.thin: known.person})
    assert ask(HOA, "GET", "/v1/notices", params={"after": notice["cursor"]}).json() == {
        "notices": []
    }
    heard = {
        facility: len(
            ask(Reader(Role.FACILITY, "x", facility), "GET", "/v1/notices").json()["notices"]
        )
        for facility in ("01003", "01004")
    }
    assert heard == {"01003": 1, "01004": 0}
    assert ask(HOA, "GET", "/v1/notices", params={"after": "yesterday"}).status_code == 400


@pytest.mark.parametrize(
    "form",
    [
        {"deed": "merge"},
        {"deed": "split", "people": ["p-1"]},
        {"deed": "apart", "people": ["p-1"]},
        {"deed": "burn", "people": ["p-1"]},
    ],
)
def test_a_deed_that_is_not_whole_is_refused(ask: Ask, form: dict[str, object]) -> None:
    """422 names what is missing."""
    assert ask(HOA, "POST", "/v1/decisions", json=form).status_code == 422
