"""From records to people: whom a batch speaks of, who is known already, and what is decided."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from graph import people_statements as say
from graph.deciding import Known, Settled, Subject, settle
from graph.facts import of_kind
from graph.model import Birth, Record
from graph.said_merges import merges_of
from graph.sayings import sayings_of
from graph.store import Work
from graph.stored import instant
from graph.whereabouts import presence_in, presence_of, with_last_visits
from mpi.blocking import keys
from mpi.identity import Identity
from mpi.model import Model

#: The patient of a record, then the children whose birth it certifies and the codes that it merges.
Subjects = tuple[Subject, ...]

#: Letters and digits that cannot be misread on paper; 16 of them carry 80 bits.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str) -> str:
    """A random id, `p-` + 16 characters for a person; it says nothing about whom it stands for."""
    bits = int.from_bytes(secrets.token_bytes(10))
    return f"{prefix}-" + "".join(_ALPHABET[bits >> place & 31] for place in range(0, 80, 5))


def subjects_of(record: Record, model: Model) -> Subjects:
    """Whom a record speaks of. Nobody when it is a supplement that names no patient code."""
    said = instant(record.source.said_at)
    merged = tuple(
        Subject(key, Identity(), (), record.visit, said)
        for key in sorted(
            {k for m in merges_of(record) for k in (m.survivor, m.other)} - {record.key}
        )
    )
    births = [(child_key(record, birth), birth.child) for birth in of_kind(record, Birth)]
    everyone = [key for key, _ in births] + [record.key]
    children = tuple(
        Subject(key, child, keys(child, model), record.visit, said, _others(key, everyone))
        for key, child in births
    )
    if not record.complete and record.local_id == f"visit:{record.visit}":
        return (*children, *merged)
    own = keys(record.identity, model)
    patient = Subject(
        record.key, record.identity, own, record.visit, said, presence=presence_in(record)
    )
    return (patient, *children, *merged)


def child_key(record: Record, birth: Birth) -> str:
    """Id of the patient record that a birth certificate makes for its child."""
    return f"{record.facility}|birth:{record.visit}:{birth.certificate}"


def _others(key: str, everyone: Iterable[str]) -> tuple[str, ...]:
    return tuple(other for other in everyone if other != key)


def settle_subjects(work: Work, subjects: Sequence[Subject], model: Model) -> list[Settled]:
    """Read the neighbourhood of the subjects and decide on each."""
    if not subjects:
        return []
    return settle(subjects, _known(work, subjects), model, lambda: new_id("p"))


def _known(work: Work, subjects: Sequence[Subject]) -> Known:
    known = Known()
    codes = sorted({subject.key for subject in subjects})
    first = work.run(say.RECORDS_OF_CODES, codes=codes)
    split = work.run(say.SPLIT_RECORDS_OF_CODES, codes=codes) if first else []
    for row in [*first, *split]:
        known.variants.setdefault(row["code"], []).append(row["record"])
    block_keys = sorted({key for subject in subjects for key in subject.keys})
    shared = work.run(say.PEOPLE_BY_KEY, keys=block_keys)
    for row in shared:
        known.people_by_key.setdefault(row["key"], set()).add(row["person"])
    people = sorted({row["person"] for row in [*first, *split, *shared]})
    if people:
        for row in work.run(say.RECORDS_OF_PEOPLE, people=people):
            known.add(row["record"], sayings_of(row), row["person"], presence_of(row))
    if people and any(subject.presence.died for subject in subjects):
        known.presence = with_last_visits(work, people, known.presence)
    if first:
        known.apart |= {
            (row["code"], row["person"]) for row in work.run(say.VERDICTS_APART, codes=codes)
        }
    return known
