"""`healthgraph ask` with a language model configured: what an answer and its receipt say of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ai.assistant.endpoint import Method, complete
from ai.assistant.forms import Reading
from api import logs
from api.compose import build
from api.settings import Settings
from mpi.errors import Unavailable
from tests.ai.model_endpoint import METHODS, Model, Raw, Served, serving
from tests.api.commands import Call, Done, Simulated

TODAY = "--today=2025-10-31"
SLIP, LAY = "visist tháng 9/2025", "số lượt blorbo khám tháng 9/2025"
PLAIN = "số lượt khám tháng 9/2025"
VISITS = {"metrics": ["encounters"], "first_day": "2025-09-01", "last_day": "2025-09-30"}
HONEST = VISITS | {"meanings": [{"word": "visist", "stands_for": "visits"}]}

Asked = Callable[..., dict[str, Any]]


def _honest(_system: str, user: str) -> dict[str, Any]:
    return HONEST if user.startswith("{") else {"text": user.replace(",", " trong kỳ", 1)}


@pytest.fixture
def ask(simulated: Simulated, call: Call, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Give a caller of `ask` with the settings for a model that serves."""

    def called(text: str, served: Served | None, **settings: object) -> dict[str, Any]:
        given = {"url": f"{served.url}/v1", "model": "stub"} if served else {}
        for name, value in {**given, **settings}.items():
            monkeypatch.setenv(f"HEALTHGRAPH_LLM_{name.upper()}", str(value))
        return dict(json.loads(call("ask", text, TODAY, "--store", simulated.store, "--json").out))

    return called


@pytest.mark.parametrize("method", METHODS)
def test_an_answer_says_that_a_model_took_part(ask: Asked, call: Call, method: Method,
                                               simulated: Simulated) -> None:  # fmt: skip
    """A slip that two witnesses mend is answered; details and receipt name model and prompt."""
    plain = ask(PLAIN, None)
    with serving(_honest) as served:
        told = ask(SLIP, served, method=method.value)
    assert (told["outcome"], told["rows"]) == ("answer", plain["rows"])
    assert told["details"]["model"] == {"name": "stub, prompt 2", "part": ["reading"]}
    kept = call("receipt", told["receipt"], "--store", simulated.store).json
    assert kept["versions"]["language model"] == "stub, prompt 2"
    assert "language model" not in call(
        "receipt", plain["receipt"], "--store", simulated.store
    ).json["versions"]  # fmt: skip


def test_a_question_back_says_so_too(ask: Asked) -> None:
    """With the query as a choice, and no number."""
    with serving(_honest) as served:
        told = ask(LAY, served)
    assert (told["outcome"], told["rows"], len(told["choices"])) == ("clarify", [], 1)
    assert told["details"]["model"]["part"] == ["reading"]


def test_what_the_parser_understands_needs_no_model(ask: Asked) -> None:
    """It is not asked, and nothing says that it was."""
    with serving(_honest) as served:
        told = ask(PLAIN, served)
    assert (told["outcome"], served.requests) == ("answer", [])
    assert "model" not in told["details"]


def test_a_model_words_the_sentence(ask: Asked) -> None:
    """Where it may: other words, the same numbers, and the answer says who worded it."""
    plain = ask(PLAIN, None)
    with serving(_honest) as served:
        told = ask(PLAIN, served, phrases=1)
    assert told["text"] == plain["text"].replace(",", " trong kỳ", 1)
    assert told["details"]["model"]["part"] == ["wording"]
    assert (told["rows"], told["unit"]) == (plain["rows"], plain["unit"])


def test_a_second_reading_is_asked_back(ask: Asked) -> None:
    """Where it checks and reads another query, both are choices, and no number is given."""
    other = VISITS | {"first_day": "2025-08-01"}
    with serving(lambda *_: other) as served:
        told = ask(PLAIN, served, checks=1)
    assert (told["outcome"], told["rows"], len(told["choices"])) == ("clarify", [], 2)
    assert told["details"]["model"]["part"] == ["reading"]


BAD: dict[str, Model] = {
    "broken": lambda *_: Raw(status=500),
    "half": lambda *_: Raw(b'{"choices": ['),
    "hanging": lambda *_: Raw(holds=True),
    "lying": lambda _system, user: {"text": user.replace("[3]", "999 lượt")},
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_model_leaves_the_answer_as_it_is(ask: Asked, how: str) -> None:
    """Sentence and rows are those without a model, whatever it does."""
    plain = ask(PLAIN, None)
    with serving(BAD[how]) as served:
        told = ask(PLAIN, served, phrases=1, timeout=0.4)
    assert (told["text"], told["rows"]) == (plain["text"], plain["rows"])
    assert "model" not in told["details"]


def test_a_key_is_read_from_its_file(ask: Asked, tmp_path: Path) -> None:
    """And sent as a bearer token."""
    (tmp_path / "key").write_text("sk-from-file\n", encoding="utf-8")
    with serving(_honest) as served:
        ask(LAY, served, key_file=tmp_path / "key")
    assert served.keys == ["Bearer sk-from-file"]


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"url": "http://127.0.0.1:9/v1"}, "must be set together"),
        ({"url": "ftp://x", "model": "m"}, "HEALTHGRAPH_LLM_URL"),
        ({"url": "http://a:b@127.0.0.1:9/v1", "model": "m"}, "llm_key_file"),
        ({"url": "http://127.0.0.1:9/v1", "model": "m", "method": "guess"}, "LLM_METHOD"),
        ({"url": "http://127.0.0.1:9/v1", "model": "m", "timeout": "0"}, "LLM_TIMEOUT"),
        ({"url": "http://127.0.0.1:9/v1", "model": "m", "key_file": "/nowhere"}, "LLM_KEY_FILE"),
    ],
)
def test_wrong_settings_are_named(
    simulated: Simulated,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    complaint: str,
) -> None:
    """Exit 2 and the variable."""
    for name, value in settings.items():
        monkeypatch.setenv(f"HEALTHGRAPH_LLM_{name.upper()}", value)
    done = call("ask", PLAIN, "--store", simulated.store)
    assert (done.code, complaint in done.err) == (2, True), done.err


def test_neither_key_nor_words_are_logged(
    capsys: pytest.CaptureFixture[str], own_logs: None
) -> None:
    """At the most talkative level, of a call that fails: a kind of error, and nothing said."""
    logs.configure("debug", "json")
    with serving(lambda *_: Raw(status=500)) as served:
        complete(served.endpoint(key="sk-very-secret"), Reading, "system", "words of a leader")
    shown = "".join(capsys.readouterr())
    assert "model failed" in shown
    assert not any(each in shown for each in ("very-secret", "leader", "system"))


def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this process one in which the extra is not installed."""
    for module in ("langchain_openai", "langchain_core", "openai", "langsmith", "mcp"):
        monkeypatch.setitem(sys.modules, module, None)


def test_without_the_extra_questions_are_answered(
    ask: Asked, simulated: Simulated, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where a model is set, the complaint says what to install."""
    without_extra(monkeypatch)
    assert ask(PLAIN, None)["outcome"] == "answer"
    monkeypatch.setenv("HEALTHGRAPH_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("HEALTHGRAPH_LLM_MODEL", "m")
    done: Done = call("ask", PLAIN, "--store", simulated.store)
    assert (done.code, "hanoi-health-graph[assistant]" in done.err) == (3, True), done.err


@pytest.mark.parametrize("settings", [{"mcp": True}, {"llm_url": "http://x/v1", "llm_model": "m"}])
def test_a_service_without_the_extra_does_not_start_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> None:
    """It says what to install before it opens the store."""
    without_extra(monkeypatch)
    with pytest.raises(Unavailable, match="assistant"):
        build(Settings(store_url=f"embedded:{tmp_path / 'store'}", **settings))
    assert list(tmp_path.iterdir()) == []
