"""What the Neo4j driver raises, in the project's five categories.

The server's messages quote values and texts, so only its codes and the shape of the fault are
kept, with quoted text masked, and the original error is not chained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
)

from graph.retry import Away, Lost
from mpi.errors import BadInput, Conflict, HealthGraphError, Unavailable

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")


@contextmanager
def translated() -> Iterator[None]:
    """Let nothing of the driver's out of this block; everything else passes."""
    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise translate(error) from None


def translate(error: Neo4jError | DriverError) -> HealthGraphError:
    """The same fault as one of `mpi.errors`."""
    code = getattr(error, "code", None) or ""
    return next(make(error) for holds, make in _TABLE if holds(error, code))


def _refused(error: Exception) -> BadInput:
    first = str(getattr(error, "message", None) or error).partition("\n")[0]
    return BadInput("statement", _QUOTED.sub("'…'", first))


def _retryable(error: Neo4jError | DriverError, _code: str) -> bool:
    return error.is_retryable()


def _is_lost(error: Neo4jError | DriverError, code: str) -> bool:
    """A fault of this transaction, such as a deadlock, not of the server or the way to it."""
    return isinstance(error, Neo4jError) and error.is_retryable() and "Unavailable" not in code


def _is(kind: type[Exception]) -> Callable[[Exception, str], bool]:
    return lambda error, _code: isinstance(error, kind)


def _says(*parts: str) -> Callable[[Exception, str], bool]:
    return lambda _error, code: any(part in code for part in parts)


def _always(_error: Exception, _code: str) -> bool:
    return True


_TABLE: tuple[
    tuple[Callable[..., bool], Callable[[Neo4jError | DriverError], HealthGraphError]], ...
] = (
    (_is(ConstraintError), lambda _: Conflict("a unique key")),
    (_says("TransactionTimedOut"), lambda _: Unavailable("a statement ran out of time", 0)),
    (_says("AccessMode"), lambda _: BadInput("statement", "writes in a read")),
    (_is(AuthError), lambda _: Unavailable("Neo4j refuses user or password", 0)),
    (_says("DatabaseNotFound"), lambda _: Unavailable("Neo4j has no such database", 0)),
    (_is(ConfigurationError), lambda _: Unavailable("Neo4j's address cannot be used", 0)),
    (_says("ConstraintCreationFailed", "IndexAlreadyExists"), lambda _: Conflict("the schema")),
    (_is_lost, lambda _: Lost()),
    (_retryable, lambda _: Away("Neo4j does not answer", 5.0)),
    (_says("ClientError"), _refused),
    (_always, lambda error: Unavailable(f"Neo4j failed: {type(error).__name__}", 5.0)),
)
