"""The versions of a visit in any order of arrival leave the same graph, by every wire."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.engines import open_store
from graph.invariants import breaches
from graph.joining import join
from graph.migrate import migrate
from graph.store import Statement, Store
from ingest.checked import read_checked
from mpi.model import default
from tests.ingest.hl7_messages import AT, PID, message, stay
from tests.visit_in_wires import fhir, xml

_VISITS = Statement("""
    MATCH (e:Encounter)
    RETURN e.id AS id, e.started_at AS start, e.ended_at AS end, e.status AS status,
        e.department AS place
    ORDER BY id
""")
_FACTS = tuple(
    Statement(
        f"MATCH (n:{label}) RETURN n.id AS id, n.code AS code, n.{value} AS value ORDER BY id"
    )
    for label, value in (("Diagnosis", "role"), ("Observation", "value"), ("Service", "wording"))
)
_PATIENT = Statement("""
    MATCH (r:PatientRecord)-[:IDENTIFIES]->(:Person)
    RETURN r.id AS id, r.full_name AS name ORDER BY id
""")

_OTHER_NAME = PID.replace("Văn", "Vân")
_RESULT = "OBX|1|NM|2339-0^Glucose^LN||5.4|mmol/L|||||P"
HL7 = (
    message("ADT^A01", "202603020815", PID, stay("202603020800"), "DG1|1||R50.9^^I10|||A"),
    message("ADT^A03", "202603051000", PID, stay(end="202603050930"), "DG1|1||A97.0^^I10|||F"),
    message("ADT^A13", "202603051100", PID, stay()),
    message("ADT^A03", "202603061000", PID, stay(end="202603060930")),
    message("ADT^A08", "202603070800", _OTHER_NAME, stay()),
    message("ORU^R01", "202603021000", PID, stay(), "OBR|1|P1|F1|2339-0^Glucose^LN", _RESULT),
    message("ORU^R01", "202603021200", PID, stay(), "OBR|1|P1|F1|2339-0^Glucose^LN",
            _RESULT.replace("5.4", "5.6").replace("|P", "|F")),
)  # fmt: skip
CANCELLED = (*HL7[:2], message("ADT^A11", "202603080800", PID, stay()))


def _fhir(at: str, **said: str) -> bytes:
    return fhir(**said).replace(b"2026-03-05T11:00:00+07:00", at.encode())


FHIR = (
    _fhir("2026-03-05T11:00:00+07:00"),
    _fhir("2026-03-06T11:00:00+07:00", code="A97.1", value="6.1"),
    _fhir("2026-03-07T11:00:00+07:00", code="A97.2").replace(b'"final"', b'"entered-in-error"'),
)
XML = (
    xml(),
    xml().replace(b"<NGAYLAP>20260302", b"<NGAYLAP>20260308").replace(b"A97.0", b"A97.1"),
    xml().replace(b"<NGAYLAP>20260302", b"<NGAYLAP>20260309").replace(b"5.40", b"5.90"),
)
VERSIONS = {"hl7v2": HL7, "cancelled": CANCELLED, "fhir-r4": FHIR, "qd130-xml": XML}


def graph_of(store: Store, messages: list[bytes]) -> list[list[dict[str, Any]]]:
    """Join messages as they come, then read all that they left."""
    for data in messages:
        join(store, read_checked(data, AT).records, default())
    assert breaches(store) == []
    asked = (_VISITS, _PATIENT, *_FACTS)
    return store.read(lambda work: [[dict(r) for r in work.run(each)] for each in asked])


@pytest.mark.parametrize("wire", VERSIONS)
def test_the_order_of_arrival_is_nothing(
    wire: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any order, some of them twice: the graph is that of the order in which they were said."""

    def left(messages: list[bytes]) -> list[list[dict[str, Any]]]:
        store = open_store(f"embedded:{tmp_path_factory.mktemp('order') / 'store'}")
        migrate(store)
        found = graph_of(store, messages)
        store.close()
        return found

    expected = left(list(VERSIONS[wire]))

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(order=st.permutations(VERSIONS[wire]), again=st.sampled_from(VERSIONS[wire]))
    def arrives(order: list[bytes], again: bytes) -> None:
        assert left([*order, again]) == expected

    arrives()


@pytest.mark.parametrize("wire", VERSIONS)
def test_backwards_is_as_forwards(store: Store, wire: str) -> None:
    """On both engines: what was said last stands, though it came first."""
    back = graph_of(store, list(reversed(VERSIONS[wire])))
    visits, patients, *_ = back
    assert len(visits) == len(patients) == 1
    assert visits[0]["status"] == ("cancelled" if wire == "cancelled" else visits[0]["status"])
    codes = {row["code"] for row in back[2]}
    said_last = {"hl7v2": "A97.0", "cancelled": "A97.0", "fhir-r4": "A97.2", "qd130-xml": "A97.0"}
    assert said_last[wire] in codes
