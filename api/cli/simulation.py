"""`healthgraph simulate`: a city that never was, as files and as truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson
from api.cli.screen import progress, say_json, say_table
from mpi.errors import BadInput
from simulator.run import END, FACILITIES, START, simulate

_DATE = ["%Y-%m-%d"]
_START, _END = (dt.datetime.combine(day, dt.time()) for day in (START, END))


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("simulate")(simulate_city)


@contextmanager
def names_the_setting() -> Iterator[None]:
    """Turn what the simulator refuses (`setting: rule`) into bad input that names the setting."""
    try:
        yield
    except ValueError as error:
        setting, _, rule = str(error).partition(": ")
        raise BadInput(setting, rule) from None


def simulate_city(
    out: Annotated[Path, typer.Argument(help="Folder for feed/, truth/ and manifest.json.")],
    people: Annotated[int, typer.Option(min=1, help="Citizens.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")],
    facilities: Annotated[int, typer.Option(min=3, help="Hospitals and stations.")] = (FACILITIES),
    start: Annotated[
        dt.datetime, typer.Option("--from", formats=_DATE, help="First day of the feed.")
    ] = _START,
    end: Annotated[
        dt.datetime, typer.Option("--to", formats=_DATE, help="Last day of the feed.")
    ] = _END,
    as_json: AsJson = False,
) -> None:
    """Write the official XML of a simulated city, with the truth beside it.

    Example: `healthgraph simulate demo/city --people 5000 --seed 7`
    """
    if end < start:
        raise BadInput("--to", "must not be before --from", end.date().isoformat())
    with progress("simulating", quiet=as_json) as tick, names_the_setting():
        made = simulate(
            out, people=people, seed=seed, facilities=facilities,
            start=start.date(), end=end.date(), progress=tick,
        )  # fmt: skip
    if as_json:
        say_json(made)
    else:
        say_table((str(out), "count"), made.counts.items())
