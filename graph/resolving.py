"""Whose record would this be? The decision that intake would make, without making it.

Only the weight of evidence leaves this module, never what a candidate's records say.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.access import Insider, Reader, Role, refused
from graph.access_log import Action, note_looks
from graph.deciding import Subject
from graph.people import settle_subjects
from graph.store import Store
from mpi.blocking import keys
from mpi.decision import Outcome, Verdict
from mpi.identity import Identity
from mpi.model import Model

_RESOLVERS = frozenset({Role.CLINICIAN, Role.STEWARD, Insider.OPERATOR})

#: No facility has this code, so that no stored record answers for the one asked about.
_NOBODY = "?|?"

#: What `settle_subjects` would say of a record that keeps its person; `_NOBODY` has none.
_NOTHING_NEW = Verdict(Outcome.NEW, None, None, "")


def resolve(store: Store, reader: Reader, identity: Identity, model: Model) -> Verdict:
    """Decide on an identity among those in the graph; nothing of it is stored.

    The likely person, if there is one, is told that someone asked (AccessEvent). Raises Forbidden
    for readers who may not ask.
    """
    if reader.role not in _RESOLVERS:
        raise refused()
    subject = Subject(_NOBODY, identity, keys(identity, model))
    settled = store.read(lambda work: settle_subjects(work, [subject], model))
    verdict = settled[0].verdict or _NOTHING_NEW
    note_looks(store, reader, _likely(verdict), Action.RESOLVE)
    return verdict


def _likely(verdict: Verdict) -> Iterable[str]:
    best = verdict.best
    return [best.person] if best is not None and verdict.outcome is not Outcome.NEW else []
