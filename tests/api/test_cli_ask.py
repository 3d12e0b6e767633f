"""`healthgraph ask` as a leader and as a program use it, on a small simulated city."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.engines import open_store
from graph.store import Statement
from tests.api.commands import Call

STARTED_BEFORE = Statement(
    "MATCH (e:Encounter) WHERE e.started_on < $day RETURN count(e.id) AS many", whole=True
)
TODAY = "--today=2026-07-01"
QUESTION = "Năm 2025 có bao nhiêu lượt khám?"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store into which a small city was sent, by the real commands."""
    from api.cli.application import run  # noqa: PLC0415

    home = tmp_path_factory.mktemp("asking")
    folder, store = str(home / "city"), f"embedded:{home / 'store'}"
    assert run(["simulate", folder, "--people", "120", "--seed", "9"]) == 0
    assert run(["ingest", f"{folder}/feed", "--store", store, "--workers", "1"]) == 0
    return store


def visits_of_2025(city: str) -> int:
    """Visits that began in 2025, counted in the graph by a statement of the test's own."""
    store = open_store(city)
    rows = store.read(lambda work: work.run(STARTED_BEFORE, day=20260101))
    store.close()
    return int(rows[0]["many"])


def test_a_question_gets_its_number(city: str, call: Call) -> None:
    """In words with Vietnamese digits, and as JSON with query, rows and receipt; exit 0."""
    done = call("ask", QUESTION, TODAY, "--store", city, "--json")
    told = json.loads(done.out)
    assert (done.code, told["outcome"]) == (0, "answer")
    assert told["rows"][0]["encounters"] == visits_of_2025(city)
    assert set(told) >= {
        "outcome", "query", "rows", "columns", "unit", "text", "reason", "choices", "receipt",
    }  # fmt: skip


def test_a_receipt_is_run_again(city: str, call: Call) -> None:
    """The same number, or what changed; an unknown receipt is named."""
    told = json.loads(call("ask", QUESTION, TODAY, "--store", city, "--json").out)
    done = call("receipt", told["receipt"], "--rerun", "--store", city)
    assert (done.code, "same" in done.out) == (0, True)
    missing = call("receipt", "run-0000000000000000", "--store", city)
    assert (missing.code, "run-0000000000000000" in missing.err) == (2, True)


@pytest.mark.parametrize(
    "text", ["Dự báo số ca sốt xuất huyết tháng sau", "Thời tiết hôm nay", "Vì sao lượt khám tăng?"]
)
def test_what_cannot_be_answered_is_refused(city: str, call: Call, text: str) -> None:
    """Exit 1, a reason, and no number."""
    done = call("ask", text, TODAY, "--store", city, "--json")
    told = json.loads(done.out)
    assert (done.code, told["outcome"] in {"refuse", "clarify"}, told["rows"]) == (1, True, [])


def test_a_batch_is_answered_line_by_line(city: str, call: Call, tmp_path: Path) -> None:
    """In order, with conversations; a bad line is refused and the next is answered."""
    lines = [
        json.dumps({"id": "a", "text": QUESTION, "conversation": "c"}),
        "{not json",
        json.dumps({"id": "c", "text": "theo cơ sở", "conversation": "c"}),
    ]
    file = tmp_path / "batch.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    done = call("ask", "--batch", str(file), TODAY, "--store", city)
    told = [json.loads(line) for line in done.out.splitlines()]
    assert [each["id"] for each in told] == ["a", 2, "c"]
    assert [each["outcome"] for each in told] == ["answer", "refuse", "answer"]
    assert told[2]["query"]["dimensions"] == ["facility"]


def test_a_line_that_cannot_be_asked_keeps_its_id(city: str, call: Call, tmp_path: Path) -> None:
    """Without words, or with half a character in them; where even the id is lost, its number."""
    lines = ['{"id": "n", "text": 5}', '{"id": "half", "text": "\\ud800"}', '{"id": "m"}', "[[[["]
    file = tmp_path / "batch.jsonl"
    file.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    done = call("ask", "--batch", str(file), TODAY, "--store", city)
    told = [json.loads(line) for line in done.out.splitlines()]
    assert [each["id"] for each in told] == ["n", "half", "m", 4]
    assert {(each["outcome"], each["reason"]) for each in told} == {("refuse", "bad-input")}
    assert "internal" not in done.out


def test_pictures_and_tables_are_written(city: str, call: Call, tmp_path: Path) -> None:
    """A chart as SVG and PNG, rows as CSV and xlsx, each a file of its kind."""
    starts = {"a.svg": b"<svg", "a.png": b"\x89PNG", "a.csv": b"\xef\xbb\xbf", "a.xlsx": b"PK"}
    for name, start in starts.items():
        flag = "--chart" if name.endswith(("svg", "png")) else "--table"
        path = tmp_path / name
        done = call("ask", f"{QUESTION[:-1]} theo tháng?", TODAY, flag, str(path), "--store", city)
        assert done.code == 0
        assert path.read_bytes().startswith(start), name


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["ask"], "QUESTION"),
        (["ask", "x", "--today", "soon"], "--today"),
        (["ask", "\udcff"], "half a character"),
    ],
)
def test_wrong_words_are_named(city: str, call: Call, words: list[str], complaint: str) -> None:
    """Exit 2 and what to mend."""
    done = call(*words, "--store", city)
    assert (done.code, complaint in done.err) == (2, True), done.err
