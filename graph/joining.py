"""Joining a batch of records to the graph: one transaction, few statements whatever its size.

    lock the blocking keys → drop messages that are known → for each round: which editions stand →
    whose records are they → people and decisions → visits and facts → referrals, appointments

A record that is stored is safe; a message that is sent again changes nothing; two writers of one
new citizen go one after the other on the citizen's blocking keys.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import orjson

from graph.births import link_births, withdraw_births
from graph.daily_marks import days_of_visits, mark_days
from graph.deciding import Settled
from graph.feed_days import tally
from graph.feed_values import Delivered
from graph.hospital_merges import merge_as_said
from graph.images import join_images, with_known_series
from graph.messages import known_messages, put_messages, state_besides
from graph.model import Record
from graph.patient_codes import keep_codes, with_known_codes
from graph.patient_facts import read_editions, write_patients
from graph.people import Subjects, settle_subjects, subjects_of
from graph.people_rows import write_people
from graph.people_statements import LOCK_CODES, TOUCH_KEYS
from graph.pieces import gathered, together
from graph.reconsidering import hold, reconsider
from graph.rounds import rounds_of
from graph.standing import Standing, standing
from graph.store import Store, Work
from graph.twofold import partings, propose
from graph.visit_numbers import keep_numbers, with_known_visits
from graph.visit_statements import CLAIM_ENCOUNTERS, EDITIONS
from graph.visits import write_visits
from graph.whereabouts import held_before, renew
from mpi.decision import Outcome
from mpi.model import Model


class Effect(StrEnum):
    """What a record did to the graph."""

    STORED = "stored"
    REPLACED = "replaced"
    SUPERSEDED = "superseded"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Joined:
    """The receipt of one record: what it did and, when it speaks of a patient, whose it is.

    `encounter` is empty for what was said outside any visit.

    `outcome` is None for a record that was known before and keeps its person.
    """

    encounter: str
    effect: Effect
    record: str = ""
    person: str = ""
    outcome: Outcome | None = None


def join(
    store: Store,
    records: Sequence[Record],
    model: Model,
    *,
    at: dt.datetime | None = None,
    delivered: Sequence[Delivered] = (),
) -> list[Joined]:
    """Join records to the graph in one transaction; the receipts come in the order of `records`.

    All records of one message must come in one call. `delivered` are the messages as they came,
    to be counted for their facilities. Raises Conflict or Unavailable, and then
    nothing was stored.
    """
    now = at or dt.datetime.now(dt.UTC)
    subjects = [subjects_of(record, model) for record in records]

    def joined(work: Work) -> list[Joined]:
        receipts = _join(work, records, subjects, model, now)
        tally(work, delivered, _effects(records, receipts), now)
        return receipts

    return store.write(joined)


def _effects(records: Sequence[Record], receipts: Sequence[Joined]) -> dict[str, Counter[str]]:
    """How the records of each message that is new ended."""
    effects: dict[str, Counter[str]] = {}
    for record, receipt in zip(records, receipts, strict=True):
        if receipt.effect is not Effect.UNCHANGED:
            effects.setdefault(record.source.message, Counter())[receipt.effect.value] += 1
    return effects


def _join(
    work: Work,
    records: Sequence[Record],
    subjects: Sequence[Subjects],
    model: Model,
    now: dt.datetime,
) -> list[Joined]:
    said, (records, names) = records, with_known_codes(work, records)
    subjects = _subjects(said, records, subjects, model)
    keys = sorted({key for each in subjects for subject in each for key in subject.keys})
    work.run(TOUCH_KEYS, keys=keys)
    codes = {subject.key for each in subjects for subject in each}
    work.run(LOCK_CODES, codes=sorted(codes))
    known = known_messages(work, records)
    fresh = [place for place, it in enumerate(records) if it.source.message not in known]
    put_messages(work, [records[place] for place in fresh], now)
    groups = gathered(fresh, records)
    whole, done = together(records, groups), dict[int, Joined]()
    for places in rounds_of(groups, whole):
        round_ = _join_round(
            work, [whole[p] for p in places], [subjects[p] for p in places], model, now
        )
        done.update(zip(places, round_, strict=True))
    done |= _besides(work, records, groups, done)
    keep_codes(work, names)
    return [
        done.get(place, Joined(_visit(record), Effect.UNCHANGED))
        for place, record in enumerate(records)
    ]


def _besides(
    work: Work,
    records: Sequence[Record],
    groups: Mapping[int, Sequence[int]],
    done: Mapping[int, Joined],
) -> dict[int, Joined]:
    """Receipts of the records that were joined as parts of others: each replaced the one before."""
    parts = {}
    stated = []
    for lead, further in groups.items():
        receipt = done[lead]
        if receipt.effect is not Effect.SUPERSEDED and further:
            stated += [(records[place], receipt.record) for place in (lead, *further)]
            receipt = replace(receipt, effect=Effect.REPLACED, outcome=None)
        parts.update(dict.fromkeys(further, receipt))
    state_besides(work, stated)
    return parts


def _join_round(
    work: Work,
    records: Sequence[Record],
    subjects: Sequence[Subjects],
    model: Model,
    now: dt.datetime,
) -> list[Joined]:
    said, (records, numbers) = records, with_known_visits(work, records)
    subjects = _subjects(said, records, subjects, model)
    standings = _standings(work, with_known_series(work, records))
    stands = [place for place, it in enumerate(standings) if it.record is not None]
    standing_now = [it for it in standings if it.record is not None]
    settled = settle_subjects(work, [s for place in stands for s in subjects[place]], model)
    answers = {answer.subject.place: answer for answer in settled}
    record_of = {place: answer.record for place, answer in answers.items()}
    stale = days_of_visits(work, _visits_in(it for it in standing_now if it.replaces))
    hold(work, {a.person for a in settled if a.verdict and not a.new_person})
    withdraw_births(work, standing_now)
    write_people(work, settled, now)
    moved = held_before(work, standing_now)
    write_visits(work, standing_now, record_of)
    write_patients(work, standing_now, record_of)
    keep_numbers(work, numbers)
    renew(work, moved | {a.record for a in settled if a.subject.presence.bars})
    standing_records = [it.record for it in standing_now if it.record is not None]
    join_images(work, standing_records)
    link_births(work, standing_records, record_of)
    mark_days(work, stale | days_of_visits(work, _visits_in(standing_now)))
    became = dict(merge_as_said(work, standing_records, now))
    became |= reconsider(work, settled, model, now)
    doubted = {became.get(a.person, a.person) for a in settled if a.doubted}
    propose(work, partings(work, doubted, model), now)
    return [
        _receipt(record, it, answers, became) for record, it in zip(records, standings, strict=True)
    ]


def _subjects(
    before: Sequence[Record], now: Sequence[Record], subjects: Sequence[Subjects], model: Model
) -> list[Subjects]:
    """Whom records speak of, where some of them changed since that was looked at."""
    return [
        theirs if new is old else subjects_of(new, model)
        for theirs, new, old in zip(subjects, now, before, strict=True)
    ]


def _visits_in(standings: Iterable[Standing]) -> list[str]:
    return [it.record.encounter_key for it in standings if it.record and it.record.visit]


def _standings(work: Work, records: Sequence[Record]) -> list[Standing]:
    editions = {f"{key}|pt": said for key, said in _of_patients(work, records).items()}
    visits = [record for record in records if record.visit]
    if visits:
        editions |= _of_visits(work, visits)
    return [standing(record, editions.get(_kept_under(record), {})) for record in records]


def _kept_under(record: Record) -> str:
    return record.encounter_key if record.visit else f"{record.key}|pt"


def _of_patients(work: Work, records: Sequence[Record]) -> dict[str, dict[str, str]]:
    return read_editions(work, [record.key for record in records if not record.visit])


def _of_visits(work: Work, records: Sequence[Record]) -> dict[str, dict[str, str]]:
    claims = sorted(
        ({"id": r.encounter_key, "facility": r.facility, "visit": r.visit} for r in records),
        key=lambda row: row["id"],
    )
    work.run(CLAIM_ENCOUNTERS, rows=claims)
    rows = work.run(EDITIONS, encounters=[row["id"] for row in claims])
    return {row["encounter"]: orjson.loads(row["editions"] or "{}") for row in rows}


def _receipt(
    record: Record,
    it: Standing,
    answers: dict[tuple[str, str], Settled],
    became: Mapping[str, str],
) -> Joined:
    visit = _visit(record)
    if it.record is None:
        return Joined(visit, Effect.SUPERSEDED)
    effect = Effect.REPLACED if it.replaces else Effect.STORED
    answer = answers.get((record.key, record.visit))
    if answer is None:
        return Joined(visit, effect)
    outcome = answer.verdict.outcome if answer.verdict else None
    person = became.get(answer.person, answer.person)
    return Joined(visit, effect, answer.record, person, outcome)


def _visit(record: Record) -> str:
    return record.encounter_key if record.visit else ""
