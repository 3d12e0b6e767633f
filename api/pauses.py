"""Short pauses for garbage: what a service has loaded stays, so nobody looks through it again."""

from __future__ import annotations

import gc

#: New objects before the young are looked at, and how many such looks before the older ones are.
_THRESHOLDS = (100_000, 50, 20)


def keep_pauses_short() -> None:
    """Set aside all that there is now, and collect more rarely; once, when a service has started.

    Profiles of candidates are kept by the hundred thousand of objects, and a full collection of
    them took a quarter of a second (docs/adr/0028); hardly anything here refers to itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
