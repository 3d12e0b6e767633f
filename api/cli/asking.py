"""`healthgraph ask` and `healthgraph receipt`: questions in words, and the same number again."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from ai.answering.charts import drawing
from ai.answering.numbers import Language
from ai.answering.tables import Sheet, table_file
from ai.fact_cache import FactCache
from ai.given_table import read_given
from api.asking import Asking, Question
from api.asking_wiring import asking
from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, plain, say_json
from api.language_model import endpoint_of
from api.settings import load
from graph.access import Insider, Reader
from mpi.errors import BadInput, HealthGraphError
from mpi.typed_json import encode

FINDINGS = 1
_LONGEST_LINE = 20_000

_Today = Annotated[
    str, typer.Option("--today", help="ISO day that words such as *last month* count from.")
]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("ask")(ask)
    app.command("receipt")(receipt)


def ask(
    question: Annotated[str, typer.Argument(help="The question, Vietnamese or English.")] = "",
    *,
    store: StoreUrl,
    lang: Annotated[
        Language | None,
        typer.Option(help="Language of the answer; the question's own if not given."),
    ] = None,
    today: _Today = "",
    conversation: Annotated[str, typer.Option(help="Name of a row of questions.")] = "",
    batch: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="JSON lines to answer.")
    ] = None,
    chart: Annotated[str, typer.Option(help="Draw the answer into this .svg or .png.")] = "",
    table: Annotated[str, typer.Option(help="Write its rows into this .csv or .xlsx.")] = "",
    as_json: AsJson = False,
) -> int:
    """Answer a question in words; exit 1 when it is asked back or refused.

    `--batch` answers JSON lines `{"id", "text", "conversation"}` in order, each conversation as a
    reader of its own.

    Example: `healthgraph ask "Tháng trước có bao nhiêu lượt khám?" --store embedded:demo/store`
    """
    asked = Question(question, _day(today), lang, conversation)
    with _opened(store) as desk:
        if batch is not None:
            return _batch(desk, batch, asked)
        if not question.strip():
            raise BadInput("QUESTION", "must be given, or --batch")
        told = desk.ask(asked, _operator(conversation or secrets.token_hex(8)))
    _write(told, chart, table)
    if as_json:
        say_json(told)
    else:
        _show(told)
    return 0 if told["outcome"] == "answer" else FINDINGS


def receipt(
    run: Annotated[str, typer.Argument(help="Id of a receipt, as an answer gives it.")],
    store: StoreUrl,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Run the query again and compare.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Show the receipt of an answer; with `--rerun` exit 1 when the numbers are others now.

    Example: `healthgraph receipt run-0123456789abcdef --rerun --store embedded:demo/store`
    """
    with _opened(store) as desk:
        if not rerun:
            say_json(encode(desk.questions.receipt(run)[1]))
            return 0
        kept, found = desk.rerun(run)
    if as_json:
        say_json({"receipt": run, "hash": kept.hash, **plain_of(found)})
    else:
        changed = ", ".join(found.changed) or "nothing changed"
        console().print(f"{run}: {'same' if found.same else 'other'} ({changed})", markup=False)
    return 0 if found.same else FINDINGS


def plain_of(value: object) -> dict[str, Any]:
    """Give a value as JSON has it."""
    return dict(json.loads(json.dumps(plain(encode(value)))))


@contextmanager
def _opened(store: str) -> Iterator[Asking]:
    with reading(store) as opened:
        settings = load(store_url=store)
        facts = FactCache(read_given(settings.given_table))
        desk = asking(opened, settings.directory, settings.small_cell, facts, endpoint_of(settings))
        try:
            yield desk
        finally:
            desk.questions.close()


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else dt.datetime.now(dt.UTC).date()
    except ValueError:
        raise BadInput("--today", "must be an ISO day, such as 2026-08-31", text) from None


def _operator(row: str) -> Reader:
    """The operator, who reads the store anyway, as a reader of one row of questions.

    What one row was told says nothing against another: the ledger guards accounts.
    """
    return Reader(Insider.OPERATOR, f"operator:{row}")


def _batch(desk: Asking, path: Path, asked: Question) -> int:
    """Answer line by line; a line that cannot be read is refused by name and the next is taken."""
    run = secrets.token_hex(8)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                told = _line(desk, line, f"{run}:{number}", asked)
                sys.stdout.write(json.dumps(plain(told), ensure_ascii=False) + "\n")
    return 0


def _line(desk: Asking, line: bytes, place: str, asked: Question) -> dict[str, Any]:
    """Answer one line; `place` is the run and the number of the line."""
    run, _, number = place.partition(":")
    given: dict[str, Any] = {}
    try:
        given = _given(line)
        conversation = str(given.get("conversation") or "")
        question = Question(_said(given), asked.today, asked.language, conversation, "batch")
        own = _operator(f"{run}:{conversation or number}")
        return {"id": given.get("id", int(number)), **desk.ask(question, own)}
    except HealthGraphError as error:
        return _unread(given.get("id", int(number)), str(error))
    except Exception as error:  # noqa: BLE001  one bad line must not end a batch
        return _unread(given.get("id", int(number)), f"internal error ({type(error).__name__})")


def _given(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line) if len(line) <= _LONGEST_LINE else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BadInput("line", 'must be an object with "id" and "text"')
    return value


def _said(given: dict[str, Any]) -> str:
    """Give the words of a line, whose id is known by now."""
    text = given.get("text")
    if not isinstance(text, str):
        raise BadInput("line.text", "must be text")
    return text


def _unread(name: object, words: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"query": None, "rows": [], "columns": [], "unit": "", "text": words}
    refused = {"reason": "bad-input", "choices": [], "receipt": ""}
    return {"id": name, "outcome": "refuse", **empty, **refused}


def _write(told: dict[str, Any], chart: str, table: str) -> None:
    if told["outcome"] != "answer":
        return
    details = told["details"]
    if chart and details["chart"]:
        vietnamese = details["language"] == Language.VI
        Path(chart).write_bytes(drawing(details["chart"], chart, vietnamese=vietnamese))
    if table:
        kept = details["table"]
        notes = [(name, text) for name, text in kept["notes"]]
        sheet = Sheet(kept["titles"], kept["formats"], kept["rows"], notes, tuple(kept["sheets"]))
        Path(table).write_bytes(table_file(table, sheet))


def _show(told: dict[str, Any]) -> None:
    """Print the sentence, what was counted and of whom, what to mind, and the receipt."""
    screen = console()
    details = told.get("details") or {}
    lines = [told["text"], *(f"  - {choice['label']}" for choice in told["choices"])]
    scope = details.get("scope")
    lines += [f"  = {n}: {d} ({scope})" for n, d in details.get("definitions", {}).items()]
    lines += [f"  * {caveat}" for caveat in details.get("caveats", [])]
    lines += [f"  {told['receipt']}"] if told["receipt"] else []
    for line in lines:
        screen.print(line, markup=False, highlight=False, soft_wrap=True)
