"""What a sender corrects, hands out in parts or moves, on both engines: nothing else is lost."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store import Statement, Store
from tests.graph.test_hl7v2_hazards import ask, say
from tests.ingest.hl7_messages import PID, message, stay

_RESULTS = Statement("""
    MATCH (o:Observation)-[:OBSERVED_IN]->(:Encounter {id: '01013|V1'})
    RETURN o.code AS code, o.value AS value, o.status AS status, o.id AS id ORDER BY code, id
""")
_HANDED = Statement("""
    MATCH (i:MedicationItem) WHERE i.dispensed_at IS NOT NULL
    RETURN i.quantity AS many, i.id AS id ORDER BY id
""")
_REQUEST = Statement("MATCH (s:ServiceRequest) RETURN s.status AS status, s.id AS id ORDER BY id")
_OWNER = Statement("""
    MATCH (:Encounter {id: '01013|V1'})-[:OF]->(r:PatientRecord)
    RETURN r.local_id AS code, r.id AS id ORDER BY id
""")
_PEOPLE = Statement("""
    MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN p.id AS person, r.id AS id ORDER BY id
""")
_GIVEN = Statement("MATCH (v:Immunization) RETURN v.code AS code, v.id AS id ORDER BY code, id")
_NUMBERS = Statement("""
    MATCH (n:VisitNumber)-[:NUMBER_OF]->(e:Encounter)
    RETURN n.id AS number, e.id AS visit ORDER BY number
""")

OBR = "OBR|1|P1|F1|PANEL^Hoá sinh^L|||202603020900" + "|" * 18 + "F"
GLU = "OBX|1|NM|GLU^Glucose^L||5.4|mmol/L|||||F"
K = "OBX|2|NM|K^Kali^L||4.1|mmol/L|||||F"
#: A second patient of the hospital, and a third.
BINH = "PID|1||BN2^^^BV^MR||Nguyễn^Bình||19900101|M"
CHI = "PID|1||BN3^^^BV^MR||Nguyễn^Chi||19910101|F"


def lab(at: str, *lines: str, panel: str = OBR) -> bytes:
    """Results of the order P1."""
    return message("ORU^R01", at, PID, stay(), panel, *lines)


def _of(store: Store, statement: Statement, *names: str) -> list[Any]:
    return [tuple(row[name] for name in names) for row in ask(store, statement)]


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ("OBX|1|NM|GLU^Đường^L||6.4||||||C", [("GLU", "6.4", "corrected"), ("K", "4.1", "final")]),
        (GLU[:-1] + "D", [("K", "4.1", "final")]),
        (GLU[:-1] + "W", [("K", "4.1", "final")]),
        ("OBX|1|NM|GLU^Glucose^L||||||||X", [("GLU", None, "cancelled"), ("K", "4.1", "final")]),
        ("OBX|1|NM|NA^Natri^L||140|mmol/L|||||F", [("GLU", "5.4", "final"), ("K", "4.1", "final"),
                                                   ("NA", "140", "final")]),
    ],
)  # fmt: skip
def test_what_is_said_of_one_result_leaves_the_others(
    store: Store, later: str, left: list[Any]
) -> None:
    """A result is corrected, deleted or added by its own code, as HL7 v2.8, 7.4.2.11 has it."""
    say(store, lab("202603021000", GLU, K), lab("202603021100", later))
    assert _of(store, _RESULTS, "code", "value", "status") == left


def test_results_of_one_code_are_told_apart_by_sub_id(store: Store) -> None:
    """Two germs of one culture: the second is corrected, the first stands."""
    germs = [f"OBX|{n}|ST|GERM^Vi khuẩn^L|{n}|{name}||||||F" for n, name in ((1, "A"), (2, "B"))]
    say(store, lab("202603021000", *germs), lab("202603021100", germs[1].replace("|B|", "|C|")))
    assert [value for (value,) in sorted(_of(store, _RESULTS, "value"))] == ["A", "C"]


def test_the_state_of_a_panel_is_that_of_results_without_one(store: Store) -> None:
    """OBX-11 left out: OBR-25 says it."""
    say(store, lab("202603021000", GLU[:-1], panel=OBR[:-1] + "P"))
    assert _of(store, _RESULTS, "status") == [("preliminary",)]


def test_a_laboratory_that_will_give_no_result_revokes_the_order(store: Store) -> None:
    """OBR-25 X stands against the order as it was placed; a preliminary result leaves it active."""
    order = message("ORM^O01", "202603020830", PID, stay(), "ORC|NW|P1", "OBR|1|P1||PANEL^x^L")
    say(store, order, lab("202603020900", panel=OBR[:-1] + "X"))
    assert _of(store, _REQUEST, "status") == [("revoked",)]


def test_a_drug_handed_out_in_parts_is_all_there(store: Store) -> None:
    """Two RDS of one order (RXD-1 counts them) are two; the same one again is one."""
    parts = [
        message("RDS^O13", f"2026030{n}1000", PID, stay(), "ORC|RE|RX1",
                f"RXD|{n}|40.30^Oresol^BYT|2026030{n}1000|{n + 4}|gói")
        for n in (1, 2)
    ]  # fmt: skip
    again = parts[1].replace(b"202603021000||", b"202603021100||").replace(b"|6|", b"|7|")
    say(store, *parts, again)
    assert sorted(_of(store, _HANDED, "many")) == [(5.0,), (7.0,)]


def test_vaccines_that_nobody_ordered_do_not_replace_each_other(store: Store) -> None:
    """Registries write 9999 for the order's number where there was none (CDC's guide)."""
    given = [
        message("VXU^V04", f"2026030{n}0900", PID, "ORC|RE||9999",
                f"RXA|0|1|202{n}0302||{code}^x^CVX|999")
        for n, code in ((1, "115"), (2, "08"))
    ]  # fmt: skip
    say(store, *given)
    assert _of(store, _GIVEN, "code") == [("08",), ("115",)]


HERS = message("ADT^A04", "202603010800", BINH, stay("202603010800"))
MOVED = message("ADT^A45", "202603070800", PID, "MRG|BN2^^^BV^MR||||V1", stay())
UPDATE = message("ADT^A08", "202603080800", BINH, stay("202603010800"))
LATE = message("ORU^R01", "202603080900", BINH, stay(), OBR, GLU)


@pytest.mark.parametrize("order", [(HERS, MOVED), (MOVED, HERS), (HERS, MOVED, UPDATE),
                                   (HERS, MOVED, LATE), (UPDATE, MOVED, HERS)])  # fmt: skip
def test_a_moved_visit_stays_where_it_was_moved_to(store: Store, order: tuple[bytes, ...]) -> None:
    """A45 names the patient, whatever comes before or after it, and whatever is said later."""
    say(store, *order)
    assert _of(store, _OWNER, "code") == [("BN1",)]


def test_an_older_or_nameless_message_moves_no_visit(store: Store) -> None:
    """The patient of a visit is the latest that an ADT named, not that of the last to arrive."""
    older = message("ADT^A08", "202602280800", CHI, stay())
    nameless = message("ORU^R01", "202603090900", "PID|1||||Ai^Đó", stay(), OBR, GLU)
    say(store, HERS, older, nameless)
    assert _of(store, _OWNER, "code") == [("BN2",)]


def test_every_code_that_a_merge_gives_up_is_the_patients(store: Store) -> None:
    """MRG-1 may repeat: both codes, known or not, are one person with the code that stays."""
    theirs = [message("ADT^A28", "202603010800", pid) for pid in (PID, BINH, CHI)]
    say(store, *theirs, message("ADT^A40", "202603070800", PID, "MRG|BN2^^^BV^MR~BN3^^^BV^MR"))
    assert len(set(_of(store, _PEOPLE, "person"))) == 1
    assert len(ask(store, _PEOPLE)) == 3


def test_accounts_that_are_visits_are_merged_without_pv1(store: Store) -> None:
    """A41: the number that MRG-3 gives up is the visit's, under the number of PID-18."""
    account = PID + "|" * 7
    say(
        store,
        message("ADT^A04", "202603010800", account + "ACC2^^^BV^VN", "PV1|1|O"),
        message("ADT^A41", "202603070800", account + "ACC1^^^BV^VN", "MRG|BN1^^^BV^MR||ACC2"),
    )
    assert _of(store, _NUMBERS, "number", "visit") == [("01013|ACC1", "01013|ACC2")]
