"""Codes that were said, with how often: what of them no catalogue explains is told apart outside.

Each statement counts by facility and code over the facts of a kind that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.store import Row, Statement, Store, Work

#: Kind -> how its facts lead to a visit, and to a patient outside any visit; its words.
_PATHS: Mapping[str, tuple[str, str, str]] = {
    "observation": (
        "(n:Observation)-[:OBSERVED_IN]->(e:Encounter)",
        "(n:Observation)-[:SAID_OF]->(e:PatientRecord)",
        "n.wording",
    ),
    "service": (
        "(n:Service)-[:PERFORMED_IN]->(e:Encounter)",
        "(n:Service)-[:SAID_OF]->(e:PatientRecord)",
        "n.wording",
    ),
    "medication_item": (
        "(n:MedicationItem)-[:PART_OF]->(:Prescription)-[:PRESCRIBED_IN]->(e:Encounter)",
        "(n:MedicationItem)-[:PART_OF]->(:Prescription)-[:SAID_OF]->(e:PatientRecord)",
        "n.drug",
    ),
}


def _own(path: str, words: str) -> Statement:
    """Codes that their sender alone can explain, of facts without any other code."""
    return Statement(
        f"""
    MATCH {path}
    WHERE left(n.system, 5) = 'local' AND n.same_as IS NULL
        AND all(c IN coalesce(n.codes, []) WHERE left(c, 5) = 'local')
    RETURN e.facility AS facility, n.code AS code, max({words}) AS words, count(n) AS many
    ORDER BY facility, code
""",
        whole=True,
    )


def _diagnoses(path: str) -> Statement:
    return Statement(
        f"""
    MATCH {path}
    WHERE n.system = 'icd10' AND n.code IS NOT NULL AND n.same_as IS NULL
    RETURN e.facility AS facility, n.code AS code, max(n.wording) AS words, count(n) AS many
    ORDER BY facility, code
""",
        whole=True,
    )


UNITS = Statement(
    """
    MATCH (n:Observation)-[:OBSERVED_IN]->(e:Encounter)
    WHERE n.number IS NOT NULL AND n.unit IS NOT NULL AND n.ucum IS NULL AND n.same_as IS NULL
    RETURN e.facility AS facility, n.unit AS code, max(n.wording) AS words, count(n) AS many
    ORDER BY facility, code
""",
    whole=True,
)

OWN_CODES = {
    kind: tuple(_own(path, words) for path in (visit, patient))
    for kind, (visit, patient, words) in _PATHS.items()
}

ICD_CODES = (
    _diagnoses("(n:Diagnosis)-[:DIAGNOSED_IN]->(e:Encounter)"),
    _diagnoses("(n:Diagnosis)-[:SAID_OF]->(e:PatientRecord)"),
)


@dataclass(frozen=True, slots=True)
class SaidCode:
    """A code as one facility says it: words of one of its facts, and how many facts there are.

    `kind` is observation, service, medication_item, diagnosis or unit.
    """

    kind: str
    facility: str
    code: str
    words: str
    many: int


def own_codes(store: Store) -> list[SaidCode]:
    """Give facilities' own codes of results, services and drugs, and units that are not UCUM's."""
    return store.read(_own_codes)


def icd_codes(store: Store) -> list[SaidCode]:
    """Give every code of ICD-10 that was said."""
    return store.read(lambda work: _counted(work, "diagnosis", *ICD_CODES))


def _own_codes(work: Work) -> list[SaidCode]:
    found = [each for kind, ways in OWN_CODES.items() for each in _counted(work, kind, *ways)]
    return [*found, *_counted(work, "unit", UNITS)]


def _counted(work: Work, kind: str, *ways: Statement) -> list[SaidCode]:
    """Sum what hangs on visits and what hangs on patients."""
    found: dict[tuple[str, str], SaidCode] = {}
    for row in (row for statement in ways for row in work.run(statement)):
        key = (row["facility"], row["code"])
        found[key] = _more(found.get(key), kind, row)
    return [found[key] for key in sorted(found)]


def _more(before: SaidCode | None, kind: str, row: Row) -> SaidCode:
    many = row["many"] + (before.many if before else 0)
    words = row["words"] or (before.words if before else "")
    return SaidCode(kind, row["facility"], row["code"], words, many)
