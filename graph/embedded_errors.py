"""What kglite raises, in the project's five categories.

An engine's message may quote a value (a patient's number in a duplicate key), so quoted text is
masked and the original error is not chained: a traceback must be fit for a log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import kglite

from graph.retry import Lost
from mpi.errors import BadInput, Conflict, HealthGraphError, Unavailable

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@contextmanager
def translated() -> Iterator[None]:
    """Let nothing of the engine's out of this block; everything else passes."""
    try:
        yield
    except Exception as error:
        known = translate(error)
        if known is None:
            raise
        raise known from None


def translate(error: Exception) -> HealthGraphError | None:
    """The same fault as one of `mpi.errors`; None when it is not an engine's fault."""
    return next((make(error) for kind, make in _TABLE if isinstance(error, kind)), None)


def _masked(error: Exception) -> str:
    first = str(error).partition("\n")[0]
    return _QUOTED.sub("'…'", first)


def _refused(error: Exception) -> BadInput:
    return BadInput("statement", _masked(error))


def _held(error: kglite.WriterLeaseHeldError) -> Unavailable:
    holder = (error.holder or {}).get("pid")
    who = f"another process (pid {holder})" if holder else "another process"
    if (error.holder or {}).get("self"):
        who = "this process"
    return Unavailable(
        f"{who} has this store open: stop it, or ask the running service", retry_after=0
    )


_TABLE: tuple[tuple[type[Exception], Callable[..., HealthGraphError]], ...] = (
    (kglite.WriterLeaseHeldError, _held),
    (kglite.ConstraintViolationError, lambda _: Conflict("a unique key")),
    (kglite.ConstraintError, lambda _: Conflict("a constraint that existing data break")),
    (kglite.TransactionConflictError, lambda _: Lost()),
    (kglite.CypherTimeoutError, lambda _: Unavailable("a statement ran out of time", 0)),
    (kglite.ReadOnlyError, lambda _: BadInput("statement", "writes in a read")),
    (kglite.CypherError, _refused),
    (kglite.SchemaError, _refused),
    (kglite.ArgumentError, _refused),
    (kglite.FileFormatError, lambda _: Unavailable("the store's file cannot be read", 0)),
    (kglite.FileIoError, lambda error: Unavailable(f"the store's file: {_masked(error)}", 0)),
    (kglite.KgError, lambda error: Unavailable(f"the engine failed: {_masked(error)}", 0)),
)
