"""Everything that can go wrong, in five closed categories; translated once, at the edge.

HealthGraphError
├── BadInput      field, rule, found    400   exit 2   "birth_date: month 13 in '19851304'"
├── NotFound      kind, key             404   exit 2
├── Conflict      what, version         409   retried inside a unit of work first
├── Forbidden     need, have            403   no hint of what exists
└── Unavailable   what, retry_after     503   exit 3   the message is kept

It lives in `mpi` because every other room may import `mpi`; nothing here knows of identities.
"""

from __future__ import annotations


class HealthGraphError(Exception):
    """Base of every error that this project raises on purpose."""


class BadInput(HealthGraphError):
    """A value given from outside breaks a rule. `field` is what the sender calls it."""

    def __init__(self, field: str, rule: str, found: str = "") -> None:
        super().__init__(f"{field}: {rule}" + (f" in {found!r}" if found else ""))
        self.field, self.rule, self.found = field, rule, found


class NotFound(HealthGraphError):
    """Nothing of this kind has this key, or the reader may not know that it does."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"no {kind} {key!r}")
        self.kind, self.key = kind, key


class Conflict(HealthGraphError):
    """Somebody else changed it meanwhile, or a unique key is taken."""

    def __init__(self, what: str, version: str = "") -> None:
        super().__init__(f"{what} was changed meanwhile" + (f" ({version})" if version else ""))
        self.what, self.version = what, version


class Forbidden(HealthGraphError):
    """The caller may not do this. Says what is needed, never what exists."""

    def __init__(self, need: str, have: str = "") -> None:
        super().__init__(f"needs {need}" + (f", has {have}" if have else ""))
        self.need, self.have = need, have


class Unavailable(HealthGraphError):
    """An engine does not answer. `retry_after` is in seconds; 0 says that waiting will not help."""

    def __init__(self, what: str, retry_after: float = 1.0) -> None:
        super().__init__(what)
        self.what, self.retry_after = what, retry_after
