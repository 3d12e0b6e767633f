"""What is wrong with the patient and who pays: DG1, PRB, PR1, AL1, IAM, IN1."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Allergy, Coverage, Diagnosis, Service
from ingest.hl7v2 import values
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.stay import person_number
from ingest.hl7v2.syntax import Segment
from ingest.icd import normalise

_DELETED = frozenset({"D", "DE", "DEL"})
_ALLERGIES = {"DA": "medication", "FA": "food", "EA": "environment", "LA": "environment"}
_ALLERGIES |= {"PA": "environment", "AA": "environment", "MA": "medication"}
_CRITICAL = {"SV": "high", "MO": "low", "MI": "low"}
_CERTAINTY = {"C": "confirmed", "U": "unconfirmed", "S": "presumed", "I": "refuted"}
_DIAGNOSES = {"A": "admission", "W": "admission", "F": "main"}


def diagnoses(group: Group) -> Iterator[Said]:
    """Give DG1: those of one message replace those before; of an order, those of the order."""
    table = "DG1" if group.type[0] in {"ADT", "BAR", "DFT"} else f"DG1:{group.type[0]}"
    for segment in group.all("DG1"):
        if segment.text(21).upper() in _DELETED:
            yield Said(table)
            continue
        said = group.coded(segment, 3)
        unnamed = "" if said.codes else normalise(said.as_sent)
        yield Said(
            table,
            Diagnosis(
                origin(table, segment),
                role=_role(segment),
                code=said.code if said.codes else unnamed,
                system=said.system or "icd10",
                as_sent=said.as_sent,
                text=segment.whole(4) or said.text,
                codes=said.codes,
                recorded_at=values.moment(segment.text(19)) or values.moment(segment.text(5)),
            ),
        )


def _role(segment: Segment) -> str:
    first = segment.text(15) in {"", "1"}
    role = _DIAGNOSES.get(segment.text(6).upper(), "main")
    return role if role == "admission" or first else "secondary"


def problems(group: Group) -> Iterator[Said]:
    """Give PRB: an entry of the problem list, by its own number; DE takes it back."""
    for segment in group.all("PRB"):
        table = f"PRB:{segment.text(4) or segment.part(3)[1]}"
        if segment.text(1).upper() in _DELETED:
            yield Said(table, of_patient=True)
            continue
        said = group.coded(segment, 3)
        event = Diagnosis(
            origin(table, segment),
            role="problem",
            code=said.code if said.codes else normalise(said.as_sent),
            system=said.system or "icd10",
            as_sent=said.as_sent,
            text=said.text,
            codes=said.codes,
            status=(segment.part(14)[2] or segment.text(14)).casefold(),
            onset_at=values.moment(segment.text(16)),
            ended_at=values.moment(segment.text(9)),
            recorded_at=values.moment(segment.text(2)),
        )
        yield Said(table, event, of_patient=True)


def procedures(group: Group) -> Iterator[Said]:
    """Give PR1 as services with the role of a procedure."""
    table = "PR1" if group.type[0] in {"ADT", "BAR", "DFT"} else f"PR1:{group.type[0]}"
    for segment in group.all("PR1"):
        if segment.text(20).upper() in _DELETED:
            yield Said(table)
            continue
        said = group.coded(segment, 3)
        doctors = (person_number(p) for field in (11, 8) for p in segment.parts(field))
        yield Said(
            table,
            Service(
                origin(table, segment),
                code=said.code,
                system=said.system,
                codes=said.codes,
                wording=segment.whole(4) or said.text,
                role="procedure",
                performed_at=values.moment(segment.text(5)),
                practitioners=tuple(dict.fromkeys(filter(None, doctors))),
            ),
        )


def allergies(group: Group) -> Iterator[Said]:
    """Give AL1, a list that replaces the one before, and IAM, each by its own number."""
    for segment in group.all("AL1"):
        yield Said("AL1", _allergy(group, segment, "AL1"), of_patient=True)
    for segment in group.all("IAM"):
        table = f"IAM:{segment.text(7) or segment.text(3)}"
        gone = segment.text(6).upper() in _DELETED
        event = None if gone else _allergy(group, segment, table)
        yield Said(table, event, of_patient=True)


def _allergy(group: Group, segment: Segment, table: str) -> Allergy:
    said = group.coded(segment, 3)
    reactions = tuple(filter(None, (part.whole for part in segment.parts(5))))
    intolerance = segment.text(9).upper() in {"IN", "SE"}
    listed = segment.name == "AL1"
    onset, noted = (6, 0) if listed else (11, 13)
    return Allergy(
        origin(table, segment),
        code=said.code,
        system=said.system,
        codes=said.codes,
        wording=said.text,
        category=_ALLERGIES.get(segment.text(2).upper(), ""),
        kind="intolerance" if intolerance and not listed else "allergy",
        criticality=_CRITICAL.get(segment.text(4).upper(), ""),
        status="active",
        certainty="" if listed else _CERTAINTY.get(segment.text(17).upper(), ""),
        reactions=reactions,
        onset_at=values.moment(segment.text(onset)),
        recorded_at=values.moment(segment.text(noted)) if noted else None,
    )


def coverages(group: Group) -> Iterator[Said]:
    """Give IN1: who pays, a list that replaces the one before."""
    for segment in group.all("IN1"):
        event = Coverage(
            origin("IN1", segment),
            number=card(segment),
            payer=segment.whole(4) or segment.part(2)[2] or segment.text(3),
            kind=segment.part(15)[2] or segment.text(15),
            holder_is=segment.part(17)[2] or segment.text(17),
            starts_on=values.day(segment.text(12)),
            ends_on=values.day(segment.text(13)),
        )
        yield Said("IN1", event, of_patient=True)


def card(segment: Segment) -> str:
    """The number of the card: IN1-36, else the insured's number (IN1-49), else the plan's."""
    return segment.text(36) or segment.text(49) or ""
