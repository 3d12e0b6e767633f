"""Each hazard of HL7 v2, on both engines: late, early, twice, corrected, cancelled, merged."""

from __future__ import annotations

from typing import Any

import pytest

from graph.joining import Effect, join
from graph.store import Row, Statement, Store
from mpi.model import default
from tests.ingest.hl7_messages import PID, message, records, stay

_VISIT = Statement("""
    MATCH (e:Encounter {id: '01013|V1'})
    RETURN e.started_at AS start, e.ended_at AS end, e.status AS status, e.department AS place
""")
_RESULTS = Statement("""
    MATCH (e:Encounter {id: '01013|V1'})<-[:OBSERVED_IN]-(o:Observation)
    RETURN o.code AS code, o.value AS value, o.status AS status ORDER BY code, value
""")
_ORDERS = Statement("""
    MATCH (e:Encounter {id: '01013|V1'})<-[:ORDERED_IN]-(s:ServiceRequest)
    RETURN s.placer AS placer, s.status AS status ORDER BY placer
""")
_NAMES = Statement(
    "MATCH (r:PatientRecord) RETURN r.local_id AS code, r.full_name AS name, r.id AS id ORDER BY id"
)
_OWNERS = Statement("""
    MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN r.local_id AS code, p.id AS person, r.id AS id ORDER BY id
""")

IN = message("ADT^A01", "202603020815", PID, stay("202603020800"))
OUT = message("ADT^A03", "202603051000", PID, stay(end="202603050930"))
UPDATE = message("ADT^A08", "202603060800", PID.replace("Văn", "Vân"), stay())
ORDER = message("ORM^O01", "202603020900", PID, stay(), "ORC|NW|P1", "OBR|1|P1||2339-0^Glucose^LN")
FIRST = "OBX|1|NM|2339-0^Glucose^LN||5.4|mmol/L|||||P"
RESULT = message("ORU^R01", "202603021000", PID, stay(), "OBR|1|P1|F1|2339-0^Glucose^LN", FIRST)
FINAL = message(
    "ORU^R01",
    "202603021200",
    PID,
    stay(),
    "OBR|1|P1|F1|2339-0^Glucose^LN",
    FIRST.replace("5.4", "5.6").replace("|P", "|F"),
)
MERGE = message("ADT^A40", "202603070800", PID, "MRG|BN9^^^BV^MR")


def say(store: Store, *messages: bytes) -> list[Effect]:
    """Join messages one after the other, each as a delivery of its own."""
    return [it.effect for data in messages for it in join(store, records(data), default())]


def ask(store: Store, statement: Statement) -> list[Row]:
    """Read rows."""
    return store.read(lambda work: work.run(statement))


def visit(store: Store) -> Any:
    """The one visit as it stands."""
    return ask(store, _VISIT)[0]


@pytest.mark.parametrize("order", [(IN, OUT, UPDATE), (OUT, IN, UPDATE), (UPDATE, OUT, IN)])
def test_admission_discharge_and_update_in_any_order(
    store: Store, order: tuple[bytes, ...]
) -> None:
    """Start, end and status are those of the sender's order, not of the arrival's."""
    say(store, *order)
    now = visit(store)
    assert (now["start"], now["end"]) == ("2026-03-02T01:00:00Z", "2026-03-05T02:30:00Z")
    assert now["status"] == "closed"


def test_resend_changes_nothing(store: Store) -> None:
    """The same bytes are the same message."""
    assert say(store, IN, IN) == [Effect.STORED, Effect.UNCHANGED]


def test_reused_control_id_is_another_message(store: Store) -> None:
    """Other bytes under a used MSH-10 are read: nothing is decided by the control id."""
    other = message("ADT^A04", "202603030815", PID.replace("BN1", "BN2"), stay(number="V2"))
    say(store, IN, other)
    assert {row["code"] for row in ask(store, _NAMES)} == {"BN1", "BN2"}


def test_old_order_does_not_overwrite_a_newer_name(store: Store) -> None:
    """The PID of an order of the second says nothing against an A08 of the sixth."""
    say(store, UPDATE, ORDER)
    assert ask(store, _NAMES)[0]["name"] == "Nguyễn Vân An"


@pytest.mark.parametrize("order", [(ORDER, RESULT), (RESULT, ORDER)])
def test_result_before_its_order(store: Store, order: tuple[bytes, ...]) -> None:
    """Both orders of arrival give one order and one result."""
    say(store, *order)
    assert ask(store, _ORDERS) == [{"placer": "P1", "status": "active"}]
    assert [row["value"] for row in ask(store, _RESULTS)] == ["5.4"]


@pytest.mark.parametrize("order", [(RESULT, FINAL), (FINAL, RESULT)])
def test_status_does_not_go_back(store: Store, order: tuple[bytes, ...]) -> None:
    """A preliminary result that comes late does not replace the final one."""
    say(store, *order)
    assert ask(store, _RESULTS) == [{"code": "2339-0", "value": "5.6", "status": "final"}]


def test_correction_of_one_order_leaves_the_other(store: Store) -> None:
    """Results are replaced order by order; one that is taken back goes."""
    second = (
        RESULT.replace(b"P1|F1", b"P2|F2").replace(b"5.4", b"7.7").replace(b"1000||", b"1001||")
    )
    gone = FINAL.replace(b"|F\r", b"|D\r")
    say(store, RESULT, second, gone)
    assert [row["value"] for row in ask(store, _RESULTS)] == ["7.7"]


def test_cancelled_discharge_opens_the_visit(store: Store) -> None:
    """A13 takes the end back, and an A03 that comes late does not close it again."""
    undo = message("ADT^A13", "202603051100", PID, stay())
    say(store, IN, undo, OUT)
    assert (visit(store)["end"], visit(store)["status"]) == (None, "open")


def test_cancelled_admission_stays_cancelled(store: Store) -> None:
    """A11 cancels the visit, whether it comes before or after what it cancels."""
    say(store, message("ADT^A11", "202603020900", PID, stay()), IN)
    assert visit(store)["status"] == "cancelled"


@pytest.mark.parametrize("late", [0, 1, 2])
def test_merge_is_not_undone_by_an_update(store: Store, late: int) -> None:
    """After A40 both codes are one person, wherever the merge comes among the updates."""
    other = (
        PID.replace("BN1", "BN9").replace("001085012345^^^CCCD^NI", "").replace("An^Văn", "Bình")
    )
    old = message("ADT^A04", "202603010800", other, stay(number="V0"))
    new = message("ADT^A08", "202603080800", other, stay(number="V0"))
    order = [old, IN]
    order.insert(late, MERGE)
    say(store, *order, new)
    assert len({row["person"] for row in ask(store, _OWNERS)}) == 1


def test_time_without_zone_is_hanois(store: Store) -> None:
    """08:00 without a zone is 01:00 UTC; with one it is taken at its word."""
    zoned = message("ADT^A01", "202603020815+0000", PID, stay("202603020800+0000"))
    say(store, IN, zoned)
    assert visit(store)["start"] == "2026-03-02T08:00:00Z"
