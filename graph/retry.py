"""How often and how patiently a unit of work is tried again; the same for both engines."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from mpi.errors import Conflict, Unavailable

T = TypeVar("T")


class Lost(Conflict):
    """Another writer was first, nothing was stored: the same work may be run again."""

    def __init__(self) -> None:
        super().__init__("the graph")


class Away(Unavailable):
    """The engine did not answer and surely stored nothing: the same work may be run again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """At most `tries`; after n failed tries a pause of up to `pause * 2**n` s, at most `longest`.

    The pause is drawn at random ("full jitter"), so that writers who met once do not meet again.
    """

    tries: int = 16
    pause: float = 0.005
    longest: float = 0.5

    def wait(self, failed: int) -> None:
        """Sleep before the next try, after `failed` tries."""
        limit = min(self.longest, self.pause * 2**failed)
        time.sleep(random.uniform(0, limit))  # noqa: S311  a pause, not a secret


def insist(attempt: Callable[[], T], patience: Patience) -> T:
    """The result of `attempt`, which is repeated while it raises Lost or Away.

    The last error is raised as it is once patience is over.
    """
    for failed in range(patience.tries - 1):
        try:
            return attempt()
        except (Lost, Away):
            patience.wait(failed)
    return attempt()
