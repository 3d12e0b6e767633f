"""Whether a file is one of families: what two of one home share is then no sign of one person.

Learning finds housemates in any file, be they people or the spoilt copies of one. Two things tell.
Where housemates are taken for one person, links run from home to home, and hardly any two of those
who are so joined are linked themselves; or a home is joined whole, and the two agree in nothing of
their own. Where spoilt copies are taken for housemates, persons fall apart into pieces, between
which something of their own agrees.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mpi.batch.bits import weigh
from mpi.batch.coded import Levels
from mpi.batch.groups import components
from mpi.batch.judge import Mask, judge
from mpi.model_parts import Model
from mpi.training.fit import Fitted, Sample, fit
from mpi.training.start import STEADY, guessed, is_own

#: Fewer relatives for each record than this are none, where nothing else tells.
_RELATED = 0.2
#: Share of pairs that agree in something of their own, from which they are not those of a home:
#: two of one home do so no more often than twins, namesakes and chance together.
_OWN = 0.2


def fit_relations(begun: Model, sample: Sample) -> Fitted:
    """Learn with relatives and without, and keep what fits; those known of Vietnam stand."""
    with_relations = fit(begun, sample)
    if not guessed(begun.relations):
        return with_relations
    without = fit(replace(begun, relations=()), sample)
    few, many = _links(with_relations.model, sample), _links(without.model, sample)
    split = closure(few, sample) < closure(many, sample)
    further = many & ~few
    own = _own_agrees(without.model, sample, further) and _steady(begun, sample, few, further)
    none = all(relation.people < _RELATED for relation in with_relations.model.relations)
    alike = closure(few, sample) == closure(many, sample)
    return without if (split and own) or (alike and none) else with_relations


def _links(model: Model, sample: Sample) -> Mask:
    return judge(sample.candidates, weigh(sample.candidates, model), model).linked


def closure(linked: Mask, sample: Sample) -> float:
    """Give how many of all two records that links join, directly or not, are linked themselves."""
    first, second = sample.candidates.first[linked], sample.candidates.second[linked]
    sizes = np.bincount(components(sample.records, first, second)).astype(float)
    joined = float((sizes * (sizes - 1) / 2).sum())
    return float(linked.sum()) / joined if joined else 1.0


def _own_agrees(model: Model, sample: Sample, chosen: Mask) -> bool:
    """Say whether these pairs agree in names or dates that a home does not share."""
    bits = weigh(sample.candidates.take(np.flatnonzero(chosen)), model).fields
    own = [found > 0 for field, found in zip(model.fields, bits, strict=True) if is_own(field)]
    return bool(np.mean(np.any(own, axis=0)) > _OWN) if own and chosen.any() else True


def _steady(model: Model, sample: Sample, sure: Mask, further: Mask) -> bool:
    """Say whether sex and numbers differ no more in these pairs than in sure ones.

    Twins and namesakes agree in a thing of their own; half of them differ in sex, all in numbers.
    """
    everybody = np.ones(len(sample.random), np.bool_)
    for n, field in enumerate(model.fields):
        if field.kind == "sex" or field.field in STEADY:
            last, pairs = len(field.levels) - 1, sample.candidates.levels[n]
            strangers = _differ(sample.random.levels[n], everybody, last)
            if _differ(pairs, further, last) > (_differ(pairs, sure, last) + strangers) / 2:
                return False
    return True


def _differ(levels: Levels, chosen: Mask, last: int) -> float:
    """Give how often a field differs in the chosen pairs of which it says something."""
    said = levels[chosen & (levels >= 0)]
    return float(np.mean(said == last)) if len(said) else 0.0
