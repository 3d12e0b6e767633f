"""How common each value is among people: counted over people, not records, and with foresight.

A value that one person has says little about how many of the unseen have it. Good and Turing's
estimate (Good 1953) gives it the share that such values are found to have.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import polars as pl

from mpi.batch.coded import Coded, Codes
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import Field, Level, Model, Shares

#: Counts up to which Good and Turing's estimate stands in for the count itself.
_FEW = 5
#: Values kept in a model file for one field; the rest are `unlisted`.
_LISTED = 20_000


def with_shares_of(model: Model, columns: tuple[Coded, ...], person: Codes) -> Model:
    """Give every general field whose kind has rare levels its shares, u then following them."""
    fields = (
        _field(field, column, person) for field, column in zip(model.fields, columns, strict=True)
    )
    return replace(model, fields=tuple(fields))


def _field(field: Field, column: Coded, person: Codes) -> Field:
    if field.kind not in VALUE_KINDS:
        return field
    rare = VALUE_KINDS[field.kind].rows[0].rare
    shares = _shares(field, column, person) if rare else None
    return field if shares is None else replace(field, shares=shares, levels=_levels(field))


def _levels(field: Field) -> tuple[Level, ...]:
    """Two strangers have the same value as often as it is had."""
    first, *rest = field.levels
    return (replace(first, u=1.0, by_value=True), *rest)


def _shares(field: Field, column: Coded, person: Codes) -> Shares | None:
    counts = _people_by_value(field, column, person)
    total = sum(counts.values())
    if total == 0:
        return None
    seen = _foreseen(Counter(counts.values()), total)
    shares = {value: seen.get(n, n / total) for value, n in counts.items()}
    common = sorted(shares, key=lambda value: (-shares[value], value))[:_LISTED]
    unlisted = seen.get(1, 1 / total)
    kept = {value: shares[value] for value in common if shares[value] > unlisted}
    return Shares(kept, min(unlisted, 0.999))


def _people_by_value(field: Field, column: Coded, person: Codes) -> Counter[str]:
    """Count each value once for a person who has it."""
    said = column.codes >= 0
    pairs = pl.DataFrame({"p": person[said], "v": column.codes[said]}).unique()
    kind = VALUE_KINDS[field.kind]
    found: Counter[str] = Counter()
    for code, many in pairs.group_by("v").len().iter_rows():
        for each in kind.each(column.forms[code]):
            found[kind.share_key(each)] += many
    return found


def _foreseen(times: Counter[int], total: int) -> dict[int, float]:
    """Shares of values seen once, twice ... up to a few times, never falling with the count."""
    shares: dict[int, float] = {}
    least = 0.5 / total**1.5
    for n in range(1, _FEW + 1):
        if times[n] and times[n + 1]:
            least = max(least, min((n + 1) * times[n + 1] / times[n], n) / total)
            shares[n] = least
        elif times[n]:
            shares[n] = least = max(least, (n - 0.5) / total)
    return shares
