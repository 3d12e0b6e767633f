"""Whose record is it: *same*, *maybe* or *new*. A pure function of record, candidates and model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mpi.decision import PRESENCE, Candidate, Evidence, Outcome, Scored, Verdict
from mpi.identity import Identity
from mpi.model_parts import Model
from mpi.presence import Clash
from mpi.profile import Profile, profile
from mpi.score import score
from mpi.weights import weights

_RANK = {Outcome.NEW: 0, Outcome.MAYBE: 1, Outcome.SAME: 2}
#: Bits that two stored persons can have for being one, under the ceiling of their contradictions.
_MOST_ALIKE = {Outcome.NEW: -math.inf, Outcome.MAYBE: 0.0, Outcome.SAME: math.inf}


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate after scoring: what it would be called if there were no other."""

    scored: Scored
    profiles: tuple[Profile, ...]
    outcome: Outcome
    barred: bool

    @property
    def order(self) -> tuple[int, float, str]:
        """Best last; equal bits fall to the smaller id, so that order of candidates is nothing."""
        return (-_RANK[self.outcome], -self.scored.bits, self.scored.person)


def decide(identity: Identity, candidates: Sequence[Candidate], model: Model) -> Verdict:
    """Judge one record among its candidates; the candidates' order does not matter.

    *same* needs the threshold, an anchor, no contradiction, and that no second person explains the
    record nearly as well, unless the two are likely to be one citizen already stored twice.
    """
    record = profile(identity)
    ranked = sorted((_weigh(record, each, model) for each in candidates), key=lambda w: w.order)
    if not ranked:
        return Verdict(Outcome.NEW, None, None, model.version)
    best, rest = ranked[0], ranked[1:]
    outcome = best.outcome
    if outcome is Outcome.SAME and _disputed(best, rest, model):
        outcome = Outcome.MAYBE
    runner_up = rest[0].scored if rest else None
    return Verdict(outcome, best.scored, runner_up, model.version)


def _weigh(record: Profile, candidate: Candidate, model: Model) -> _Weighed:
    profiles = tuple(profile(each) for each in candidate.identities)
    scored = score(record, profiles, model, person_id=candidate.person)
    if candidate.clash:
        scored = _clashing(scored, candidate.clash)
    most = Outcome.NEW if candidate.cannot_link else ceiling(scored, model)
    outcome = min(_by_bits(scored, model), most, key=_RANK.__getitem__)
    return _Weighed(scored, profiles, outcome, barred=most is Outcome.NEW)


def _by_bits(scored: Scored, model: Model) -> Outcome:
    if scored.bits >= model.thresholds.same and _anchored(scored.evidence, model):
        return Outcome.SAME
    return Outcome.MAYBE if scored.bits >= model.thresholds.maybe else Outcome.NEW


def _anchored(evidence: tuple[Evidence, ...], model: Model) -> bool:
    return any(e.field in model.anchors and e.bits > 0 for e in evidence)


def _clashing(scored: Scored, found: Clash) -> Scored:
    """Tell of the clash among the evidence; it has no bits, it is a bar."""
    return replace(scored, evidence=(*scored.evidence, Evidence(PRESENCE, found.value, 0.0)))


def ceiling(scored: Scored, model: Model) -> Outcome:
    """Give the most that contradictions among the evidence allow, whatever else agrees."""
    ceilings = weights(model).ceilings
    limits = (
        model.presence.at_most
        if e.field == PRESENCE
        else ceilings.get((e.field, e.level), Outcome.SAME)
        for e in scored.evidence
    )
    return min(limits, key=_RANK.__getitem__)


def _disputed(best: _Weighed, rest: list[_Weighed], model: Model) -> bool:
    """Say whether the odds for the best, with the rivals counted, fall below the threshold.

    A rival counts by the chance that it is another citizen than the best: if it is the same one
    stored twice, joining the better of them mixes nobody.
    """
    rivals = [w for w in rest if not w.barred and w.scored.bits > 0]
    if _odds(best, [2**w.scored.bits for w in rivals]) >= model.thresholds.same:
        return False
    weighed = [_other_citizen(best, w, model) * 2**w.scored.bits for w in rivals]
    return _odds(best, weighed) < model.thresholds.same


def _odds(best: _Weighed, rivals: list[float]) -> float:
    """log2 of the odds for the best against nobody and all rivals, given as odds, together."""
    return best.scored.bits - math.log2(1 + math.fsum(rivals))


def _other_citizen(best: _Weighed, rival: _Weighed, model: Model) -> float:
    """Chance that two stored persons are two citizens: 1 under a ban, at least 1/2 under doubt."""
    pairs = [score(each, best.profiles, model) for each in rival.profiles]
    alike = max(min(s.bits, _MOST_ALIKE[ceiling(s, model)]) for s in pairs)
    return 1 / (1 + 2**alike)
