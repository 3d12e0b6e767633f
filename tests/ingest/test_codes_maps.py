"""Facilities' own codes by a table: the meaning beside the code as sent, every mistake named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.model import Coding, MedicationItem, Observation, Origin, Prescription, Record, Service
from ingest.checked import OwnFiles, read_checked
from ingest.codes.code_maps import COLUMNS, NO_MAP, code_map_of, read_code_map
from mpi.errors import BadInput
from tests.ingest.hl7_messages import AT, PID, message, stay
from tests.records import visit, who

HEAD = "\t".join(COLUMNS)
GLUCOSE, ATC = Coding("loinc", "2339-0", "Glucose"), Coding("atc", "A07CA", "Oresol")
LINES = [
    "# ours", HEAD,
    "01004\tobservation\tGLU\tLOINC\t2339-0\tGlucose",
    "*\tobservation\tGLU\tloinc\t9999-9\tAnother",
    "*\tmedication_item\t40.30\tatc\tA07CA\tOresol",
    "01004\tservice\tKB\t\t\tNot decided yet",
]  # fmt: skip
MAP = read_code_map(LINES, "codes.tsv")


def record(*events: Observation | Service | Prescription) -> Record:
    """A visit at 01004 with these events."""
    return replace(visit(who()), events=events)


def result(**said: object) -> Observation:
    """A result, of glucose by the facility's own code."""
    own = Observation(Origin("OBX:1"), code="GLU", system="local:01004")
    return replace(own, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "codes"),
    [
        (result(), (GLUCOSE,)),
        (result(system=""), (GLUCOSE,)),
        (result(code="x", codes=(Coding("local:01004", "GLU"),)), (GLUCOSE,)),
        (result(codes=(GLUCOSE,)), ()),
        (result(code="unknown"), ()),
        (Service(Origin("PR1"), code="KB", system="local:01004"), ()),
    ],
)
def test_the_meaning_stands_behind_the_code(
    event: Observation | Service, codes: tuple[Coding, ...]
) -> None:
    """A facility's own line goes before that of all; the code as sent stays the main one."""
    (found,) = MAP.applied(record(event)).events
    assert found == replace(event, codes=(*event.codes, *codes))


def test_each_drug_of_a_prescription_is_looked_up() -> None:
    """Drugs are mapped where they stand, in the prescription."""
    order = Prescription(Origin("XML2"), items=(MedicationItem(Origin("XML2"), code="40.30"),))
    (found,) = MAP.applied(record(order)).events
    assert isinstance(found, Prescription)
    assert found.items[0].codes == (ATC,)


def test_without_a_table_nothing_changes() -> None:
    """And what has no codes is left as it is."""
    assert NO_MAP.applied(record(result())) == record(result())
    assert code_map_of("") is NO_MAP
    assert MAP.applied(visit(who())) == visit(who())


def test_a_message_is_read_with_the_table(tmp_path: Path) -> None:
    """From HL7 to a record: the laboratory's own code is LOINC beside, and no rule complains."""
    lab = message("ORU^R01", "202603021000", PID, stay(), "OBR|1|P|F|GLU^^L",
                  "OBX|1|NM|GLU^Glucose^L||5.4|mmol/L|||||F")  # fmt: skip
    (tmp_path / "codes.tsv").write_text("\n".join(LINES).replace("01004", "01013"))
    own = OwnFiles(codes=str(tmp_path / "codes.tsv"))
    (with_table,), (without,) = (
        read_checked(lab, AT, files).records for files in (own, OwnFiles())
    )
    found = [e for e in with_table.events if isinstance(e, Observation)]
    assert [(e.code, e.system, e.codes[-1]) for e in found] == [("GLU", "local:01013", GLUCOSE)]
    assert read_checked(lab, AT, own).broken.get("q-result-own-code", 0) == 0
    assert read_checked(lab, AT).broken["q-result-own-code"] == 1
    assert without.events != with_table.events


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["facility\tkind"], "column code is missing"),
        ([HEAD, "\tobservation\tGLU\tloinc\t1\t"], "line 2: needs a facility"),
        ([HEAD, "*\tresult\tGLU\tloinc\t1\t"], "a kind: observation"),
        ([HEAD, "*\tobservation\tGLU\t\t1\t"], "line 2: system is empty"),
        ([HEAD, *["*\tobservation\tGLU\tloinc\t1\t"] * 2], "line 3: stands twice"),
        ([HEAD, "*\tobservation"], "line 2: needs"),
    ],
)
def test_a_mistake_in_the_table_is_named(lines: list[str], complaint: str) -> None:
    """The file, the line and what to do."""
    with pytest.raises(BadInput, match=complaint):
        read_code_map(lines, "codes.tsv")


def test_a_table_that_is_not_there_is_named() -> None:
    """Its name, not where on the machine it was looked for."""
    with pytest.raises(BadInput, match=r"nowhere\.tsv cannot be read"):
        code_map_of("some/nowhere.tsv")
