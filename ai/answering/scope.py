"""Whose numbers a reader may ask for: the whole city, one hospital, one old district, one ward."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ai.query import Filter, Query
from mpi.errors import BadInput, Forbidden

_DIMENSIONS = ("facility", "old_district", "ward")


@dataclass(frozen=True, slots=True)
class Scope:
    """One member of one dimension; the empty scope is the whole city."""

    dimension: str = ""
    member: str = ""

    @classmethod
    def parse(cls, text: str) -> Scope:
        """Read what an account or token carries: `01013`, `old_district:005`, `ward:00070`, or "".

        Raises BadInput for another dimension.
        """
        if not text:
            return cls()
        dimension, _, member = text.rpartition(":")
        if (dimension or _DIMENSIONS[0]) not in _DIMENSIONS or not member:
            raise BadInput("scope", f"must be a facility, or one of {', '.join(_DIMENSIONS)}:CODE")
        return cls(dimension or _DIMENSIONS[0], member)

    def holds(self, dimension: str, member: str) -> bool:
        """Whether a reader may name a member."""
        return dimension != self.dimension or member == self.member

    def __str__(self) -> str:
        return f"{self.dimension}:{self.member}" if self.dimension else ""


CITY = Scope()


def narrowed(query: Query, scope: Scope) -> Query:
    """Give the query with the scope as one of its filters, so that nothing else is ever counted.

    Raises Forbidden when it names members outside the scope.
    """
    if not scope.dimension:
        return query
    if any(_outside(each, scope) for each in query.filters):
        raise Forbidden("a scope that holds what was asked for")
    rest = tuple(f for f in query.filters if f.dimension != scope.dimension)
    own = Filter(scope.dimension, (scope.member,))
    return replace(query, filters=(*rest, own))


def _outside(each: Filter, scope: Scope) -> bool:
    """Whether a filter on the scope's own dimension asks for more or other than the scope."""
    if each.dimension != scope.dimension:
        return False
    return each.excluded or set(each.members) != {scope.member}
