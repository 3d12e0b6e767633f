"""Writing people: records, their keys and numbers, decisions, doubts and births, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import orjson

from graph import people_statements as say
from graph.deciding import Settled
from graph.facts import FactRow
from graph.people import new_id
from graph.sayings import earlier_text
from graph.store import Statement, Work
from graph.stored import identity_text, precise, stored
from mpi.decision import Outcome, Scored, Verdict
from mpi.identifiers import Identifier, identifiers, parents
from mpi.names import fold


def write_people(work: Work, settled: Sequence[Settled], now: dt.datetime) -> None:
    """Write what was settled: people, records, keys, numbers, decisions, doubts, births."""
    if not settled:
        return
    at = precise(now)
    decided = [(answer, new_id("d")) for answer in settled if answer.verdict]
    put(work, say.ADD_PEOPLE, [_person(a, at) for a in settled if a.new_person])
    _write_records(work, settled, at)
    put(work, say.LINK_RECORDS, [_link(a, decision, at) for a, decision in decided])
    splits = [{"record": a.record, "first": a.split_from} for a in settled if a.split_from]
    put(work, say.LINK_SPLIT_RECORDS, splits)
    _write_traces(work, settled)
    put(work, say.APPEND_DECISIONS, [_decision(a, decision, at) for a, decision in decided])
    put(work, say.ASK_FOR_REVIEW, [_review(a, d, at) for a, d in decided if _doubtful(a)])


def put(work: Work, statement: Statement, rows: Sequence[FactRow]) -> None:
    """Run a statement over its rows, or not at all when there are none."""
    if rows:
        work.run(statement, rows=rows)


def _person(answer: Settled, at: str) -> FactRow:
    return {"id": answer.person, "at": at, "provisional": _doubtful(answer)}


def _doubtful(answer: Settled) -> bool:
    return answer.verdict is not None and answer.verdict.outcome is Outcome.MAYBE


def _write_records(work: Work, settled: Sequence[Settled], at: str) -> None:
    latest = _latest(settled)
    new = {answer.record for answer in settled if answer.verdict}
    added = [a for a in latest if a.record in new]
    rows = [{"id": a.record, "at": at, "properties": _code(a) | _said(a)} for a in added]
    put(work, say.PUT_RECORDS, rows)
    known = [a for a in latest if a.record not in new]
    put(work, say.RESAY_RECORDS, [{"id": a.record, "properties": _said(a)} for a in known])
    lived = [
        {"record": a.record, "ward": ward, "certain": len(a.said[-1].identity.address.wards) == 1}
        for a in latest
        for ward in a.said[-1].identity.address.wards
    ]
    if lived:
        work.run(say.CLEAR_RESIDENCE, records=sorted({str(row["record"]) for row in lived}))
        put(work, say.SET_RESIDENCE, lived)


def _latest(settled: Sequence[Settled]) -> list[Settled]:
    """The last answer on each record: it knows all that the record has said by now."""
    return list({answer.record: answer for answer in settled}.values())


def _code(answer: Settled) -> FactRow:
    facility, _, local_id = answer.subject.key.partition("|")
    return {"facility": facility, "local_id": local_id}


def _said(answer: Settled) -> FactRow:
    stands = answer.said[-1]
    identity = stands.identity
    return {
        "full_name": stored(identity.name),
        "name_key": stored(fold(identity.name)),
        "birth_date": stored(identity.birth_date),
        "sex": identity.sex.value,
        "address": stored(identity.address.text),
        "identity": identity_text(identity),
        "said_at": stands.last,
        "said_since": stands.first,
        "earlier": earlier_text(answer.said),
    }


def _link(answer: Settled, decision: str, at: str) -> FactRow:
    return {"record": answer.record, "person": answer.person, "at": at, "decision": decision}


def _write_traces(work: Work, settled: Sequence[Settled]) -> None:
    """Blocking keys, numbers and phones, and the numbers of parents, of every record."""
    blocks = [{"record": a.record, "key": key} for a in settled for key in a.subject.keys]
    put(work, say.BLOCK_RECORDS, blocks)
    carried = [
        {"record": a.record, "at": a.subject.said_at, **_number(number)}
        for a in settled
        for number in identifiers(a.subject.identity)
    ]
    put(work, say.IDENTIFY_RECORDS, carried)
    named = [
        {
            "record": a.record,
            "kinship": parent.kinship.value,
            "name_key": fold(parent.name),
            **_number(parent.number),
        }
        for a in settled
        for parent in parents(a.subject.identity)
    ]
    put(work, say.NAME_PARENTS, named)


def _number(number: Identifier) -> FactRow:
    value = {"system": number.system, "value": number.value}
    return {"id": f"{number.system}|{number.value}", **value}


def _decision(answer: Settled, decision: str, at: str) -> FactRow:
    verdict = _verdict(answer)
    best = verdict.best
    other = best.person if best and best.person != answer.person else None
    return {
        "id": decision,
        "record": answer.record,
        "person": answer.person,
        "properties": {
            "at": at,
            "made_by": f"model {verdict.model}",
            "kind": "link",
            "record": answer.record,
            "person": answer.person,
            "outcome": verdict.outcome.value,
            "bits": best.bits if best else None,
            "evidence": _evidence(best),
            "runner_up": _runner_up(verdict.runner_up),
            "candidate": other,
        },
    }


def _verdict(answer: Settled) -> Verdict:
    if answer.verdict is None:
        raise TypeError("a known record that keeps its person has no verdict to write")
    return answer.verdict


def _evidence(best: Scored | None) -> str:
    rows = best.evidence if best else ()
    return orjson.dumps(
        [{"field": e.field, "level": e.level, "bits": e.bits} for e in rows]
    ).decode()


def _runner_up(scored: Scored | None) -> str | None:
    if scored is None:
        return None
    return orjson.dumps({"person": scored.person, "bits": scored.bits}).decode()


def _review(answer: Settled, decision: str, at: str) -> FactRow:
    best = _verdict(answer).best
    if best is None:
        raise TypeError("a maybe has a candidate")
    return {
        "id": f"t-{answer.record}",
        "record": answer.record,
        "person": answer.person,
        "likely": best.person,
        "bits": best.bits,
        "decision": decision,
        "properties": {
            "created_at": at,
            "state": "open",
            "kind": "same",
            "decision": decision,
            "bits": best.bits,
            "record": answer.record,
            "person": best.person,
        },
    }
