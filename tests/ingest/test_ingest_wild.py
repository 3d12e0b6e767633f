"""Messages as they come: every way in which hospitals' software differs reads the same."""

from __future__ import annotations

import gzip

import pytest

from graph.model import Appointment, Diagnosis, Encounter, Event, Prescription, Record
from ingest.qd130 import read
from ingest.wires import WIRES
from ingest.wires import read as read_any
from tests.ingest.messages import (
    APPOINTMENT,
    ARRIVAL,
    DRUG,
    RECEIVED,
    RESULT,
    SERVICE,
    SUMMARY,
    envelope,
    file_xml,
    message,
    packed,
    row_xml,
    table_xml,
    visit_xml,
)

SUMMARY_XML = table_xml("XML1", SUMMARY)
EXPECTED = read(message(XML1=SUMMARY), RECEIVED).records[0]


def one(content: str, name: str = "XML1") -> bytes:
    """Write a message of one visit with this content of NOIDUNGFILE."""
    return envelope(f"<HOSO>{file_xml(name, content)}</HOSO>")


def same(data: bytes) -> Record:
    """Read the only record of the message, which must be that of the plain form."""
    reading = read(data, RECEIVED)
    assert reading.rejected is None
    (record,) = reading.records
    assert (record.identity, record.events) == (EXPECTED.identity, EXPECTED.events)
    return record


def wrapped(text: str, width: int) -> str:
    """Break a line as some base64 writers do."""
    return "\r\n  ".join(text[i : i + width] for i in range(0, len(text), width))


REVERSED = "".join(f"<{n}>{v}</{n}>" for n, v in reversed(SUMMARY.items()))
SMALL = "".join(f"<{n.lower()}>{v}</{n.lower()}>" for n, v in SUMMARY.items())
BASE64 = packed(SUMMARY_XML)
FORMS: dict[str, bytes] = {
    "base64": one(BASE64),
    "base64 in lines": one(wrapped(BASE64, 76)),
    "base64 without padding": one(packed(SUMMARY_XML + " ").rstrip("=")),
    "base64 for addresses": one(BASE64.replace("+", "-").replace("/", "_")),
    "inline": one(SUMMARY_XML),
    "inline fields without a root": one(row_xml("XML1", SUMMARY)),
    "inline as text": one(SUMMARY_XML.replace("<", "&lt;")),
    "CDATA": one(f"<![CDATA[{SUMMARY_XML}]]>"),
    "fields in CDATA": one(SUMMARY_XML.replace("Nguyễn Văn An", "<![CDATA[Nguyễn Văn An]]>")),
    "blanks in empty tags": one(packed(SUMMARY_XML.replace("></", ">  </"))),
    "other order": one(packed(f"<TONG_HOP>{REVERSED}</TONG_HOP>")),
    "small letters": one(packed(f"<tong_hop>{SMALL}</tong_hop>")),
    "namespace": one(packed(SUMMARY_XML.replace("<TONG_HOP>", '<TONG_HOP xmlns="urn:x">'))),
    "prefix": one(packed(SUMMARY_XML.replace("<MA_", "<a:MA_").replace("</MA_", "</a:MA_"))),
    "attributes": one(packed(SUMMARY_XML.replace("<MA_BN>", '<MA_BN xsi:type="s" n="1">'))),
    "comments": one(packed(SUMMARY_XML.replace("Văn An", "Văn<!-- x --> An"))),
    "markup in a field": one(packed(SUMMARY_XML.replace("Văn An", "Văn <b>An</b>"))),
    "inner BOM": one(packed(b"\xef\xbb\xbf" + SUMMARY_XML.encode())),
    "inner UTF-16": one(packed(SUMMARY_XML.encode("utf-16"))),
    "outer BOM": b"\xef\xbb\xbf" + one(BASE64),
    "outer UTF-16": one(BASE64).decode().encode("utf-16"),
    "gzip": gzip.compress(one(BASE64)),
    "table number": one(BASE64, "1"),
    "table name padded": one(BASE64, " xml01 "),
    "table unnamed": one(BASE64, ""),
    "no visit element": envelope(file_xml("XML1", BASE64)),
    "trailing zeros": one(BASE64) + b"\0\0\n",
    "control characters": one(packed(SUMMARY_XML.replace("Văn An", "Văn\x0b An\x00&#x1;"))),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_reads_the_same(form: str) -> None:
    """Packing, order, case, namespaces and the like change nothing of what is said."""
    assert same(FORMS[form]).complete


@pytest.mark.parametrize("form", FORMS)
def test_the_registry_finds_the_reader(form: str) -> None:
    """A message is recognised by its bytes, in whatever form it is packed."""
    assert read_any(FORMS[form], RECEIVED) == read(FORMS[form], RECEIVED)


def test_a_bare_table_is_a_visit() -> None:
    """A table sent without its envelope names its facility itself."""
    record = same(SUMMARY_XML.encode())
    assert (record.facility, record.source.edition) == (
        "01003",
        "0" * 14 + "|20260302103000|20260302100000",
    )


def test_the_summary_with_a_wild_ampersand() -> None:
    """A bare `&` is repaired and said."""
    reading = read(one(packed(SUMMARY_XML.replace("Sốt<", "Sốt & ho<"))), RECEIVED)
    (encounter,) = (e for e in reading.records[0].events if isinstance(e, Encounter))
    assert encounter.reason == "Sốt & ho"
    assert [f.rule for f in reading.findings if f.rule.startswith("markup")] == ["markup-repaired"]


def test_several_visits_in_a_file() -> None:
    """Each HOSO is a record of its own, and findings say which one they speak of."""
    other = SUMMARY | {"MA_LK": "LK2", "MA_BN": "BN2", "HO_TEN": ""}
    reading = read(envelope(visit_xml({"XML1": [SUMMARY]}), visit_xml({"XML1": [other]})), RECEIVED)
    assert [r.encounter_key for r in reading.records] == ["01003|LK1", "01003|LK2"]
    assert [(f.visit, f.field) for f in reading.findings if f.rule == "required"] == [(2, "HO_TEN")]


def test_rows_of_another_visit_become_their_own_record() -> None:
    """A row with another MA_LK is not mixed in; one without belongs to the summary's visit."""
    stray, bare = RESULT | {"MA_LK": "LK9"}, RESULT | {"MA_LK": ""}
    reading = read(message(XML4=[stray, bare], XML1=SUMMARY), RECEIVED)
    assert [(r.visit, r.complete) for r in reading.records] == [("LK1", True), ("LK9", False)]
    assert reading.records[1].local_id == "visit:LK9"
    assert "visit-key-differs" in {f.rule for f in reading.findings}


def test_a_table_in_two_files_goes_on_counting() -> None:
    """Two files of XML2 are one table: its rows are numbered through."""
    two = "".join(file_xml("XML2", packed(table_xml("XML2", DRUG))) for _ in range(2))
    (record,) = read(envelope(f"<HOSO>{two}</HOSO>"), RECEIVED).records
    (order,) = (e for e in record.events if isinstance(e, Prescription))
    assert [item.origin.row for item in order.items] == [1, 2]


def test_supplements_are_not_complete() -> None:
    """Without XML1 only the tables sent are replaced, and who it is comes from the letters."""
    (record,) = read(message(XML4=RESULT, XML14=APPOINTMENT), RECEIVED).records
    assert (record.complete, record.tables) == (False, frozenset({"XML4", "XML14"}))
    assert (record.local_id, record.identity.name) == ("visit:LK1", "Nguyễn Văn An")


def test_an_arrival_alone() -> None:
    """XML0 gives the patient, the time and the form of care, and nothing more is claimed."""
    (record,) = read(message(XML0=ARRIVAL), RECEIVED).records
    (encounter,) = record.events
    assert isinstance(encounter, Encounter)
    assert (encounter.arrival_only, encounter.kind, record.local_id) == (True, "01", "BN1")


def test_the_summary_outranks_the_arrival() -> None:
    """With XML1 there, XML0 adds no second visit."""
    (record,) = read(message(XML0=ARRIVAL, XML1=SUMMARY), RECEIVED).records
    assert [e.arrival_only for e in record.events if isinstance(e, Encounter)] == [False]


def only(events: tuple[Event, ...]) -> list[Appointment]:
    """Give the appointments."""
    return [e for e in events if isinstance(e, Appointment)]


def test_a_day_of_the_summary_that_no_letter_gives() -> None:
    """NGAY_TAI_KHAM adds the days without a letter, each once; what is no day is left out."""
    summary = SUMMARY | {"NGAY_TAI_KHAM": "20260316;20260401;20260401;x"}
    (record,) = read(message(XML1=summary, XML14=APPOINTMENT), RECEIVED).records
    assert [(str(a.day), a.letter) for a in only(record.events)] == [
        ("2026-03-16", "HK 01"),
        ("2026-04-01", ""),
    ]


def test_a_letter_of_2024_with_a_time() -> None:
    """QĐ 4750 wrote the day of an appointment with hour and minute."""
    (record,) = read(message(XML14=APPOINTMENT | {"NGAY_HEN_KL": "202603160800"}), RECEIVED).records
    assert [str(a.day) for a in only(record.events)] == ["2026-03-16"]


def test_diagnoses_in_every_role() -> None:
    """Words on admission, main, secondary and traditional codes, each as sent and normalised."""
    summary = SUMMARY | {
        "MA_BENH_CHINH": "a970",
        "MA_BENH_KT": "I10,E119;",
        "MA_BENH_YHCT": "U62.391",
    }
    (record,) = read(message(XML1=summary), RECEIVED).records
    found = [(e.role, e.code, e.as_sent) for e in record.events if isinstance(e, Diagnosis)]
    assert found == [
        ("admission", "", ""),
        ("main", "A97.0", "a970"),
        ("secondary", "I10", "I10"),
        ("secondary", "E11.9", "E119"),
        ("traditional", "U62.391", "U62.391"),
    ]


def test_a_message_of_another_kind_is_not_claimed() -> None:
    """What no reader knows is rejected with words, by the registry and by the reader itself."""
    for data in (b"MSH|^~\\&|A", b"RIFF", b'{"kind": "Patient"}', b"\x1f\x8bx", b""):
        assert (read_any(data, RECEIVED).rejected or 0) != 0
    names = [wire.name for wire in WIRES]
    assert len(set(names)) == len(names)
    assert read(message(XML3=SERVICE), RECEIVED).wire in names
