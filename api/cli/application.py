"""The root of the command line, and where errors become exit codes.

0 fine, 1 findings, 2 bad usage or input, 3 engine unavailable; 130 stopped before the end. Never a
traceback: every error is one line on standard error, with or without `--json`. An error that
nobody foresaw is named by its type, with HEALTHGRAPH_DEBUG=1 showing where it came from.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Annotated

import typer
from typer.core import TyperGroup

from api.cli.deferred import COMMANDS, deferred
from api.cli.screen import complain
from mpi.errors import HealthGraphError, Unavailable

FINE, BAD_INPUT, ENGINE_AWAY, STOPPED = 0, 2, 3, 130

_NAME = "healthgraph"
_EPILOGUE = (
    "Every command has `--help` with an example and `--json`. "
    "Exit codes: 0 fine, 1 findings, 2 bad usage or input, 3 engine unavailable."
)
#: Faults of the disk, not of the one who typed the path.
_DISK = {errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.ENFILE}

_root = typer.Typer(
    name=_NAME,
    help="Hanoi Health Graph: whose record is it, and what is in the citizen's health book.",
    epilog=_EPILOGUE,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"{_NAME} {version('hanoi-health-graph')}\n")
        raise typer.Exit


@_root.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version."),
    ] = False,
) -> None: ...


def group() -> TyperGroup:
    """Make the root with every command by name; what a command needs is imported when it runs."""
    root = typer.main.get_group(_root)
    root.commands.update({entry.name: deferred(entry) for entry in COMMANDS})
    return root


def main() -> None:
    """Run one command and leave with its exit code; SIGTERM ends it as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; gives its exit code, with the complaint on standard error."""
    try:
        code = _invoke(list(arguments))
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001  the promise is: never a traceback
        return next(end(error) for kind, end in _ENDS if isinstance(error, kind))
    except KeyboardInterrupt:
        return _stopped()
    return code


def _invoke(arguments: list[str]) -> int:
    root = group()
    with root.make_context(_NAME, arguments) as context:
        code = root.invoke(context)
    return code if isinstance(code, int) else FINE


def _known(error: HealthGraphError) -> int:
    complain(str(error))
    return ENGINE_AWAY if isinstance(error, Unavailable) else BAD_INPUT


def _misused(error: typer.TyperException) -> int:
    """Say what is wrong with the call and where help is; without arguments, help was the answer."""
    words = error.format_message().strip()
    path = getattr(getattr(error, "ctx", None), "command_path", _NAME)
    if words:
        complain(f"{words.rstrip('.')} (see `{path} --help`)")
    return BAD_INPUT


def _stopped(_error: object = None) -> int:
    complain("stopped")
    return STOPPED


def _unheard(_error: object) -> int:
    """Whoever read our output has had enough: no error, and nothing left to flush."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINE


def _of_the_system(error: OSError) -> int:
    words = error.strerror or type(error).__name__
    complain(f"{error.filename}: {words}" if error.filename else words)
    return ENGINE_AWAY if error.errno in _DISK else BAD_INPUT


def _unforeseen(error: Exception) -> int:
    complain(f"internal error ({type(error).__name__}); HEALTHGRAPH_DEBUG=1 shows where")
    if os.environ.get("HEALTHGRAPH_DEBUG"):
        traceback.print_exception(error)
    return ENGINE_AWAY


#: How each kind of error ends; the first that fits counts.
_ENDS: tuple[tuple[type[Exception], Callable[..., int]], ...] = (
    (HealthGraphError, _known),
    (typer.TyperException, _misused),
    (typer.Exit, lambda error: error.exit_code),
    (typer.Abort, _stopped),
    (EOFError, _stopped),
    (BrokenPipeError, _unheard),
    (OSError, _of_the_system),
    (Exception, _unforeseen),
)
