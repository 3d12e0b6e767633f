"""Raw Cypher over HTTP and at the command line: off, for whom, what passes, what is recorded."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator

import httpx
import pytest
import structlog
from pydantic import TypeAdapter

from api.server import Running, running
from api.settings import Settings
from api.views import cypher as views
from graph.access import Reader, Role
from graph.joining import join
from tests.ai.cypher_attacks import ATTACKS
from tests.ai.test_cypher_door import HONEST
from tests.api.commands import Call, Simulated
from tests.records import diagnosis, visit, who

QUERY = "MATCH (e:Encounter) WHERE e.kind = $kind RETURN e.facility AS facility, count(*) AS n"
FORM = {"query": QUERY + " ORDER BY facility", "parameters": {"kind": "01"}}
ANALYST = Reader(Role.ANALYST, "phan-tich")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a service whose analysts' door is open, with visits of 7 people here and 2 there."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    store = f"embedded:{tmp_path_factory.mktemp('analysts') / 'store'}"
    settings = Settings(store_url=store, port=0, readers=0, rate_burst=100_000, cypher=True)
    with running(settings) as service:
        for facility, many in (("01013", 7), ("01004", 2)):
            for n in range(many):
                said = who(f"Trần Văn {'ABCDEFGH'[n]}", f"1970010{n + 1}", "")
                key = f"Q{n}"
                record = visit(said, facility=facility, local_id=key, key=key, events=[diagnosis()])
                join(service.services.store, [record], service.services.model)
        yield service


@pytest.fixture
def post(opened: Running) -> Iterator[Callable[..., httpx.Response]]:
    """Give a caller of the door with a real token of a reader."""
    with httpx.Client(base_url=opened.url, timeout=60) as client:

        def called(form: object, reader: Reader = ANALYST) -> httpx.Response:
            token = opened.services.tokens.local.issue(reader, 60)
            headers = {"Authorization": f"Bearer {token}"}
            return client.post("/v1/cypher", headers=headers, json=form)

        yield called


def newest(service: Running) -> tuple[str, str, str, str | None]:
    """Give reader, outcome, reason and words of the last entry of the log."""
    entry = service.services.analysing.questions.logged(1)[0]
    return entry.reader, entry.outcome, entry.reason, entry.words


def test_an_analyst_gets_rounded_rows_and_is_recorded(
    opened: Running, post: Callable[..., httpx.Response]
) -> None:
    """Seven people are five, two are left out; the log has who asked and what ran."""
    told = post(FORM).json()
    assert [(row["facility"], row["n"]) for row in told["rows"]] == [("01013", 5)]
    assert (told["cut"], told["least"]) == (False, 5)
    assert newest(opened) == ("analyst:phan-tich", "answer", "", told["statement"])


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ANALYST])
def test_no_other_role_comes_in(post: Callable[..., httpx.Response], role: Role) -> None:
    """Not even a leader: raw queries are for analysts."""
    assert post(FORM, Reader(role, "x", "01013")).status_code == 403


def test_an_analyst_of_one_part_of_the_city_does_not(
    opened: Running, post: Callable[..., httpx.Response]
) -> None:
    """A raw query cannot be narrowed, so a scope keeps out; the attempt is in the log."""
    assert post(FORM, Reader(Role.ANALYST, "vung", "ward:00070")).status_code == 403
    assert newest(opened) == ("analyst:vung", "refuse", "not-permitted", None)


def test_no_attack_passes_the_door(opened: Running, post: Callable[..., httpx.Response]) -> None:
    """Each is answered 400 or 422, recorded without its text, and nothing has changed."""
    attacks = [text for text in dict.fromkeys(ATTACKS) if text.strip()]
    statuses = {post({"query": text, "parameters": {}}).status_code for text in attacks}
    assert statuses <= {400, 422}
    assert len(attacks) > 200
    assert newest(opened) == ("analyst:phan-tich", "refuse", "not-allowed", None)
    assert post(FORM).json()["rows"][0]["n"] == 5


def test_honest_queries_pass_the_door(post: Callable[..., httpx.Response]) -> None:
    """What analysts ask for is answered."""
    for text in HONEST:
        given = {"first": 20260101, "last": 20261231} if "$first" in text else {}
        answer = post({"query": text, "parameters": given})
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "form",
    [{}, {"query": ""}, {"query": "x" * 5000}, {"query": QUERY, "parameters": {"kind": {}}},
     {"query": QUERY, "parameters": {"kind": [[1]]}}, {"query": QUERY, "reader": "leader"}],
)  # fmt: skip
def test_a_wrong_form_is_refused(post: Callable[..., httpx.Response], form: object) -> None:
    """Before anything is parsed."""
    assert post(form).status_code == 422


def test_few_queries_run_at_one_time(opened: Running, post: Callable[..., httpx.Response]) -> None:
    """A third while two run is sent away, recorded, and asked to come again."""
    room = opened.services.analysing._room
    with room, room:
        answer = post(FORM)
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
    assert newest(opened) == ("analyst:phan-tich", "refuse", "not-now", None)
    assert post(FORM).status_code == 200


def test_the_door_is_off_by_default(
    service: Running, client: httpx.Client, bearer: Callable[..., dict[str, str]]
) -> None:
    """The refusal says which setting opens it, and is in the log."""
    answer = client.post("/v1/cypher", headers=bearer(Role.ANALYST), json=FORM)
    assert (answer.status_code, "HEALTHGRAPH_CYPHER" in answer.text) == (403, True)
    assert newest(service) == ("analyst:analyst", "refuse", "not-permitted", None)


def test_the_command_runs_what_the_door_runs(
    simulated: Simulated, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Off without the setting; with it rows as JSON and as a table; an attack exits with 2."""
    words = ("cypher", QUERY, "--param", "kind=01", "--store", simulated.store)
    off = call(*words)
    assert (off.code, "HEALTHGRAPH_CYPHER" in off.err) == (2, True)
    monkeypatch.setenv("HEALTHGRAPH_CYPHER", "1")
    told = json.loads(call(*words, "--json").out)
    assert told["rows"]
    assert all(row["n"] % 5 == 0 for row in told["rows"])
    assert "rounded to 5 or more" in call(*words).out
    assert call("cypher", "MATCH (n) DETACH DELETE n", "--store", simulated.store).code == 2
    assert call("cypher", QUERY, "--param", "kind", "--store", simulated.store).code == 2


def test_the_example_has_the_shape_of_an_answer() -> None:
    """What the documentation shows is what the model reads."""
    TypeAdapter(views.CypherAnswer).validate_python(views.CYPHER)
