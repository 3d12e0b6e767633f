"""Two in one: where a person's records fall into two who are hardly one citizen. Pure.

Records are a graph whose edges are pairs that would be joined. A person may be two when two records
contradict each other and the others side with one of them; when the graph falls apart; or when two
dense groups hang together by one edge (a bridge) or one record (an articulation point), and most
records of the one say that they are not the other.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice

import networkx as nx

from mpi.bridges import Cut, Side, cut, weak_bridges
from mpi.decide import ceiling
from mpi.decision import PRESENCE, Evidence, Outcome, Scored
from mpi.identity import Identity
from mpi.model_parts import Model
from mpi.presence import NOWHERE, Presence, clash, together
from mpi.profile import profile
from mpi.score import score

#: Records of a person that are looked at; cuts that are tried.
_MOST, _CUTS = 40, 12


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


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A person's records with the weight of each pair."""

    records: tuple[Recorded, ...]
    pairs: Mapping[tuple[int, int], Scored]
    model: Model

    def bits(self, a: int, b: int) -> float:
        """Bits of a pair."""
        return self.pairs[min(a, b), max(a, b)].bits

    def against(self, record: int, side: Side) -> Scored:
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
    for each in islice(firm, _CUTS):
        if all(case.apart(case.against(record, each.stay)) for record in each.go):
            return _parting(case, each)
    for each in islice(weak_bridges(_links(case), case.bits), _CUTS):
        go, stay = each.clear
        bits = [case.against(record, stay).bits for record in go]
        if statistics.median_high(bits) < model.thresholds.maybe:
            return _parting(case, each)
    return None


def _weigh(one: Recorded, others: Sequence[Recorded], model: Model) -> Scored:
    theirs = [profile(said) for other in others for said in other.said]
    found = score(profile(one.said[-1]), theirs, model)
    bar = clash(one.presence, together(other.presence for other in others), model.presence)
    if bar is None:
        return found
    return Scored(found.person, found.bits, (*found.evidence, Evidence(PRESENCE, bar.value, 0.0)))


def _pair(a: Recorded, b: Recorded, model: Model) -> Scored:
    """The better of what each says now against all that the other ever said."""
    return max(_weigh(a, [b], model), _weigh(b, [a], model), key=lambda found: found.bits)


def _contradictions(case: _Case) -> Iterator[Cut]:
    """Cuts between records that must not be joined; the others side with the likelier one."""
    barred = [p for p, s in case.pairs.items() if ceiling(s, case.model) is not Outcome.SAME]
    for a, b in sorted(barred, key=lambda pair: (case.bits(*pair), pair)):
        rest = set(range(len(case.records))) - {a, b}
        near = {n for n in rest if case.bits(n, b) > case.bits(n, a)}
        yield cut(range(len(case.records)), near | {b})


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


def _components(case: _Case) -> Iterator[Cut]:
    groups = sorted(nx.connected_components(_links(case)), key=lambda group: (len(group), *group))
    for group in groups[: len(groups) - 1]:
        yield cut(range(len(case.records)), group)


def _parting(case: _Case, at: Cut) -> Parting:
    first = min(at.go)
    found = case.against(first, at.stay)
    ids = [tuple(case.records[n].record for n in sorted(side)) for side in (at.go, at.stay)]
    return Parting(ids[0], ids[1], found.bits, found.evidence)
