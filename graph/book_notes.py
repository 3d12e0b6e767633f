"""What a book shows beside the ministry's tables: allergies, vaccinations, images, orders, cover.

Of a visit they stand with it; what was said of the patient outside any visit is the book's
background. A fact that another wire states more fully is not shown twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.provenance import Provenance, Sources
from graph.store import Row, Statement
from graph.visit_statements import FACT_EDGES

#: What is shown of each kind: the moment it stands under, then the further properties.
SHOWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Allergy": ("recorded_at", ("category", "criticality", "certainty", "reactions")),
    "Immunization": ("given_at", ("dose", "lot", "manufacturer", "practitioner")),
    "ImagingStudy": ("started_at", ("uid", "accession", "modalities", "body_site", "link")),
    "ServiceRequest": ("ordered_at", ("placer", "accession", "priority", "requester")),
}

#: Further kinds that may be said outside any visit.
OUTSIDE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    **SHOWN,
    "Diagnosis": ("recorded_at", ("role", "onset_at")),
    "Observation": ("resulted_at", ("value", "unit", "conclusion")),
    "Service": ("performed_at", ("role", "body_site")),
    "Document": ("written_at", ("kind",)),
    "Coverage": ("starts_on", ("number", "payer", "ends_on")),
    "MedicationItem": ("dispensed_at", ("drug", "dose", "unit")),
}

_PLAIN = {
    "Document": ("wording",),
    "Coverage": ("status",),
    "MedicationItem": ("code", "system", "status"),
}
_SOURCE = ("id", "message", "origin_table", "origin_row")


@dataclass(frozen=True, slots=True)
class Note:
    """One such fact. `kind` is its label, `at` UTC text (of a cover the first day, yyyymmdd).

    `details` are its further properties as text.
    """

    kind: str
    code: str
    system: str
    wording: str
    at: str
    status: str
    details: Mapping[str, str]
    provenance: Provenance


def _columns(label: str) -> str:
    at, more = OUTSIDE[label]
    plain = _PLAIN.get(label, ("code", "system", "wording", "status"))
    return "n{" + ", ".join(f".{key}" for key in (*_SOURCE, *plain, at, *more)) + "}"


def _part(start: str, label: str) -> str:
    hidden = " AND n.restricted = false" if label == "Document" else ""
    return f"""
    {start}(n:{label})
    WHERE n.same_as IS NULL{hidden}
    RETURN parent AS parent, '{label}' AS kind, {_columns(label)} AS fact
"""


_VISITS = "UNWIND $encounters AS parent\n    MATCH (:Encounter {id: parent})"
_RECORDS = "UNWIND $records AS parent\n    MATCH (:PatientRecord {id: parent})"
_DRUGS = "<-[:SAID_OF]-(:Prescription)<-[:PART_OF]-"

NOTES_OF_VISITS = Statement(
    "    UNION".join(_part(f"{_VISITS}<-[:{FACT_EDGES[label][0]}]-", label) for label in SHOWN)
)

NOTES_OUTSIDE = Statement(
    "    UNION".join(
        _part(_RECORDS + (_DRUGS if label == "MedicationItem" else "<-[:SAID_OF]-"), label)
        for label in OUTSIDE
    )
)


def notes_of(rows: Iterable[Row], said: Sources) -> tuple[Note, ...]:
    """Make notes of rows, newest first, of what had been said at the sources' moment."""
    made = [_note(row, said) for row in rows if said.said(row["fact"])]
    by_place = sorted(made, key=lambda note: (note.kind, note.code, note.wording))
    return tuple(sorted(by_place, key=lambda note: note.at, reverse=True))


def facts_in(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the facts of which the messages are to be read."""
    return (row["fact"] for row in rows)


def _note(row: Row, said: Sources) -> Note:
    fact, kind = row["fact"], row["kind"]
    at, more = OUTSIDE[kind]
    return Note(
        kind=kind,
        code=fact.get("code") or "",
        system=fact.get("system") or "",
        wording=fact.get("wording") or fact.get("drug") or "",
        at=str(fact[at] or ""),
        status=fact.get("status") or "",
        details={key: text for key in more if (text := _text(fact[key]))},
        provenance=said.of(fact),
    )


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
