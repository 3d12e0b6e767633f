"""Weak bridges: where two dense groups of records hang together by one link or by one record.

A graph's bridges are links, and its articulation points records, without which it falls apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

#: Records that make a side dense enough for a weak bridge to matter.
DENSE = 2

Side = frozenset[int]


@dataclass(frozen=True, slots=True)
class Cut:
    """Two sides, the smaller one first; `between` is the record that holds them together, if any.

    That record is on one of the sides and speaks for neither.
    """

    go: Side
    stay: Side
    between: Side = frozenset()

    @property
    def clear(self) -> tuple[Side, Side]:
        """Both sides without the record that is between them."""
        return self.go - self.between, self.stay - self.between


def cut(everybody: Iterable[int], side: Iterable[int], between: Side = frozenset()) -> Cut:
    """Cut a side off: of two sides of one size that with the later first record goes."""
    one = frozenset(side)
    go, stay = sorted(
        (one, frozenset(everybody) - one), key=lambda each: (len(each), -min(each, default=0))
    )
    return Cut(go, stay, between)


def weak_bridges(links: nx.Graph, bits: Callable[[int, int], float]) -> Iterator[Cut]:
    """Give the cuts at bridges and articulation points that leave two dense sides.

    `bits` of two records say which side a record between them leans to.
    """
    for bridge in sorted(nx.bridges(links)):
        rest = links.copy()
        rest.remove_edge(*bridge)
        yield from _dense(cut(links, nx.node_connected_component(rest, bridge[1])))
    for point in sorted(nx.articulation_points(links)):
        yield from _at(links, point, bits)


def _at(links: nx.Graph, point: int, bits: Callable[[int, int], float]) -> Iterator[Cut]:
    rest = links.subgraph(set(links) - {point})
    for group in nx.connected_components(rest):
        here = max(bits(point, n) for n in group)
        joins = here > max(bits(point, n) for n in set(rest) - group)
        side = group | {point} if joins else group
        yield from _dense(cut(links, side, frozenset({point})))


def _dense(found: Cut) -> Iterator[Cut]:
    if min(map(len, found.clear)) >= DENSE:
        yield found
