"""Many callers, one commit: whoever comes first commits for all who wait, and all see it done.

A durable commit costs one fsync whatever it holds, so callers that arrive while one runs share
the next. Nobody returns before the commit that holds his item has returned.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Ticket(Generic[T]):
    item: T
    done: bool = False
    error: BaseException | None = None


class GroupCommit(Generic[T]):
    """Collects items of several threads and hands them to `commit` together."""

    def __init__(self, commit: Callable[[Sequence[T]], None]) -> None:
        self._commit = commit
        self._committing, self._queueing = threading.Lock(), threading.Lock()
        self._queue: list[_Ticket[T]] = []

    def add(self, item: T) -> None:
        """Return when `item` is committed; raise what its commit raised."""
        ticket = _Ticket(item)
        with self._queueing:
            self._queue.append(ticket)
        with self._committing:
            if not ticket.done:
                self._commit_queue()
        if ticket.error is not None:
            raise ticket.error

    def _commit_queue(self) -> None:
        with self._queueing:
            group, self._queue = self._queue, []
        error: BaseException | None = None
        try:
            self._commit([ticket.item for ticket in group])
        except BaseException as failure:  # noqa: BLE001  every member of the group must learn it
            error = failure
        for ticket in group:
            ticket.error, ticket.done = error, True
