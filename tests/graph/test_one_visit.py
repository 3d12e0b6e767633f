"""A visit that comes by several wires is one visit, its facts shown once, in every order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from graph.invariants import breaches
from graph.joining import Joined, join
from graph.store import Statement, Store
from ingest.checked import read_checked
from mpi.model import default
from tests.visit_in_wires import BY_WIRE, fhir, own, xml

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)
WIRES = ("qd130-xml", "fhir-r4", "healthgraph-json", "hl7v2")
#: Each wire in each place, before and after each other one.
ORDERS = [turned[::way] for n in range(4) for turned in [WIRES[n:] + WIRES[:n]] for way in (1, -1)]

#: What of each kind of node says the same thing by whatever wire, and its path to the visit.
SAID = {
    "Diagnosis": ("-[:DIAGNOSED_IN]->", ("role", "code", "system")),
    "Observation": (
        "-[:OBSERVED_IN]->",
        ("code", "system", "wording", "value", "number", "unit", "ucum", "resulted_at"),
    ),
    "Service": ("-[:PERFORMED_IN]->", ("code", "system", "wording", "performed_at")),
    "MedicationItem": (
        "-[:PART_OF]->(x:Prescription)-[:PRESCRIBED_IN]->",
        ("code", "system", "drug", "x.ordered_at"),
    ),
}
FRAME = ("kind", "started_at", "admitted_at", "ended_at", "started_on", "facility", "visit")
PATIENT = ("full_name", "birth_date", "sex", "facility", "local_id")


def put(store: Store, *messages: bytes) -> list[Joined]:
    """Read and join messages one after the other, as they come."""
    return [
        joined
        for message in messages
        for joined in join(store, read_checked(message, AT).records, default())
    ]


def facts(store: Store, label: str, *, shown: bool = True) -> list[dict[str, Any]]:
    """The facts of a kind that are shown, without where they come from."""
    path, keys = SAID[label]
    columns = ", ".join(f"{_of(key)} AS {_of(key)[2:]}" for key in keys)
    which = "n.same_as IS NULL" if shown else "n.same_as IS NOT NULL"
    text = f"MATCH (n:{label}){path}(e:Encounter) WHERE {which} RETURN {columns} ORDER BY n.id"
    rows = store.read(lambda work: work.run(Statement(text)))
    return [{key: _plain(key, value) for key, value in row.items()} for row in rows]


def _of(key: str) -> str:
    return key if "." in key else f"n.{key}"


def _plain(key: str, value: Any) -> Any:
    """5.40 is 5.4: each wire has its own way to write a number."""
    return float(value) if key == "value" else value


def frame(store: Store) -> list[dict[str, Any]]:
    """The visits, as all wires say them."""
    columns = ", ".join(f"e.{key} AS {key}" for key in FRAME)
    rows = store.read(lambda work: work.run(Statement(f"MATCH (e:Encounter) RETURN {columns}")))
    return [dict(row) for row in rows]


def patients(store: Store) -> list[dict[str, Any]]:
    """Whom the facility's records name."""
    columns = ", ".join(f"r.{key} AS {key}" for key in PATIENT)
    text = f"MATCH (r:PatientRecord)-[:IDENTIFIES]->(:Person) RETURN {columns}"
    return [dict(row) for row in store.read(lambda work: work.run(Statement(text)))]


def count(store: Store, label: str) -> int:
    """How many nodes of a label there are."""
    rows = store.read(lambda work: work.run(Statement(f"MATCH (n:{label}) RETURN count(n) AS n")))
    return int(rows[0]["n"])


def everything(store: Store) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """The visit and its facts, node by node."""
    return frame(store), {label: facts(store, label) for label in SAID}


EXPECTED_FRAME = {
    "kind": "03", "started_at": "2026-03-02T01:00:00Z", "admitted_at": "2026-03-02T01:00:00Z",
    "ended_at": "2026-03-05T03:00:00Z", "started_on": 20260302, "facility": "01013", "visit": "LK1",
}  # fmt: skip
EXPECTED = {
    "Diagnosis": [{"role": "main", "code": "A97.0", "system": "icd10"}],
    "Observation": [{"code": "23.0075", "system": None, "wording": "Glucose", "value": 5.4,
                     "number": 5.4, "unit": "mmol/L", "ucum": "mmol/L",
                     "resulted_at": "2026-03-02T02:00:00Z"}],
    "Service": [{"code": "02.1896", "system": None, "wording": "Khám nội",
                 "performed_at": "2026-03-02T03:00:00Z"}],
    "MedicationItem": [{"code": "40.30", "system": None, "drug": "Oresol",
                        "ordered_at": "2026-03-02T02:30:00Z"}],
}  # fmt: skip
EXPECTED_PATIENT = {
    "full_name": "Nguyễn Văn An", "birth_date": "1985-07-04", "sex": "male", "facility": "01013",
    "local_id": "BN1",
}  # fmt: skip


@pytest.mark.parametrize("wire", BY_WIRE)
def test_every_wire_alone_gives_the_same_graph(store: Store, wire: str) -> None:
    """Node by node: patient, visit and each of its facts are those of every other wire."""
    put(store, BY_WIRE[wire])
    assert everything(store) == ([EXPECTED_FRAME], EXPECTED)
    assert patients(store) == [EXPECTED_PATIENT]
    assert breaches(store) == []


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_by_several_wires_it_is_one_visit(store: Store, order: tuple[str, ...]) -> None:
    """In every order: one visit, one person, each fact shown once and kept from each wire."""
    put(store, *(BY_WIRE[wire] for wire in order))
    assert everything(store) == ([EXPECTED_FRAME], EXPECTED)
    assert patients(store) == [EXPECTED_PATIENT]
    assert (count(store, "Person"), count(store, "Diagnosis"), count(store, "Message")) == (1, 4, 4)
    assert len(facts(store, "Observation", shown=False)) == 3
    assert breaches(store) == []


@pytest.mark.parametrize("order", [("xml", "fhir"), ("fhir", "xml")], ids="-".join)
def test_other_numbers_same_start_is_one_visit(store: Store, order: tuple[str, ...]) -> None:
    """Two systems number it differently; ten minutes apart, in a bed both, it is one."""
    said = {"xml": xml(), "fhir": fhir("VN-77", start="2026-03-02T08:10:00+07:00")}
    put(store, *(said[name] for name in order))
    assert (count(store, "Encounter"), count(store, "VisitNumber")) == (1, 2)
    assert len(facts(store, "Diagnosis")) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (xml(), fhir("VN-77", start="2026-03-02T08:45:00+07:00")),
        (fhir(), fhir("VN-77", start="2026-03-02T08:05:00+07:00")),
        (xml(), xml("LK2")),
    ],
    ids=["too far apart", "one wire tells its own apart", "two keys of the ministry's XML"],
)
def test_what_is_not_one_visit_stays_two(store: Store, first: bytes, second: bytes) -> None:
    """The tolerance is kept, and no wire's own visits are ever joined."""
    put(store, first, second.replace(b'"e1"', b'"e2"').replace(b"Encounter/e1", b"Encounter/e2"))
    assert count(store, "Encounter") == 2


def test_a_number_once_known_finds_the_visit(store: Store) -> None:
    """What names the FHIR system's own number or id later, is of the same visit."""
    put(store, xml(), fhir("VN-77"))
    late = own("VN-77").replace(b'"A97.0"', b'"I10"')
    put(store, late)
    assert count(store, "Encounter") == 1
    assert sorted(row["code"] for row in facts(store, "Diagnosis")) == ["A97.0", "I10"]


def test_a_resend_of_one_wire_leaves_the_others(store: Store) -> None:
    """The XML comes again without its result: what FHIR said of it is shown now."""
    put(store, xml(), fhir())
    again = xml().replace(b"<NGAYLAP>20260302", b"<NGAYLAP>20260309")
    before, _, after = again.partition(b"<FILEHOSO><LOAIHOSO>XML4")
    put(store, before + after.partition(b"</FILEHOSO>")[2])
    assert facts(store, "Observation") == EXPECTED["Observation"]
    assert facts(store, "Observation", shown=False) == []
