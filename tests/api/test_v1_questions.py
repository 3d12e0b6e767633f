"""Questions over HTTP: a leader asks, follows up, reruns; nobody else may."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from pydantic import TypeAdapter

from api.server import Running
from api.views import questions as views
from graph.access import Reader, Role
from graph.joining import join
from tests.records import diagnosis, visit, who

Bearer = Callable[..., dict[str, str]]
OUTSIDE = {"facility": "01013", "ward": "00256", "old_district": "002"}
IN_MARCH = {"text": "Tháng 3/2026 có bao nhiêu lượt khám?", "today": "2026-04-10"}


@pytest.fixture
def counted(service: Running) -> Running:
    """The service, with seven visits in March 2026 at 01013 and six at 01004."""
    for facility, many in (("01013", 7), ("01004", 6)):
        for n in range(many):
            said = who(f"Trần Văn {'ABCDEFGH'[n]}", f"1970010{n + 1}", "")
            record = visit(
                said, facility=facility, local_id=f"Q{n}", key=f"Q{n}", events=[diagnosis()]
            )
            join(service.services.store, [record], service.services.model)
    return service


def ask(client: httpx.Client, header: dict[str, str], **form: str) -> dict[str, object]:
    """Ask and give the JSON."""
    answer = client.post("/v1/ask", headers=header, json=IN_MARCH | form)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.parametrize("role", [Role.LEADER, Role.ANALYST])
def test_who_may_ask_gets_a_number_with_its_receipt(
    counted: Running, client: httpx.Client, bearer: Bearer, role: Role
) -> None:
    """Counted from what is in the graph now; the receipt gives the same when run again."""
    told = ask(client, bearer(role))
    assert told["outcome"] == "answer"
    assert int(told["rows"][0]["encounters"]) >= 13  # type: ignore[index]
    again = client.get(f"/v1/receipts/{told['receipt']}", headers=bearer(role))
    assert again.json()["same"] is True
    other = bearer(Reader(role, "another"))
    assert client.get(f"/v1/receipts/{told['receipt']}", headers=other).status_code == 404


def test_a_follow_up_edits_and_a_typed_query_gives_the_same(
    counted: Running, client: httpx.Client, bearer: Bearer
) -> None:
    """`theo cơ sở` splits the number just given; its query, sent back, gives equal rows."""
    ask(client, bearer(Role.LEADER), conversation="c1")
    told = ask(client, bearer(Role.LEADER), conversation="c1", text="theo cơ sở")
    assert told["query"]["dimensions"] == ["facility"]  # type: ignore[index]
    form = {"query": told["query"]}
    typed = client.post("/v1/query", headers=bearer(Role.LEADER), json=form).json()
    assert (typed["outcome"], typed["rows"]) == ("answer", told["rows"])


@pytest.mark.parametrize("role", [Role.LEADER, Role.ANALYST])
@pytest.mark.parametrize(
    ("scope", "dimension", "member"),
    [("01004", "facility", "01004"), ("ward:00070", "ward", "00070"),
     ("old_district:001", "old_district", "001")],
)  # fmt: skip
def test_the_scope_of_the_token_is_part_of_every_query(
    counted: Running,
    client: httpx.Client,
    bearer: Bearer,
    role: Role,
    scope: str,
    dimension: str,
    member: str,
) -> None:
    """In words and typed; what is outside is refused, gives no rows, and is in the log."""
    own = bearer(Reader(role, f"of-{member}", scope))
    told = ask(client, own)
    if told["outcome"] == "answer":
        assert {"dimension": dimension, "members": [member], "excluded": False} in (
            told["query"]["filters"]  # type: ignore[index]
        )
    query = {
        "metrics": ["encounters"],
        "period": {"first": "2026-03-01", "last": "2026-03-31"},
        "filters": [{"dimension": dimension, "members": [OUTSIDE[dimension]]}],
    }
    outside = client.post("/v1/query", headers=own, json={"query": query}).json()
    assert (outside["outcome"], outside["reason"], outside["rows"]) == (
        "refuse", "outside-scope", [],
    )  # fmt: skip
    newest = counted.services.questions.now().questions.logged()[0]
    assert (newest.reader, newest.scope, newest.reason) == (
        f"{role}:of-{member}", f"{dimension}:{member}", "outside-scope",
    )  # fmt: skip


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.LEADER, Role.ANALYST}])
def test_nobody_else_asks(client: httpx.Client, bearer: Bearer, role: Role) -> None:
    """Deny by default, at every door of questions."""
    header = bearer(role)
    answers = [
        client.post("/v1/ask", headers=header, json=IN_MARCH),
        client.post("/v1/query", headers=header, json={"query": {}}),
        *(
            client.get(f"/v1/{path}", headers=header)
            for path in ("metrics", "ask/suggest?text=a", "receipts/run-1")
        ),
    ]
    assert {answer.status_code for answer in answers} == {403}


def test_what_may_be_asked_and_completed(
    counted: Running, client: httpx.Client, bearer: Bearer
) -> None:
    """Definitions of every metric, and completions while typing."""
    metrics = client.get("/v1/metrics", headers=bearer(Role.LEADER)).json()["metrics"]
    assert "encounters" in {each["id"] for each in metrics}
    found = client.get(
        "/v1/ask/suggest", headers=bearer(Role.LEADER), params={"text": "lượt kh"}
    ).json()["suggestions"]
    assert any("lượt khám" in each["text"] for each in found)


def test_a_reader_of_one_hospital_is_offered_that_one(
    counted: Running, client: httpx.Client, bearer: Bearer
) -> None:
    """Names of others are not completed for who may not ask about them."""
    for scope, offered in (("01004", {"facility=01004"}), ("01003", set())):
        own = bearer(Reader(Role.LEADER, "of-one", scope))
        found = client.get("/v1/ask/suggest", headers=own, params={"text": "bv đống"}).json()
        values = {e["value"] for e in found["suggestions"]}
        assert {v for v in values if v.startswith("facility=")} == offered


@pytest.mark.parametrize(
    ("form", "field"),
    [({"query": {"metrics": ["x"]}}, "query"), ({}, "query"), ({"query": 1}, "query")],
)
def test_a_wrong_query_is_named(
    client: httpx.Client, bearer: Bearer, form: dict[str, object], field: str
) -> None:
    """The place in the form is said."""
    answer = client.post("/v1/query", headers=bearer(Role.LEADER), json=form)
    assert answer.status_code in {400, 422}
    assert field in answer.text


def test_examples_have_the_shape_of_answers() -> None:
    """What the documentation shows is what the models read."""
    for model, example in (
        (views.AskAnswer, views.ASK),
        (views.SuggestAnswer, views.SUGGEST),
        (views.MetricsAnswer, views.METRICS),
        (views.RerunAnswer, views.RERUN),
    ):
        TypeAdapter(model).validate_python(example)
