"""`healthgraph decisions …`: the history of a person, deeds by hand, and undo."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import complain, console, say_json, say_table
from graph.access import OPERATOR
from graph.corrections import READ
from graph.decision_log import Author
from graph.history import HistoryLine, history
from graph.relinking import Done, Signed, correct, keep_apart, merge, move, split
from graph.undoing import undo
from mpi.errors import Forbidden, NotFound


class _PersonOrVerb(TyperGroup):
    """`decisions PERSON` is `decisions show PERSON`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Show, when no word of the call is a command."""
        if args and "--help" not in args and not self.commands.keys() & set(args):
            args = ["show", *args]
        return super().parse_args(ctx, args)


_decisions = typer.Typer(
    cls=_PersonOrVerb,
    no_args_is_help=True,
    help="Who decided whose a record is; decide otherwise, or undo.",
)

_Reason = Annotated[str, typer.Option(help="Why, for whoever reads the log.")]
_By = Annotated[str, typer.Option("--by", help="Who decides; kept in the log.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(_decisions, name="decisions")


@_decisions.command("show")
def decisions_show(
    person: Annotated[str, typer.Argument(help="Person id; an alias leads to the one of today.")],
    store: StoreUrl,
    as_json: AsJson = False,
) -> None:
    """Show every decision about a person, oldest first; `decisions PERSON` is the same.

    Example: `healthgraph decisions show p-7q… --store embedded:demo/store`
    """
    with reading(store) as opened:
        try:
            found = history(opened, OPERATOR, person)
        except Forbidden:
            raise NotFound("person", person) from None
    if found.person != person:
        complain(f"{person} is {found.person} now")
    if as_json:
        say_json(found)
        return
    columns = ("decision", "when", "deed", "by", "bits", "records", "stands", "why")
    say_table(columns, (_row(line) for line in found.decisions))


def _row(line: HistoryLine) -> tuple[object, ...]:
    deed = f"{line.deed}: {line.outcome}" if line.outcome else line.deed.value
    bits = "" if line.bits is None else f"{line.bits:.1f}"
    given = "\n".join(f"{each.record} → {each.person}" for each in line.given)
    stands = "yes" if line.stands else f"undone by {line.undone_by}"
    return (line.id, line.at[:19], deed, line.made_by, bits, given, stands, line.reason)


@_decisions.command("undo")
def decisions_undo(
    decision: Annotated[str, typer.Argument(help="Decision id, as `decisions PERSON` gives it.")],
    store: StoreUrl,
    reason: _Reason = "",
    by: _By = "operator",
    as_json: AsJson = False,
) -> None:
    """Take a decision back exactly; the undo is a decision too.

    Example: `healthgraph decisions undo d-5m… --reason "wrong card" --store embedded:demo/store`
    """
    with reading(store) as opened:
        _told(undo(opened, decision, _signed(by, reason)), as_json=as_json)


@_decisions.command("merge")
def decisions_merge(
    people: Annotated[list[str], typer.Argument(help="Ids of people who are one.")],
    store: StoreUrl,
    reason: _Reason = "",
    by: _By = "operator",
    as_json: AsJson = False,
) -> None:
    """Say that people are one; the older id that is not provisional survives.

    Example: `healthgraph decisions merge p-7q… p-1b… --store embedded:demo/store`
    """
    with reading(store) as opened:
        _told(merge(opened, people, _signed(by, reason)), as_json=as_json)


@_decisions.command("split")
def decisions_split(
    person: Annotated[str, typer.Argument(help="Person id.")],
    records: Annotated[list[str], typer.Argument(help="Records (facility|code) of another.")],
    store: StoreUrl,
    reason: _Reason = "",
    by: _By = "operator",
    as_json: AsJson = False,
) -> None:
    """Give some records of a person to a new person.

    Example: `healthgraph decisions split p-7q… "01816|BN7" --store embedded:demo/store`
    """
    with reading(store) as opened:
        _told(split(opened, person, records, _signed(by, reason)), as_json=as_json)


@_decisions.command("move")
def decisions_move(
    records: Annotated[list[str], typer.Argument(help="Records (facility|code) of one person.")],
    to: Annotated[str, typer.Option(help="Person id whose they are.")],
    store: StoreUrl,
    reason: _Reason = "",
    by: _By = "operator",
    as_json: AsJson = False,
) -> None:
    """Give records to the person whose they are.

    Example: `healthgraph decisions move "01816|BN7" --to p-7q… --store embedded:demo/store`
    """
    with reading(store) as opened:
        _told(move(opened, records, to, _signed(by, reason)), as_json=as_json)


@_decisions.command("apart")
def decisions_apart(
    one: Annotated[str, typer.Argument(help="Person id.")],
    other: Annotated[str, typer.Argument(help="Person id.")],
    store: StoreUrl,
    reason: _Reason = "",
    by: _By = "operator",
    as_json: AsJson = False,
) -> None:
    """Say that two people are not the same; it holds against every later match.

    Example: `healthgraph decisions apart p-7q… p-1b… --store embedded:demo/store`
    """
    with reading(store) as opened:
        _told(keep_apart(opened, one, other, _signed(by, reason)), as_json=as_json)


@_decisions.command("correct")
def decisions_correct(
    person: Annotated[str, typer.Argument(help="Person id.")],
    field: Annotated[str, typer.Argument(help=f"One of {', '.join(READ)}.")],
    value: Annotated[str, typer.Argument(help="What it is; dates as 1985-07-04.")],
    store: StoreUrl,
    reason: _Reason = "",
    by: _By = "operator",
    as_json: AsJson = False,
) -> None:
    """Correct a field of the golden record; it wins until a better source speaks.

    Example: `healthgraph decisions correct p-7q… birth_date 1985-07-04 --store
    embedded:demo/store`
    """
    with reading(store) as opened:
        _told(correct(opened, person, field, value, _signed(by, reason)), as_json=as_json)


def _signed(by: str, reason: str) -> Signed:
    return Signed(Author("operator", by), reason)


def _told(done: Done, *, as_json: bool) -> None:
    if as_json:
        say_json(done)
    else:
        console().print(f"Decision {done.decision}, person {done.person}.")
