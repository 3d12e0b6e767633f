"""A general kind of value as a table: how text is read, and its comparison levels as rows.

One table serves both ways: `ValueKind.level` compares two values at once for the real-time path,
`mpi.batch.levels` runs the same rows over millions of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from mpi.compare.sieves import Counted, alike

#: What a value is read into; None says nothing.
Form = Hashable


@dataclass(frozen=True, slots=True)
class Holds:
    """A test by a predicate on two forms; must be symmetric.

    Whatever passes it passes the `sieve` too: of whole columns only what is left there is tested.
    """

    predicate: Callable[[Any, Any], bool]
    sieve: Counted | None = None

    def passes(self, a: Form, b: Form) -> bool:
        """Say whether it holds for two forms."""
        return self.predicate(a, b)


@dataclass(frozen=True, slots=True)
class Alike:
    """A test by a string measure of rapidfuzz on a text of each form, which must not be empty.

    It passes from `least` for a similarity, up to `most` for a distance; exactly one is given.
    """

    scorer: Callable[..., float]
    least: float | None = None
    most: int | None = None
    text: Callable[[Any], str] = str

    @property
    def bound(self) -> float:
        """From how alike on, or up to how far apart, it passes."""
        return float(self.most if self.most is not None else (self.least or 0))

    def bounded(self, bound: float) -> Alike:
        """Give the same test with another bound."""
        if self.most is not None:
            return replace(self, most=int(bound))
        return replace(self, least=bound)

    def passes(self, a: Form, b: Form) -> bool:
        """Say whether two forms are alike enough."""
        first, second = self.text(a), self.text(b)
        if not (first and second):
            return False
        score = self.scorer(first, second)
        return score <= self.most if self.most is not None else score >= (self.least or 0)


Test = Holds | Alike | Counted


@dataclass(frozen=True, slots=True)
class Row:
    """A level with the test of it, a chance of it for one citizen to begin training with.

    `rare` says that strangers reach it by having the same or a like value, so that its u follows
    the share of people who have the value.
    """

    level: str
    test: Test
    start: float
    rare: bool = False

    @property
    def bound(self) -> float | None:
        """The bound of a test by likeness, which a model may set otherwise; None for others."""
        return self.test.bound if isinstance(self.test, Alike) else None

    def bounded(self, bound: float | None) -> Row:
        """Give the row with another bound, or itself where none is given or it has none."""
        if bound is None or not isinstance(self.test, Alike):
            return self
        return replace(self, test=self.test.bounded(bound))


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A kind: `read` takes the column's text and those looked in beside it; the last row holds.

    `facets` are what blocking keys can be made of, `share_key` is the text whose share counts.
    Where a form may hold several values, `several` takes it apart, and the best two speak.
    """

    read: Callable[[tuple[str, ...]], Form | None]
    rows: tuple[Row, ...]
    facets: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    share_key: Callable[[Any], str] = str
    several: Callable[[Any], tuple[Any, ...]] | None = None

    @property
    def names(self) -> list[str]:
        """The levels' names, best first."""
        return [row.level for row in self.rows]

    def level(self, a: tuple[str, ...], b: tuple[str, ...]) -> str | None:
        """Give the best level that holds for two values as sent; None when either says nothing."""
        first, second = self.read(a), self.read(b)
        if first is None or second is None:
            return None
        pairs = list(product(self.each(first), self.each(second)))
        return next(row.level for row in self.rows if any(row.test.passes(x, y) for x, y in pairs))

    def each(self, form: Any) -> tuple[Any, ...]:
        """Give the values that a form holds."""
        return self.several(form) if self.several else (form,)


def otherwise(level: str = "different", start: float = 0.05) -> Row:
    """Give the row that always holds."""
    return Row(level, Holds(_always), start)


def _always(_a: Form, _b: Form) -> bool:
    return True


def equal(level: str = "same", start: float = 0.8) -> Row:
    """Give the row of two equal forms."""
    return Row(level, Holds(_equal, alike(str)), start, rare=True)


def _equal(a: Form, b: Form) -> bool:
    return a == b
