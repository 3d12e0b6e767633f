"""A visit that comes by several wires is one visit, its facts shown once, in every order."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

from graph.invariants import breaches
from graph.joining import Joined, join
from graph.store import Statement, Store
from ingest.wires import read
from mpi.model import default
from tests.visit_in_wires import BY_WIRE, fhir, own, xml

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)
ORDERS = list(itertools.permutations(["qd130-xml", "fhir-r4", "healthgraph-json"]))

#: What of each kind of fact says the same thing by whatever wire, and the edge to its visit.
SAID = {
    "Diagnosis": ("DIAGNOSED_IN", ("role", "code", "system")),
    "Observation": ("OBSERVED_IN", ("code", "wording", "number_said", "unit", "resulted_at")),
    "Service": ("PERFORMED_IN", ("code", "wording", "performed_at")),
}
FRAME = ("kind", "started_at", "admitted_at", "ended_at", "started_on", "facility", "visit")


def put(store: Store, *messages: bytes) -> list[Joined]:
    """Read and join messages one after the other, as they come."""
    return [
        joined
        for message in messages
        for joined in join(store, read(message, AT).records, default())
    ]


def facts(store: Store, label: str, *, shown: bool = True) -> list[dict[str, Any]]:
    """The facts of a kind that are shown, without where they come from."""
    edge, keys = SAID[label]
    columns = ", ".join(f"n.{key} AS {key}" for key in keys if key != "number_said")
    value = ", n.value AS number_said" if "number_said" in keys else ""
    which = "WHERE n.same_as IS NULL" if shown else "WHERE n.same_as IS NOT NULL"
    text = (
        f"MATCH (n:{label})-[:{edge}]->(e:Encounter) {which} RETURN {columns}{value} ORDER BY n.id"
    )
    rows = store.read(lambda work: work.run(Statement(text)))
    return [{**r, "number_said": float(r["number_said"])} if value else dict(r) for r in rows]


def frame(store: Store) -> list[dict[str, Any]]:
    """The visits, as all wires say them."""
    columns = ", ".join(f"e.{key} AS {key}" for key in FRAME)
    rows = store.read(lambda work: work.run(Statement(f"MATCH (e:Encounter) RETURN {columns}")))
    return [dict(row) for row in rows]


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
    "Observation": [{"code": "23.0075", "wording": "Glucose", "number_said": 5.4,
                     "unit": "mmol/L", "resulted_at": "2026-03-02T02:00:00Z"}],
    "Service": [{"code": "02.1896", "wording": "Khám nội", "performed_at": "2026-03-02T03:00:00Z"}],
}  # fmt: skip


@pytest.mark.parametrize("wire", BY_WIRE)
def test_every_wire_alone_gives_the_same_graph(store: Store, wire: str) -> None:
    """Node by node: the visit and each of its facts are those of every other wire."""
    put(store, BY_WIRE[wire])
    assert everything(store) == ([EXPECTED_FRAME], EXPECTED)
    assert breaches(store) == []


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_by_several_wires_it_is_one_visit(store: Store, order: tuple[str, ...]) -> None:
    """In every order: one visit, one person, each fact shown once and kept from each wire."""
    put(store, *(BY_WIRE[wire] for wire in order))
    assert everything(store) == ([EXPECTED_FRAME], EXPECTED)
    assert (count(store, "Person"), count(store, "Diagnosis"), count(store, "Message")) == (1, 3, 3)
    assert len(facts(store, "Observation", shown=False)) == 2
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
