"""`healthgraph quarantine …`: messages that could not be taken; the graph itself is not opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.archive import open_archive
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, say_json, say_table
from api.ledger import Ledger, open_ledger
from api.settings import Settings, load
from api.transactions import State, Transaction
from graph.model import HANOI
from mpi.errors import NotFound

_quarantine = typer.Typer(no_args_is_help=True, help="Messages that could not be taken, and why.")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(_quarantine, name="quarantine")


@_quarantine.command("list")
def quarantine_list(
    store: StoreUrl,
    after: Annotated[int, typer.Option(help="Go on behind this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Messages at most.")] = 100,
    facility: Annotated[str | None, typer.Option(help="Of this facility (MA_CSKCB).")] = None,
    day: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Received on this day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what is put aside, oldest first; works beside a running service.

    Example: `healthgraph quarantine list --facility 01003 --store embedded:demo/store`
    """
    with _ledger(load(store_url=store)) as ledger:
        on = day.date() if day else None
        found = ledger.quarantined(after, limit, facility=facility, day=on)
    if as_json:
        say_json([_row(each) for each in found])
    elif not found:
        console().print("Nothing is in quarantine.")
    else:
        columns = ("number", "transaction", "facility", "received", "bytes", "reason")
        say_table(columns, ([_row(t)[c] for c in columns] for t in found))


@_quarantine.command("show")
def quarantine_show(
    transaction: Annotated[str, typer.Argument(help="Transaction id, as in `quarantine list`.")],
    store: StoreUrl,
    raw: Annotated[
        Path | None, typer.Option(help="Also write the message as received to this file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show why one message was put aside.

    Example: `healthgraph quarantine show 4f… --raw message.xml --store embedded:demo/store`
    """
    settings = load(store_url=store)
    with _ledger(settings) as ledger:
        found = ledger.find(transaction)
    if raw is not None:
        raw.write_bytes(open_archive(settings.archive).read(found.sha))
    details = {**_row(found), "sha256": found.sha, "findings": list(found.findings)}
    if as_json:
        say_json(details)
        return
    say_table(("", ""), ((k, v) for k, v in details.items() if k != "findings"))
    columns = ("visit", "table", "row", "field", "rule", "severity")
    say_table(columns, ([f[c] for c in columns] for f in found.findings), "Findings")


@_quarantine.command("replay")
def quarantine_replay(
    store: StoreUrl,
    transaction: Annotated[
        str | None, typer.Argument(help="One transaction; without it, all of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Let messages be tried again, by the running service or by the next `ingest` or `serve`.

    Example: `healthgraph quarantine replay --store embedded:demo/store`
    """
    with _ledger(load(store_url=store)) as ledger:
        if transaction and ledger.find(transaction).state is not State.QUARANTINED:
            raise NotFound("transaction in quarantine", transaction)
        many = ledger.replay(transaction)
    if as_json:
        say_json({"replayed": many})
    else:
        console().print(f"{many} messages will be tried again.")


@contextmanager
def _ledger(settings: Settings) -> Iterator[Ledger]:
    """Open the ledger of a store that exists; the graph itself is not needed."""
    path = settings.directory / "intake.db"
    if not path.is_file():
        raise NotFound("intake ledger", str(path))
    opened = open_ledger(path)
    try:
        yield opened
    finally:
        opened.close()


def _row(each: Transaction) -> dict[str, object]:
    received = dt.datetime.fromtimestamp(each.received_at, HANOI)
    return {
        "number": each.seq,
        "transaction": each.id,
        "facility": each.facility,
        "received": received.isoformat(timespec="seconds"),
        "bytes": each.size,
        "file": each.name,
        "state": each.state.value,
        "reason": each.reason,
    }
