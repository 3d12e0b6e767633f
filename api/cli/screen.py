"""What commands print: JSON for programs, tables and progress for people; complaints go aside."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

#: Columns of output that goes to a file or a pipe.
_WIDE = 140


class Tick(Protocol):
    """Told how far a long work is: `tick(done, total)`; total 0 when it is not known."""

    def __call__(self, done: int, total: int) -> None: ...  # noqa: D102


class _Screen(Console):
    """A console that leaves it to the root of the command line to end when nobody reads on."""

    def on_broken_pipe(self) -> None:
        """Let the error pass that rich would turn into exit code 1, which means findings."""
        raise BrokenPipeError


def console() -> Console:
    """Standard output for people; plain and wide when it is not a terminal."""
    screen = _Screen(highlight=False)
    return screen if screen.is_terminal else _Screen(highlight=False, width=_WIDE)


def complain(words: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"healthgraph: {words}\n")


def say_json(value: object) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def plain(value: Any) -> Any:
    """Any value of ours as what JSON knows; dataclasses become objects, instants ISO text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def say_table(columns: Sequence[str], rows: Iterable[Sequence[object]], heading: str = "") -> None:
    """A table for people; numbers to the right."""
    table = Table(title=heading or None, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console().print(table)


@contextmanager
def progress(words: str, *, quiet: bool = False) -> Iterator[Tick]:
    """A progress bar on standard error when that is a terminal, else nothing."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    aside = Console(stderr=True)
    with Progress(*columns, console=aside, disable=quiet or not aside.is_terminal) as bar:
        task = bar.add_task(words, total=None)

        def tick(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield tick


@contextmanager
def stages(*, quiet: bool = False) -> Iterator[Callable[[str], Tick]]:
    """A progress bar for each stage of a long work, one under the other, on a terminal."""
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    aside = Console(stderr=True)
    with Progress(*columns, console=aside, disable=quiet or not aside.is_terminal) as bar:

        def stage(words: str) -> Tick:
            _finish(bar)
            task = bar.add_task(words, total=None)
            return lambda done, total: bar.update(task, completed=done, total=total or None)

        yield stage
        _finish(bar)


def _finish(bar: Progress) -> None:
    """Stop the clock of the stage before."""
    for task in bar.tasks:
        if not task.finished:
            bar.update(task.id, completed=task.total or 1, total=task.total or 1)
