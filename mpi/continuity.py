"""Whether a facility's own patient code still speaks of the patient it spoke of before.

A code (MA_BN) is local and nearly always one person's, but hospitals do reuse it, and register a
newborn under its mother's. So the code counts as strong evidence, and is still only evidence.
"""

from __future__ import annotations

import math

from mpi.identity import Identity
from mpi.model_parts import Model
from mpi.profile import profile
from mpi.score import score


def contradicts(identity: Identity, earlier: Identity, model: Model) -> bool:
    """Say whether an identity under a known code is more likely somebody else's than its owner's.

    The code takes the place of the model's prior: not one of the whole population, but the owner
    in all but one of `codes_per_reuse` cases.
    """
    if identity == earlier:
        return False
    evidence = score(profile(identity), (profile(earlier),), model).bits
    prior = math.log2(model.population) + math.log2(model.codes_per_reuse)
    return evidence + prior < 0
