"""Every trigger event of SIU, MDM and REF, after the message that it speaks of, on both engines.

What is expected is written from the standard (chapters 9.6, 10.4 and 11.5), not from the reader.
"""

from __future__ import annotations

import json

import pytest

from graph.invariants import breaches
from graph.joining import join
from graph.store import Row, Statement, Store
from mpi.model import default
from tests.ingest.hl7_messages import PID, message, records, stay

_BOOKINGS = Statement("""
    MATCH (a:Appointment)-[:BOOKED_FOR]->(r:PatientRecord)
    RETURN r.local_id AS code, a.day AS day, a.status AS status ORDER BY code, day, status
""")
_PAPERS = Statement("""
    MATCH (e:Encounter {id: '01013|V1'})<-[:WRITTEN_IN]-(d:Document)
    RETURN d.kind AS kind, d.content AS content, d.id AS id ORDER BY id
""")
_LETTERS = Statement("""
    MATCH (r:Referral)-[:TO]->(f:Facility)
    RETURN r.letter AS letter, f.id AS receiver, r.reason AS reason ORDER BY letter, receiver
""")
_RESULTS = Statement("MATCH (o:Observation) RETURN o.code AS code, o.id AS id ORDER BY id")


def say(store: Store, *messages: bytes) -> None:
    """Join messages one after the other, each as a delivery of its own; the graph stays sound."""
    for data in messages:
        join(store, records(data), default())
    assert breaches(store) == []


def ask(store: Store, statement: Statement) -> list[Row]:
    """Read rows."""
    return store.read(lambda work: work.run(statement))


def booking(event: str, day: str, hour: str, *, status: str = "", who: str = PID) -> bytes:
    """SIU about the appointment F1, asked for as P1, at eight of a day in March."""
    at = f"202603{day}080000"
    sch = "|".join(["SCH", "P1", "F1", *[""] * 4, "^Tái khám", *[""] * 3, f"^^^{at}"])
    sch += "|" * (25 - 11) + status
    return message(f"SIU^{event}", f"2026030{hour}", sch, who, "RGS|1", "AIP|1||D1^Lê^Hoa")


BOOKED = booking("S12", "20", "10800")

#: Trigger -> (day in March, status) of the appointment that was booked for the 20th.
APPOINTMENTS = {
    "S12": (21, "booked"),
    "S13": (21, "booked"),
    "S14": (21, "booked"),
    "S15": (21, "cancelled"),
    "S16": (21, "cancelled"),
    "S17": None,
    "S18": (21, "booked"),
    "S19": (21, "booked"),
    "S20": (21, "booked"),
    "S21": (21, "booked"),
    "S22": (21, "booked"),
    "S23": (20, "booked"),
    "S24": (20, "booked"),
    "S26": (21, "missed"),
}


@pytest.mark.parametrize("late", [False, True], ids=["in order", "before its booking"])
@pytest.mark.parametrize("event", APPOINTMENTS)
def test_appointment_after_each_trigger(store: Store, event: str, *, late: bool) -> None:
    """One appointment, as the later message says it, whichever of the two arrives first."""
    messages = [BOOKED, booking(event, "21", "20800")]
    say(store, *(reversed(messages) if late else messages))
    wanted = APPOINTMENTS[event]
    found = [(row["day"] - 20260300, row["status"]) for row in ask(store, _BOOKINGS)]
    assert found == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("status", "is_now"),
    [
        ("Booked", "booked"),
        ("Pending", "booked"),
        ("Complete", "kept"),
        ("Noshow^No show^HL70278", "missed"),
        ("Cancelled", "cancelled"),
        ("Dc", "cancelled"),
        ("Deleted", None),
    ],
)
def test_status_of_a_modified_appointment(store: Store, status: str, is_now: str | None) -> None:
    """S14 leaves it to SCH-25 (table 0278) what the appointment is."""
    say(store, BOOKED, booking("S14", "21", "20800", status=status))
    assert [row["status"] for row in ask(store, _BOOKINGS)] == ([is_now] if is_now else [])


@pytest.mark.parametrize(("event", "left"), [("S15", []), ("S26", ["booked"]), ("S23", ["booked"])])
def test_without_a_time(store: Store, event: str, left: list[str]) -> None:
    """A cancellation needs no time; who did not come needs one to be known by."""
    say(store, BOOKED, message(f"SIU^{event}", "202603020800", "SCH|P1|F1", PID))
    assert [row["status"] for row in ask(store, _BOOKINGS)] == left


def test_an_appointment_of_several_patients(store: Store) -> None:
    """A group's booking stands once in the message and is of each of its patients."""
    two = f"{PID}\r" + PID.replace("BN1", "BN2").replace("001085012345", "001090054321")
    say(store, booking("S12", "20", "10800", who=two))
    assert [(row["code"], row["day"]) for row in ask(store, _BOOKINGS)] == [
        ("BN1", 20260320),
        ("BN2", 20260320),
    ]


def paper(event: str, hour: str, *, number: str = "D1", parent: str = "", text: str = "") -> bytes:
    """MDM about a document of the visit V1, with its text when there is one."""
    txa = f"TXA|1|DS|TX|20260301||202603010900||||||{number}^HIS|{parent}||||AU||AV"
    lines = [f"OBX|1|TX|18842-5^Tóm tắt^LN||{text}||||||F"] if text else []
    return message(f"MDM^{event}", f"2026030{hour}", PID, stay(), txa, *lines)


FIRST = paper("T02", "10900", text="một")

#: Trigger -> the second message, and the documents that stand after it: kind, number, text.
TEXT, STATE = "transcription", "document-status"
PAPERS = {
    "T01": ({}, [(TEXT, "D1", "một")]),
    "T02": ({"text": "hai"}, [(TEXT, "D1", "hai")]),
    "T03": ({}, [(STATE, "D1", None), (TEXT, "D1", "một")]),
    "T04": ({"text": "hai"}, [(TEXT, "D1", "hai")]),
    "T05": ({"number": "D2", "parent": "D1"}, [(TEXT, "D1", "một"), (TEXT, "D2", None)]),
    "T06": (
        {"number": "D2", "parent": "D1", "text": "hai"},
        [(TEXT, "D1", "một"), (TEXT, "D2", "hai")],
    ),
    "T07": ({}, [(STATE, "D1", None), (TEXT, "D1", "một")]),
    "T08": ({"text": "hai"}, [(TEXT, "D1", "hai")]),
    "T09": ({"number": "D2", "parent": "D1"}, [(TEXT, "D2", None)]),
    "T10": ({"number": "D2", "parent": "D1", "text": "hai"}, [(TEXT, "D2", "hai")]),
    "T11": ({}, []),
}


def standing(store: Store) -> list[tuple[str, str, str | None]]:
    """The documents of the visit: kind, number, text."""
    found = [(row["kind"], json.loads(row["content"])) for row in ask(store, _PAPERS)]
    return sorted((kind, said["number"], said.get("text")) for kind, said in found)


@pytest.mark.parametrize("late", [False, True], ids=["in order", "before the first"])
@pytest.mark.parametrize("event", PAPERS)
def test_document_after_each_trigger(store: Store, event: str, *, late: bool) -> None:
    """New, of another state, added to, edited, replaced, cancelled: in either order of arrival."""
    said, wanted = PAPERS[event]
    messages = [FIRST, paper(event, "20900", **said)]
    say(store, *(reversed(messages) if late else messages))
    assert standing(store) == wanted


def test_documents_without_a_number_are_two(store: Store) -> None:
    """Two papers of one visit whose sender numbers none are told apart by their times."""
    line = "OBX|1|TX|1^x^L||chữ"
    for day in ("01", "02"):
        txa = f"TXA|1|DS|TX|||202603{day}0900"
        say(store, message("MDM^T02", f"202603{day}1000", PID, stay(), txa, line))
    assert len(ask(store, _PAPERS)) == 2


def letter(event: str, hour: str, reason: str, receiver: str, *more: str) -> bytes:
    """REF with the letter GT5, of the visit V1 where `more` holds its PV1."""
    rf1 = f"RF1|A|R|CT||I|GT5^HIS|20260301|||{reason}^{reason}"
    return message(f"REF^{event}", f"2026030{hour}", rf1, f"PRD|RT|B|||||{receiver}", PID, *more)


SENT = letter("I12", "10900", "một", "01929", stay())
#: Trigger -> receiver and reason of the letter after it.
LETTERS = {"I12": ("01004", "hai"), "I13": ("01004", "hai"), "I14": None}


@pytest.mark.parametrize("named", [True, False], ids=["with its visit", "without PV1"])
@pytest.mark.parametrize("event", LETTERS)
def test_letter_after_each_trigger(store: Store, event: str, *, named: bool) -> None:
    """Stated anew, modified or cancelled; a cancellation need not repeat the visit."""
    more = (stay(),) if named or event != "I14" else ()
    say(store, SENT, letter(event, "20900", "hai", "01004", *more))
    found = [(row["receiver"], row["reason"]) for row in ask(store, _LETTERS)]
    assert found == ([LETTERS[event]] if LETTERS[event] else [])


def result(hour: str, number: str, service: str, *more: str, at: str = "202603010800") -> bytes:
    """ORU with one value of one service."""
    obr = f"OBR|1|{number}|{service}^{service}^L|||{at}"
    return message(
        "ORU^R01", f"2026030{hour}", PID, *more, obr, f"OBX|1|NM|{service}^{service}^L||5|g/L"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (result("10900", "P1|F1", "CTM", stay()), result("11000", "P1|F1", "SHM", stay())),
        (result("10900", "|", "URE", stay()), result("11000", "|", "CRE", stay())),
        (
            result("10900", "|", "GLU", stay()),
            result("20900", "|", "GLU", stay(), at="202603020800"),
        ),
    ],
    ids=["services of one order", "services without a number", "one service on two days"],
)
def test_results_that_do_not_replace_each_other(store: Store, first: bytes, second: bytes) -> None:
    """What is sent apart under one number, or under none, stays two results."""
    say(store, first, second)
    assert len(ask(store, _RESULTS)) == 2


def test_a_correction_without_its_visit_finds_it(store: Store) -> None:
    """A laboratory that does not know the visit corrects the result where it stands."""
    say(store, result("10900", "P1|F1", "GLU", stay()), result("11000", "P1|F1", "GLU"))
    (row,) = ask(store, _RESULTS)
    assert row["id"].startswith("01013|V1|")


def test_a_result_without_its_visit_goes_where_it_was_ordered(store: Store) -> None:
    """The number of the order leads to the visit."""
    order = message("ORM^O01", "202603010800", PID, stay(), "ORC|NW|P1", "OBR|1|P1||GLU^GLU^L")
    say(store, order, result("10900", "P1|F1", "GLU"))
    assert ask(store, _RESULTS)[0]["id"].startswith("01013|V1|")


def test_an_order_cancelled_by_its_number_alone(store: Store) -> None:
    """ORC CA without OBR takes the order back."""
    order = message("ORM^O01", "202603010800", PID, stay(), "ORC|NW|P1", "OBR|1|P1||GLU^GLU^L")
    say(store, order, message("ORM^O01", "202603010900", PID, "ORC|CA|P1"))
    count = Statement("MATCH (s:ServiceRequest) RETURN count(s) AS many")
    assert ask(store, count) == [{"many": 0}]


def test_visits_moved_to_another_patient(store: Store) -> None:
    """A45 moves each visit that an MRG names, with or without a PV1 of its own."""
    other = PID.replace("BN1", "BN2").replace("001085012345", "001090054321")
    for number in ("V1", "V2", "V3"):
        say(store, message("ADT^A04", "202603010800", PID, stay("202603010800", number=number)))
    moved = ("MRG|BN1||||V1", stay(), "MRG|BN1||||V2", stay(number="V2"))
    say(store, message("ADT^A45", "202603020800", other, *moved))
    say(store, message("ADT^A45", "202603020900", other, "MRG|BN1||||V3"))
    owners = Statement("MATCH (:Encounter)-[:OF]->(r:PatientRecord) RETURN r.local_id AS code")
    assert [row["code"] for row in ask(store, owners)] == ["BN2"] * 3


def test_a_vaccination_without_an_order(store: Store) -> None:
    """VXU of 2.3 has no ORC; two vaccines, and one of them stated twice, are two."""
    line = "RXA|0|1|20260301||{}^x^CVX|0.5|mL"
    for code, hour in (("08", "10900"), ("140", "11000"), ("140", "11100")):
        say(store, message("VXU^V04", f"2026030{hour}", PID, line.format(code), control=hour))
    count = Statement("MATCH (n:Immunization) RETURN n.code AS code ORDER BY code")
    assert [row["code"] for row in ask(store, count)] == ["08", "140"]


def test_results_of_no_order_are_replaced_one_by_one(store: Store) -> None:
    """A height in a later ADT leaves the weight, and a new weight takes the old one's place."""
    line = "OBX|1|NM|{}^x^LN||{}|kg|||||F"
    for hour, code, value in (("10900", "W", 62), ("11000", "H", 158), ("11100", "W", 63)):
        say(store, message("ADT^A08", f"2026030{hour}", PID, stay(), line.format(code, value)))
    values = Statement("MATCH (o:Observation) RETURN o.value AS value ORDER BY value")
    assert [row["value"] for row in ask(store, values)] == ["158", "63"]


def test_a_drug_given_at_the_bed_is_no_vaccine(store: Store) -> None:
    """RXA of RAS is counted, whole in the archive, and no immunization."""
    given = "RXA|0|1|20260301||40.1^Para^BYT|500|mg"
    say(store, message("RAS^O17", "202603010900", PID, stay(), "ORC|RE|RX1", given))
    kept = Statement("MATCH (n:OtherResource) RETURN n.kind AS kind")
    assert [row["kind"] for row in ask(store, kept)] == ["RXA"]
    assert ask(store, Statement("MATCH (n:Immunization) RETURN n.id AS id")) == []
