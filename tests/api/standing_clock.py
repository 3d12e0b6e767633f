"""A clock for tests of what takes time: it stands still until it is moved."""

from dataclasses import dataclass


@dataclass
class Clock:
    """Seconds since whenever."""

    now: float = 1_000.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now
