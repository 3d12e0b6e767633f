"""The commands by name, and how one is imported only when it is called.

The rooms behind the commands take seconds of processor time to import; `--help` and `token` need
next to nothing of them. A test holds every summary here against the command's own docstring.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup


@dataclass(frozen=True, slots=True)
class Entry:
    """A command or group of commands: its module in this package, and its first sentence."""

    name: str
    module: str
    summary: str


COMMANDS: tuple[Entry, ...] = (
    Entry(
        "demo",
        "demo",
        "Simulate a city, send its files through the hospital face, "
        "show what came of it, and serve.",
    ),
    Entry(
        "simulate",
        "simulation",
        "Write the official XML of a simulated city, with the truth beside it.",
    ),
    Entry(
        "ingest", "intake", "Read files into the graph; exit 1 when some were put into quarantine."
    ),
    Entry(
        "serve", "serving", "Serve the hospital face, the app face and the intake until stopped."
    ),
    Entry("find", "people", "Find people by what is known of them, likeliest first."),
    Entry(
        "person",
        "people",
        "Show who a person is, field by field: what survives, who says it, who says otherwise.",
    ),
    Entry(
        "book", "people", "Show a citizen's health book across all facilities, newest visit first."
    ),
    Entry("decisions", "decisions", "Who decided whose a record is; decide otherwise, or undo."),
    Entry("review", "review", "Doubtful matches that wait for a steward."),
    Entry(
        "explain", "explaining", "Say why two records are linked or not, in bits, field by field."
    ),
    Entry("evaluate", "evaluation", "Measure how well records were given to people."),
    Entry(
        "link",
        "linking",
        "Find the records of files that are of one person, and say which pairs to ask about.",
    ),
    Entry(
        "train",
        "linking",
        "Learn a matching model from records alone, or with pairs that people judged.",
    ),
    Entry(
        "facilities",
        "facilities",
        "Show every facility's state: what came against what its weeks let expect; "
        "exit 1 when silent.",
    ),
    Entry(
        "quality",
        "facilities",
        "Measure a facility's data: right, complete, clean, live, deep, in step; the last 30 days.",
    ),
    Entry("stats", "storage", "Count what the store holds."),
    Entry("check", "storage", "Look for what must not be: exit 1 with findings."),
    Entry(
        "token", "tokens", "Issue a token; works beside a running service, which has the same keys."
    ),
    Entry("quarantine", "quarantine", "Messages that could not be taken, and why."),
    Entry("ask", "asking", "Answer a question in words; exit 1 when it is asked back or refused."),
    Entry(
        "receipt",
        "asking",
        "Show the receipt of an answer; with `--rerun` exit 1 when the numbers are others now.",
    ),
    Entry(
        "mcp",
        "mcp",
        "Serve an assistant by the Model Context Protocol until its input ends.",
    ),
    Entry(
        "cypher",
        "cypher",
        "Run a query that only reads and only aggregates; needs HEALTHGRAPH_CYPHER=1.",
    ),
    Entry("facts", "facts", "The daily facts that numbers come from, kept in step."),
    Entry("store", "storage", "The store: schema, backup, restore."),
    Entry("facility", "accounts", "Accounts of hospitals."),
    Entry(
        "codes",
        "codes",
        "List codes and units that no catalogue explains, the most frequent first; exit 1 for any.",
    ),
    Entry("reference", "reference", "Code catalogues loaded into the store."),
)


class Deferred(TyperCommand):
    """A command that is known by its name and summary; the real one is made when it is called."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.name, help=entry.summary, rich_markup_mode="markdown")
        self.entry = entry

    def make_context(self, *words: Any, **options: Any) -> typer.Context:
        """Hand over to the real command, whose context this is from here on."""
        return cast("typer.Context", loaded(self.entry).make_context(*words, **options))


def deferred(entry: Entry) -> Deferred:
    """Stand in for one command."""
    return Deferred(entry)


def loaded(entry: Entry) -> TyperCommand | TyperGroup:
    """Import the module of a command and give the command itself."""
    register: Callable[[typer.Typer], None] = import_module(f"api.cli.{entry.module}").register
    room = typer.Typer(add_completion=False, rich_markup_mode="markdown")
    register(room)
    commands = typer.main.get_group(room).commands
    return cast("TyperCommand | TyperGroup", commands[entry.name])
