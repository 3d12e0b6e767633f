"""A share of the service for each account: a token bucket (RFC 2697's committed rate and burst)."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from api.refusals import TooManyRequests


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_second` requests in the long run, up to `burst` at once."""

    per_second: float
    burst: int


class RateLimiter:
    """Buckets by key, in memory of this process; the longest unused are forgotten first.

    A forgotten bucket comes back full, so `remember` must exceed the accounts that are busy
    within `burst / per_second` seconds.
    """

    def __init__(
        self, rate: Rate, clock: Callable[[], float] = time.monotonic, remember: int = 10_000
    ) -> None:
        self._rate, self._clock, self._remember = rate, clock, remember
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one request of `key`. Raises TooManyRequests saying when the next may come."""
        with self._lock:
            level, now = self._level(key), self._clock()
            taken = level >= 1
            self._buckets[key] = (level - taken, now)
            self._buckets.move_to_end(key)
            if len(self._buckets) > self._remember:
                self._buckets.popitem(last=False)
        if not taken:
            raise TooManyRequests((1 - level) / self._rate.per_second)

    def forgive(self, key: str) -> None:
        """Fill the bucket of `key` again, as after a password that was right in the end."""
        with self._lock:
            self._buckets.pop(key, None)

    def _level(self, key: str) -> float:
        level, at = self._buckets.get(key, (float(self._rate.burst), self._clock()))
        return min(self._rate.burst, level + (self._clock() - at) * self._rate.per_second)
