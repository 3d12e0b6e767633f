"""Two in one: where a person's records fall into two who are hardly one citizen. Pure.

Records are a graph whose edges are pairs that would be joined. A person may be two when two records
contradict each other and the others side with one of them; when the graph falls apart; or when two
dense groups hang together by one edge (a bridge) or one record (an articulation point), and most
records of the one say that they are not the other.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice

import networkx as nx

from mpi.decide import ceiling
from mpi.decision import PRESENCE, Evidence, Outcome, Scored
from mpi.identity import Identity
from mpi.model_parts import Model
from mpi.presence import NOWHERE, Presence, clash, together
from mpi.profile import profile
from mpi.score import score

#: Records of a person that are looked at; cuts that are tried.
_MOST, _CUTS = 40, 12
#: Records that make a side dense enough for a weak bridge to matter.
_DENSE = 2


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record with all that it ever said, what stands last, and where it puts its patient."""

    record: str
    said: tuple[Identity, ...]
    presence: Presence = NOWHERE


@dataclass(frozen=True, slots=True)
class Parting:
    """A person may be two: the records that would go, and those that would stay.

    `bits` and `evidence` weigh the first that goes against those that stay.
    """

    go: tuple[str, ...]
    stay: tuple[str, ...]
    bits: float
    evidence: tuple[Evidence, ...]


_Side = frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A person's records with the weight of each pair."""

    records: tuple[Recorded, ...]
    pairs: Mapping[tuple[int, int], Scored]
    model: Model

    def bits(self, a: int, b: int) -> float:
        """Bits of a pair."""
        return self.pairs[min(a, b), max(a, b)].bits

    def against(self, record: int, side: _Side) -> Scored:
        """Weigh a record against a side as against a person."""
        return _weigh(self.records[record], [self.records[n] for n in sorted(side)], self.model)

    def apart(self, found: Scored) -> bool:
        """Tell whether the machine would neither join nor doubt, or must not join."""
        barred = ceiling(found, self.model) is not Outcome.SAME
        return barred or found.bits < self.model.thresholds.maybe


def parting(records: Sequence[Recorded], model: Model) -> Parting | None:
    """Say where a person would be cut in two; None when its records hang together."""
    ordered = sorted(records, key=lambda each: each.record)[:_MOST]
    numbers = range(len(ordered))
    pairs = {(a, b): _pair(ordered[a], ordered[b], model) for a, b in combinations(numbers, 2)}
    case = _Case(tuple(ordered), pairs, model)
    firm = chain(_contradictions(case), _components(case))
    for cut in islice(firm, _CUTS):
        if all(case.apart(case.against(record, cut[1])) for record in cut[0]):
            return _parting(case, *cut)
    for cut, between in islice(_weak(case), _CUTS):
        go, stay = (side - between for side in cut)
        bits = [case.against(record, stay).bits for record in go]
        if statistics.median_high(bits) < model.thresholds.maybe:
            return _parting(case, *cut)
    return None


def _weigh(one: Recorded, others: Sequence[Recorded], model: Model) -> Scored:
    theirs = [profile(said) for other in others for said in other.said]
    found = score(profile(one.said[-1]), theirs, model)
    bar = clash(one.presence, together(other.presence for other in others))
    if bar is None:
        return found
    return Scored(found.person, found.bits, (*found.evidence, Evidence(PRESENCE, bar.value, 0.0)))


def _pair(a: Recorded, b: Recorded, model: Model) -> Scored:
    """The better of what each says now against all that the other ever said."""
    return max(_weigh(a, [b], model), _weigh(b, [a], model), key=lambda found: found.bits)


def _contradictions(case: _Case) -> Iterator[tuple[_Side, _Side]]:
    """Cuts between records that must not be joined; the others side with the likelier one."""
    barred = [p for p, s in case.pairs.items() if ceiling(s, case.model) is not Outcome.SAME]
    for a, b in sorted(barred, key=lambda pair: (case.bits(*pair), pair)):
        rest = set(range(len(case.records))) - {a, b}
        near = {n for n in rest if case.bits(n, b) > case.bits(n, a)}
        yield _smaller_first(case, near | {b})


def _links(case: _Case) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(case.records)))
    same = case.model.thresholds.same
    graph.add_edges_from(
        pair
        for pair, found in case.pairs.items()
        if found.bits >= same and ceiling(found, case.model) is Outcome.SAME
    )
    return graph


def _components(case: _Case) -> Iterator[tuple[_Side, _Side]]:
    groups = sorted(nx.connected_components(_links(case)), key=lambda group: (len(group), *group))
    for group in groups[: len(groups) - 1]:
        yield _smaller_first(case, group)


def _weak(case: _Case) -> Iterator[tuple[tuple[_Side, _Side], _Side]]:
    """Cuts at bridges and articulation points that leave two dense sides.

    With each the record that holds the sides together, which speaks for neither.
    """
    graph = _links(case)
    for bridge in sorted(nx.bridges(graph)):
        rest = graph.copy()
        rest.remove_edge(*bridge)
        yield from _dense(case, nx.node_connected_component(rest, bridge[1]), frozenset())
    for point in sorted(nx.articulation_points(graph)):
        rest = graph.subgraph(set(graph) - {point})
        for group in nx.connected_components(rest):
            others = set(rest) - group
            here = max(case.bits(point, n) for n in group)
            joins = here > max(case.bits(point, n) for n in others)
            side = group | {point} if joins else group
            yield from _dense(case, side, frozenset({point}))


def _dense(
    case: _Case, side: Iterable[int], between: _Side
) -> Iterator[tuple[tuple[_Side, _Side], _Side]]:
    cut = _smaller_first(case, side)
    if min(len(side - between) for side in cut) >= _DENSE:
        yield cut, between


def _smaller_first(case: _Case, side: Iterable[int]) -> tuple[_Side, _Side]:
    one = frozenset(side)
    other = frozenset(range(len(case.records))) - one
    first, second = sorted((one, other), key=lambda each: (len(each), -min(each, default=0)))
    return first, second


def _parting(case: _Case, go: _Side, stay: _Side) -> Parting:
    first = min(go)
    found = case.against(first, stay)
    ids = [tuple(case.records[n].record for n in sorted(side)) for side in (go, stay)]
    return Parting(ids[0], ids[1], found.bits, found.evidence)
