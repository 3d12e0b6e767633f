"""Assistants over the Model Context Protocol, by its own client: stdio and HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from ai.assistant.desk import TOOLS
from ai.assistant.tools import tools_of
from api.assistant_desk import AskingDesk
from api.assistant_remote import RemoteDesk
from api.questions import Questions
from api.security.trust import local_tokens
from api.server import Running, running
from api.settings import Settings, load
from graph.access import Reader, Role
from mpi.errors import HealthGraphError
from tests.api.commands import Call, Simulated

LEADER = Reader(Role.LEADER, "giam-doc")
OF_ONE = Reader(Role.ANALYST, "mot-vien", "01004")
PLAIN = "số lượt khám năm 2025"
YEAR = {
    "metrics": ["encounters"],
    "period": {"first": "2025-01-01", "last": "2025-12-31"},
}
OUTSIDE = YEAR | {"filters": [{"dimension": "facility", "members": ["01013"]}]}

Act = Callable[[Client], Awaitable[Any]]


def token_of(store: str, reader: Reader, lifetime: int = 600) -> str:
    """Give a real token, signed with the keys beside a store."""
    return local_tokens(load(store_url=store)).issue(reader, lifetime)


def over_stdio(store: str, reader: Reader, act: Act, *more: str) -> Any:
    """Start the real command as an assistant does, and act as its client."""
    code = "from api.cli.application import main; main()"
    root = str(Path(__file__).resolve().parents[2])
    where = more or ("--store", store)
    started = StdioServerParameters(
        command=sys.executable,
        args=["-c", code, "mcp", *where],
        env={**os.environ, "PYTHONPATH": root, "HEALTHGRAPH_MCP_TOKEN": token_of(store, reader)},
    )

    async def talk() -> Any:
        async with Client(started) as client:
            return await act(client)

    return asyncio.run(talk())


async def called(client: Client, tool: str, **given: Any) -> dict[str, Any]:
    """Call a tool and give its structured answer, or its complaint as `error`."""
    found = await client.call_tool(tool, given)
    if found.is_error:
        return {"error": found.content[0].text}  # type: ignore[union-attr]
    assert json.loads(found.content[0].text) == found.structured_content  # type: ignore[union-attr]
    return dict(found.structured_content or {})


async def conversation(client: Client) -> dict[str, Any]:
    """Use every tool once, and edit a question by the next."""
    asked = await called(client, "ask", text=PLAIN, conversation="c")
    return {
        "tools": {tool.name: tool for tool in (await client.list_tools()).tools},
        "ask": asked,
        "next": await called(client, "ask", text="theo quý", conversation="c"),
        "query": await called(client, "query", query=YEAR, language="en"),
        "metrics": await called(client, "metrics"),
        "suggest": await called(client, "suggest", text="lượt kh"),
        "receipt": await called(client, "receipt", run=asked["receipt"]),
        "wrong": await called(client, "query", query={"metrics": ["x"]}),
        "person": await called(client, "ask", text="bà Nguyễn Thị A đã khám ở đâu?"),
        "other": await called(client, "receipt", run="run-0000000000000000"),
    }


def check(told: dict[str, Any]) -> None:
    """Hold a conversation to what every door must give."""
    assert set(told["tools"]) == set(TOOLS)
    assert all(tool.annotations.read_only_hint for tool in told["tools"].values())
    assert (told["ask"]["outcome"], told["query"]["rows"]) == ("answer", told["ask"]["rows"])
    assert told["next"]["query"]["dimensions"] == ["quarter"]
    assert "encounters" in {each["id"] for each in told["metrics"]["metrics"]}
    assert told["suggest"]["suggestions"]
    assert told["receipt"]["same"] is True
    assert "query" in told["wrong"]["error"]
    assert (told["person"]["outcome"], told["person"]["rows"]) == ("refuse", [])
    assert "error" in told["other"]


def test_an_assistant_asks_over_stdio(simulated: Simulated) -> None:
    """The real command and the protocol's own client: all tools, and each question is logged."""
    check(over_stdio(simulated.store, LEADER, conversation))
    log = Questions(simulated.home / "store" / "questions.db")
    entries = [entry for entry in log.logged() if entry.reader == "leader:giam-doc"]
    log.close()
    assert {entry.door for entry in entries} == {"mcp"}
    assert {entry.outcome for entry in entries} == {"answer", "refuse"}


def test_a_scope_holds_over_stdio(simulated: Simulated) -> None:
    """A reader of one hospital gets its numbers; what is outside is refused."""

    async def act(client: Client) -> Any:
        return await called(client, "query", query=OUTSIDE), await called(
            client, "ask", text=PLAIN
        )  # fmt: skip

    outside, own = over_stdio(simulated.store, OF_ONE, act)
    assert (outside["outcome"], outside["reason"], outside["rows"]) == (
        "refuse", "outside-scope", [],
    )  # fmt: skip
    if own["outcome"] == "answer":
        assert own["query"]["filters"][0]["members"] == ["01004"]


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.LEADER, Role.ANALYST}])
def test_no_other_role_gets_tools(
    simulated: Simulated, call: Call, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    """The command ends before it speaks."""
    token = token_of(simulated.store, Reader(role, "x", "01013"))
    monkeypatch.setenv("HEALTHGRAPH_MCP_TOKEN", token)
    done = call("mcp", "--store", simulated.store)
    assert (done.code, done.out) == (2, "")
    assert "needs analyst or leader" in done.err


@pytest.mark.parametrize("token", ["", "rubbish", "a.b.c"])
def test_without_a_token_there_are_no_tools(
    simulated: Simulated, call: Call, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    """Nor with one that nobody signed; the complaint does not repeat it."""
    monkeypatch.setenv("HEALTHGRAPH_MCP_TOKEN", token)
    done = call("mcp", "--store", simulated.store)
    assert (done.code, done.out) == (2, "")
    assert "rubbish" not in done.err


def test_the_command_lists_its_tools(
    simulated: Simulated, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As JSON, for a token that may use them."""
    monkeypatch.setenv("HEALTHGRAPH_MCP_TOKEN", token_of(simulated.store, LEADER))
    told = call("mcp", "--store", simulated.store, "--json").json
    assert [tool["name"] for tool in told["tools"]] == list(TOOLS)


def test_a_token_that_has_run_out_ends_the_tools() -> None:
    """It is verified at every call, not only at the first."""
    readers = iter([LEADER])

    def verified() -> Reader:
        for reader in readers:
            return reader
        raise HealthGraphError("expired")

    desk = AskingDesk(lambda: pytest.fail("asked"), verified, "mcp")
    with pytest.raises(HealthGraphError, match="language"):
        desk.ask(PLAIN, "fr")
    with pytest.raises(HealthGraphError, match="expired"):
        desk.ask(PLAIN)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"text": "x" * 1001}, "text"), ({"text": "x", "conversation": "c" * 101}, "conversation")],
)
def test_long_texts_are_refused(given: dict[str, str], field: str) -> None:
    """As at the other doors."""
    desk = AskingDesk(lambda: pytest.fail("asked"), lambda: LEADER, "mcp")
    with pytest.raises(HealthGraphError, match=field):
        desk.ask(**given)


def test_the_command_says_what_to_install(
    simulated: Simulated, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra."""
    monkeypatch.setitem(sys.modules, "mcp", None)
    done = call("mcp", "--store", simulated.store)
    assert (done.code, "hanoi-health-graph[assistant]" in done.err) == (3, True)


@pytest.fixture(scope="module")
def opened(simulated: Simulated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a service over a copy of the small city, with the assistant's door open."""
    import shutil  # noqa: PLC0415

    home = tmp_path_factory.mktemp("assistants") / "store"
    shutil.copytree(simulated.home / "store", home)
    settings = Settings(
        store_url=f"embedded:{home}", port=0, readers=0, rate_burst=100_000, mcp=True
    )
    with running(settings) as service:
        yield service


def over_http(service: Running, reader: Reader | None, act: Act) -> Any:
    """Act as a client of the service's own door."""
    token = service.services.tokens.local.issue(reader, 600) if reader else "none"
    headers = {"Authorization": f"Bearer {token}"}

    async def talk() -> Any:
        async with httpx2.AsyncClient(headers=headers, timeout=60) as web:
            transport = streamable_http_client(f"{service.url}/v1/mcp", http_client=web)
            async with Client(transport) as client:
                return await act(client)

    return asyncio.run(talk())


def test_an_assistant_asks_over_http(opened: Running) -> None:
    """Streamable HTTP behind the gate: the same tools; the log has who asked through which door."""
    check(over_http(opened, LEADER, conversation))
    newest = opened.services.questions.now().questions.logged(1)[0]
    assert (newest.reader, newest.door) == ("leader:giam-doc", "mcp-http")


def test_each_request_is_its_own_readers(opened: Running) -> None:
    """Two readers at one server: each within the own scope."""

    async def act(client: Client) -> Any:
        return await called(client, "query", query=OUTSIDE)

    assert over_http(opened, OF_ONE, act)["reason"] == "outside-scope"
    assert over_http(opened, LEADER, act)["reason"] != "outside-scope"


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.LEADER, Role.ANALYST}])
def test_no_other_role_comes_in_over_http(opened: Running, role: Role) -> None:
    """403, whatever is said."""
    token = opened.services.tokens.local.issue(Reader(role, "x", "01013"), 60)
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.post(f"{opened.url}/v1/mcp", headers=headers, json={"jsonrpc": "2.0"})
    assert answer.status_code == 403


def test_the_door_is_shut_by_default(service: Running, bearer: Callable[..., Any]) -> None:
    """The refusal names the setting."""
    answer = httpx.post(f"{service.url}/v1/mcp", headers=bearer(Role.LEADER), json={})
    assert (answer.status_code, "HEALTHGRAPH_MCP" in answer.text) == (403, True)


def test_an_assistant_asks_a_service_elsewhere(opened: Running) -> None:
    """`healthgraph mcp --url`: the command speaks stdio, the service decides and logs."""
    store = opened.services.settings.store_url
    reader = Reader(Role.ANALYST, "xa")
    check(over_stdio(store, reader, conversation, "--url", opened.url))
    newest = opened.services.questions.now().questions.logged(1)[0]
    assert (newest.reader, newest.door) == ("analyst:xa", "web")


@pytest.mark.parametrize(
    ("url", "token", "complaint"),
    [("", "rubbish", "another token"), ("http://127.0.0.1:9", "x", "does not answer")],
)
def test_what_a_service_elsewhere_refuses(
    opened: Running, url: str, token: str, complaint: str
) -> None:
    """A token that is none, a service that is away."""
    desk = RemoteDesk(url or opened.url, token)
    with pytest.raises(HealthGraphError, match=complaint):
        desk.ask(PLAIN)
    desk.close()


def test_langchain_is_given_the_same_tools(opened: Running) -> None:
    """Each with its description and arguments; a refusal is words for the model."""
    desk = AskingDesk(opened.services.questions.now, lambda: LEADER, "langchain")
    tools = {tool.name: tool for tool in tools_of(desk)}
    assert set(tools) == set(TOOLS)
    told = tools["ask"].invoke({"text": PLAIN})
    assert (told["outcome"], set(tools["ask"].args)) == (
        "answer", {"text", "language", "conversation"},
    )  # fmt: skip
    assert "query" in tools["query"].invoke({"query": {"metrics": ["x"]}})
    assert tools["metrics"].invoke({})["metrics"]
