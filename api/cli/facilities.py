"""`healthgraph facilities` and `healthgraph quality`: who is in step, and how good the data is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from statistics import fmean
from typing import Annotated, Any

import typer

from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, plain, say_json, say_table
from api.facilities import FacilityState, facility_states, silent
from api.indicators import INDICATORS, Asked, Quality, Word, measured
from api.ledger import open_ledger
from api.quality_sheet import write_sheet
from api.settings import Settings, load
from graph.model import HANOI
from mpi.errors import BadInput, NotFound

_FINDINGS = 1


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("facilities")(facilities_list)
    app.command("quality")(quality_report)


def facilities_list(
    store: StoreUrl,
    on: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="As seen on that day; today when left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show every facility's state: what came against what its weeks let expect; exit 1 when silent.

    Example: `healthgraph facilities --store embedded:demo/store --on 2026-06-30`
    """
    settings = load(store_url=store)
    with reading(store) as opened, _ledger(settings) as ledger:
        found = facility_states(opened, on.date() if on else _today(), ledger)
    if as_json:
        say_json([row(each) for each in found])
    else:
        columns = ("facility", "name", "wire", "last", "week", "expected", "lag", "state")
        say_table(columns, map(_cells, found))
    raise typer.Exit(_FINDINGS if silent(found) else 0)


def quality_report(
    facility: Annotated[
        str, typer.Argument(help="Facility code (MA_CSKCB), or `all` for a table of all.")
    ],
    store: StoreUrl,
    first: Annotated[
        dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")
    ] = None,
    last: Annotated[
        dt.datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Also write a workbook to send to the facility.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure a facility's data: right, complete, clean, live, deep, in step; the last 30 days.

    Example: `healthgraph quality 01003 --from 2026-06-01 --to 2026-06-30 --store embedded:store`
    """  # fmt: skip
    one = "" if facility == "all" else facility
    if xlsx and not one:
        raise BadInput("--xlsx", "needs a facility: a workbook goes to one of them")
    end = last.date() if last else _today()
    begin = first.date() if first else end - dt.timedelta(days=29)
    further = str(load(store_url=store).quality_rules or "")
    with reading(store) as opened:
        found = measured(opened, Asked(begin, end, _today(), one, further))
    if one and not found:
        raise NotFound("facility with data in the period", facility)
    if xlsx:
        write_sheet(found[0], xlsx)
    if as_json:
        say_json([plain(each) | {"shares": _shares(each)} for each in found])
    elif one:
        _show_one(found[0])
    else:
        say_table(("facility", "messages", *Word), map(_word_cells, found))


def row(each: FacilityState) -> dict[str, Any]:
    """Write a state as one JSON object."""
    return {"name": each.name, **plain(each.state), **plain(each.refusals)}


def _cells(each: FacilityState) -> Sequence[object]:
    state = each.state
    last = dt.datetime.fromisoformat(state.last_received_at).astimezone(HANOI)
    lag = "" if state.lag is None else str(dt.timedelta(seconds=state.lag))
    words = "silent" if state.silent else ("gaps" if state.gaps else "in step")
    return (
        state.facility, each.name, state.wire, f"{last:%Y-%m-%d %H:%M}", state.received,
        f"{state.expected:g}", lag, words,
    )  # fmt: skip


def _shares(each: Quality) -> dict[str, dict[str, Any]]:
    return {
        name: {"part": share.part, "whole": share.whole, "share": share.value}
        for name, share in each.shares.items()
    }


def _word_cells(each: Quality) -> Sequence[object]:
    """A facility in one line: of each word the mean of its indicators."""
    means = [_mean(each, word) for word in Word]
    return (each.facility, each.messages, *map(_percent, means))


def _mean(each: Quality, word: Word) -> float | None:
    known = [
        share.value
        for name, share in each.shares.items()
        if INDICATORS[name].word is word and share.value is not None
    ]
    return fmean(known) if known else None


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}"


def _show_one(quality: Quality) -> None:
    console().print(f"{quality.facility}, {quality.first} to {quality.last}: "
                    f"{quality.messages} messages, {quality.records} records")  # fmt: skip
    shares = (
        (INDICATORS[name].word, INDICATORS[name].vi, INDICATORS[name].en, s.part, s.whole,
         _percent(s.value))
        for name, s in quality.shares.items()
    )  # fmt: skip
    say_table(("word", "chỉ số", "indicator", "of it", "of", "%"), shares)
    broken = ((b.rule, b.vi, b.en, b.many, b.of, ", ".join(b.examples[:2])) for b in quality.broken)
    say_table(("rule", "quy tắc", "in English", "broken", "of", "such as"), broken)


def _today() -> dt.date:
    return dt.datetime.now(HANOI).date()


def _ledger(settings: Settings) -> Any:
    """Open the ledger where there is one: a store on another machine has none here."""
    path = settings.directory / "intake.db"
    return closing(open_ledger(path)) if path.is_file() else nullcontext(None)
