"""A store with one doubtful match: An with all his numbers, and a record without any."""

from __future__ import annotations

from dataclasses import dataclass

from graph.joining import join
from graph.store import Store
from mpi.model import default
from tests.records import visit, who

FULL = visit(who(phone="0903172645", address="12 Hàng Bông"))
THIN = visit(who(number=""), facility="01003", local_id="X", key="W1", day="2026-03-09")


@dataclass(frozen=True)
class Doubt:
    """The older person, the provisional one, and their records."""

    person: str
    doubtful: str
    record: str = "01004|BN1"
    thin: str = "01003|X"

    @property
    def task(self) -> str:
        """Id of the review task."""
        return f"t-{self.thin}"


def doubt(store: Store) -> Doubt:
    """Put the two into a store."""
    first, second = (join(store, [record], default())[0].person for record in (FULL, THIN))
    assert first != second
    return Doubt(first, second)
