"""What keeps a reader from seeing too much in rows: few facts, parts of a week or month."""

from __future__ import annotations

import datetime as dt

from ai.answering.figures import Figures
from ai.answering.sentences import Speaker
from ai.answering.wording import named
from ai.periods import BUCKETS
from ai.query import Query

_WHOLE = frozenset({"week", "month", "quarter", "year"})


def shaky(query: Query, figures: Figures, speaker: Speaker) -> list[str]:
    """Say of each metric how many of its shown numbers rest on fewer facts than it needs."""
    found = []
    for at, name in enumerate(query.metrics):
        metric = speaker.catalogue.metrics[name]
        cells = [row.now[at] for row in figures.rows if not (row.closed and row.closed[at])]
        few = sum(1 for c in cells if c.value is not None and 0 < c.n < metric.minimum_n)
        if few:
            called, least = named(metric.names, speaker.language), metric.minimum_n
            vi = f"{few} số về {called} dựa trên ít hơn {least} trường hợp, dễ dao động"
            number = "1 number" if few == 1 else f"{few} numbers"
            rests = "rests" if few == 1 else "rest"
            en = f"{number} of {called} {rests} on fewer than {least} facts and may swing"
            found.append(speaker.pick(vi, en))
    return found


def unequal(query: Query, speaker: Speaker) -> list[str]:
    """Say which first or last week, month, quarter or year is not whole in the period."""
    first, last = (dt.date.fromisoformat(d) for d in (query.period.first, query.period.last))
    day = dt.timedelta(1)
    found = []
    for name in query.dimensions:
        if name in _WHOLE:
            bucket = BUCKETS[name]
            cut = [first] if bucket(first - day) == bucket(first) else []
            cut += [last] if bucket(last + day) == bucket(last) else []
            parts = dict.fromkeys(speaker.label(name, bucket(d), speaker.language) for d in cut)
            if parts:
                said = ", ".join(parts)
                found.append(
                    speaker.pick(f"không trọn trong kỳ: {said}", f"not whole in the period: {said}")
                )
    return found
