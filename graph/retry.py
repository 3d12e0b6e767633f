"""How often and how patiently a unit of work is tried again; the same for both engines."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """At most `tries`; before try n a pause of up to `pause * 2**n` seconds, at most `longest`.

    The pause is drawn at random ("full jitter"), so that writers who met once do not meet again.
    """

    tries: int = 12
    pause: float = 0.005
    longest: float = 0.5

    def wait(self, failed: int) -> None:
        """Sleep before the next try, after `failed` tries."""
        limit = min(self.longest, self.pause * 2**failed)
        time.sleep(random.uniform(0, limit))  # noqa: S311  a pause, not a secret


def insist(
    attempt: Callable[[], T],
    *,
    again: Callable[[Exception], bool],
    patience: Patience,
) -> T:
    """The result of `attempt`, repeated while its error is one that `again` accepts.

    The last error is raised as it is once patience is over.
    """
    for failed in range(patience.tries - 1):
        try:
            return attempt()
        except Exception as error:
            if not again(error):
                raise
        patience.wait(failed)
    return attempt()
