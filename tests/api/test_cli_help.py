"""Help: every command says what it does, how, and with what; the page of commands is not stale."""

from __future__ import annotations

import shlex

import pytest
from typer.core import TyperArgument, TyperCommand

from api.cli import commands_doc
from api.cli.deferred import COMMANDS, Entry, loaded
from tests.api.commands import Call

EVERY = dict(commands_doc.every_command())


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_the_summary_is_the_commands_own(entry: Entry) -> None:
    """What the root says of a command without importing it is what the command says itself."""
    first = (loaded(entry).help or "").split("\n\n")[0]
    assert " ".join(first.split()) == entry.summary


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_json_and_an_example_that_parses(name: str) -> None:
    """The example in the help is a call of that command with options that it has."""
    command = EVERY[name]
    options = {text for param in command.params for text in param.opts}
    assert "--json" in options
    example = shlex.split(_example(command))
    assert example[: 1 + len(name.split())] == ["healthgraph", *name.split()]
    assert {word for word in example if word.startswith("--")} <= options


def _example(command: TyperCommand) -> str:
    words = " ".join((command.help or "").partition("Example:")[2].split()).strip("`")
    return words.partition("<")[0]  # a password that comes from a file


#: Commands that also work without their argument: on all that waits, on a store, on a batch.
OPTIONAL = {"quarantine replay", "link", "ask"}


@pytest.mark.parametrize("name", EVERY)
def test_every_option_says_what_it_is_for(name: str) -> None:
    """No option or argument is left to be guessed."""
    silent = [p.name for p in EVERY[name].params if not getattr(p, "help", "")]
    assert silent == []
    arguments = [p for p in EVERY[name].params if isinstance(p, TyperArgument)]
    assert all(p.required for p in arguments) or name in OPTIONAL


@pytest.mark.parametrize("name", ["", *EVERY])
def test_help_is_given_on_standard_output(call: Call, name: str) -> None:
    """`--help` ends well and shows the usage line."""
    done = call(*name.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert f"Usage: healthgraph {name}".strip() in done.out


def test_the_page_of_commands_is_not_stale() -> None:
    """`make docs` writes it anew."""
    assert commands_doc.PAGE.read_text("utf-8") == commands_doc.page()
