"""The root of the command line, and where errors become exit codes.

0 fine, 1 findings, 2 bad usage or input, 3 engine unavailable. Never a traceback: an error that
nobody foresaw is named by its type, with HEALTHGRAPH_DEBUG=1 showing where it came from.
"""

from __future__ import annotations

import os
import sys
import traceback

import click
import typer

from api import logs
from api.cli import (
    accounts,
    demo,
    evaluation,
    intake,
    people,
    reference,
    serving,
    simulation,
    storage,
)
from api.cli.screen import complain
from mpi.errors import HealthGraphError, Unavailable

BAD_INPUT, ENGINE_AWAY, STOPPED = 2, 3, 130

app = typer.Typer(
    name="healthgraph",
    help="Hanoi Health Graph: whose record is it, and what is in the citizen's health book.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

for _room in (
    demo, simulation, intake, serving, people, evaluation, storage, accounts, reference
):  # fmt: skip
    _room.register(app)


def main() -> None:
    """Run one command and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; gives its exit code, with the complaint on standard error."""
    logs.configure("warning", "console")
    try:
        code = app(arguments, standalone_mode=False)
    except HealthGraphError as error:
        complain(str(error))
        return ENGINE_AWAY if isinstance(error, Unavailable) else BAD_INPUT
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        complain("stopped")
        return STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001  the promise is: never a traceback
        return _unforeseen(error)
    return code if isinstance(code, int) else 0


def _unforeseen(error: Exception) -> int:
    complain(f"internal error ({type(error).__name__}); HEALTHGRAPH_DEBUG=1 shows where")
    if os.environ.get("HEALTHGRAPH_DEBUG"):
        traceback.print_exception(error)
    return ENGINE_AWAY
