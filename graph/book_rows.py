"""From rows of the book's statements to its values. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson

from graph.book_notes import notes_of
from graph.book_statements import SHOWN
from graph.book_values import (
    DiagnosisItem,
    DrugItem,
    PaperItem,
    PrescriptionItem,
    ResultItem,
    ServiceItem,
    Visit,
)
from graph.provenance import Sources
from graph.referral_values import ReferralLeg
from graph.revisits import Revisit
from graph.store import Row
from graph.wordings import english

T = TypeVar("T")

#: Rows of one kind by the node they hang on.
Grouped = Mapping[str, Sequence[Row]]

_ROLES = ("main", "admission", "secondary", "traditional")


def grouped(rows: Iterable[Row]) -> Grouped:
    """Group rows by their column `parent`, each group in the order given."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["parent"], []).append(row)
    return groups


@dataclass(frozen=True, slots=True)
class Details:
    """Everything that hangs on the visits of one page; drugs hang on their prescription."""

    diagnoses: Grouped
    prescriptions: Grouped
    drugs: Grouped
    services: Grouped
    results: Grouped
    papers: Grouped
    notes: Grouped
    legs: tuple[ReferralLeg, ...] = ()
    booked: tuple[Revisit, ...] = ()


def said_in(details: Details, visits: Iterable[Row]) -> Iterator[Row]:
    """Give the facts of which the messages are to be read."""
    yield from (row["visit"] for row in visits)
    kinds = (
        details.diagnoses,
        details.prescriptions,
        details.drugs,
        details.services,
        details.results,
        details.papers,
        details.notes,
    )
    yield from (row["fact"] for kind in kinds for rows in kind.values() for row in rows)


def visit_of(row: Row, details: Details, said: Sources) -> Visit:
    """Make a visit with all that hangs on it and had been said at the sources' moment."""
    key = row["visit"]["id"]
    diagnoses = _made(details.diagnoses, key, said, _diagnosis)
    return Visit(
        **_frame(row, said),
        diagnoses=tuple(sorted(diagnoses, key=lambda item: _rank(item.role))),
        prescriptions=_made(
            details.prescriptions, key, said, lambda row, said: _prescription(row, said, details)
        ),
        services=_made(details.services, key, said, _service),
        results=_made(details.results, key, said, _result),
        papers=_made(details.papers, key, said, _paper),
        sent_by=tuple(leg for leg in details.legs if key in leg.arrived_in),
        sends=tuple(leg for leg in details.legs if leg.issued_in == key),
        notes=notes_of(details.notes.get(key, ()), said),
        booked=tuple(revisit for revisit in details.booked if revisit.booked_in == key),
    )


def _rank(role: str) -> int:
    return _ROLES.index(role) if role in _ROLES else len(_ROLES)


def _frame(row: Row, said: Sources) -> dict[str, Any]:
    """The visit itself; of one that was restated since, only that it took place."""
    visit = row["visit"]
    restated = not said.said(visit)
    told: Mapping[str, Any] = {} if restated else visit
    text = {
        key: told.get(key) or ""
        for key in ("kind", "ended_at", "department", "reason", "treatment", "result", "ending")
    }
    return {
        "id": visit["id"],
        "facility": visit["facility"] or "",
        "facility_name": row["facility_name"] or "",
        "record": row["record"],
        "started_at": visit["started_at"] or "",
        "arrival_only": bool(told.get("arrival_only")),
        "days": told.get("days"),
        "cost_total": told.get("cost_total"),
        "restated": restated,
        "provenance": said.of(visit),
        **text,
    }


def _made(
    rows: Grouped, parent: str, said: Sources, make: Callable[[Row, Sources], T]
) -> tuple[T, ...]:
    return tuple(make(row, said) for row in rows.get(parent, ()) if said.said(row["fact"]))


def _diagnosis(row: Row, said: Sources) -> DiagnosisItem:
    fact = row["fact"]
    return DiagnosisItem(
        **_texts(fact, *SHOWN["Diagnosis"]),
        words_en=english(fact["code"] or ""),
        words_vi=row["words_vi"] or "",
        provenance=said.of(fact),
    )


def _prescription(row: Row, said: Sources, details: Details) -> PrescriptionItem:
    fact = row["fact"]
    return PrescriptionItem(
        **_texts(fact, *SHOWN["Prescription"]),
        drugs=_made(details.drugs, fact["id"], said, _drug),
        provenance=said.of(fact),
    )


def _drug(row: Row, said: Sources) -> DrugItem:
    fact = row["fact"]
    texts = _texts(fact, *SHOWN["MedicationItem"][:-1])
    return DrugItem(**texts, quantity=fact["quantity"], provenance=said.of(fact))


def _service(row: Row, said: Sources) -> ServiceItem:
    fact = row["fact"]
    return ServiceItem(
        **_texts(fact, "code", "wording", "ordered_at", "performed_at", "unit"),
        material=bool(fact["material"]),
        quantity=fact["quantity"],
        provenance=said.of(fact),
    )


def _result(row: Row, said: Sources) -> ResultItem:
    fact = row["fact"]
    return ResultItem(**_texts(fact, *SHOWN["Observation"]), provenance=said.of(fact))


def _paper(row: Row, said: Sources) -> PaperItem:
    fact = row["fact"]
    return PaperItem(
        **_texts(fact, "kind", "written_at"),
        content=orjson.loads(fact["content"] or "{}"),
        provenance=said.of(fact),
    )


def _texts(fact: Row, *keys: str) -> dict[str, Any]:
    return {key: fact[key] or "" for key in keys}
