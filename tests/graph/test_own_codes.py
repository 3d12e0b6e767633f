"""Codes that only their sender can explain, counted on both engines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from graph.joining import join
from graph.model import (
    Coding,
    Diagnosis,
    MedicationItem,
    Observation,
    Origin,
    Prescription,
    Service,
)
from graph.own_codes import SaidCode, icd_codes, own_codes
from graph.store import Store
from mpi.model import default
from tests.records import visit, who
from tests.wires import said

GLU = Observation(Origin("OBX:1"), code="GLU", system="local:01004", wording="Đường", value="5")
MAPPED = replace(GLU, code="CRE", codes=(Coding("loinc", "2160-0"),))
OWN = replace(GLU, codes=(Coding("local:01004", "GLU"),))
CUPS = Observation(Origin("OBX:1"), code="1", value="2", unit="nắm", wording="Lá")
DRUG = MedicationItem(Origin("RX:1"), code="T1", system="local:01004", drug="Oresol")
ORDER = Prescription(Origin("RX:1"), items=(DRUG, DRUG))
BLOOD = Service(Origin("PR1"), code="XN", system="local:01004", wording="Xét nghiệm")


def test_own_codes_are_counted_by_facility(store: Store) -> None:
    """Of visits and of patients together; a code with a meaning beside it is not among them."""
    here = visit(who(), events=(GLU, MAPPED, replace(CUPS, number=Decimal(2)), ORDER, BLOOD))
    outside = said(who(), replace(OWN, wording=""), tables=("OBX:1",))
    for record in (here, outside):
        join(store, [record], default())
    assert own_codes(store) == [
        SaidCode("observation", "01004", "GLU", "Đường", 2),
        SaidCode("service", "01004", "XN", "Xét nghiệm", 1),
        SaidCode("medication_item", "01004", "T1", "Oresol", 2),
        SaidCode("unit", "01004", "nắm", "Lá", 1),
    ]


def test_diagnoses_are_counted_by_code(store: Store) -> None:
    """Every code of ICD-10 that was said, with the words of one of its facts."""
    dengue = Diagnosis(Origin("XML1"), "main", "A97.0", "A97.0", "Sốt xuất huyết")
    unknown = Diagnosis(Origin("XML1"), "secondary", "U99.9", "U99.9")
    join(store, [visit(who(), events=(dengue, unknown))], default())
    assert icd_codes(store) == [
        SaidCode("diagnosis", "01004", "A97.0", "Sốt xuất huyết", 1),
        SaidCode("diagnosis", "01004", "U99.9", "", 1),
    ]
