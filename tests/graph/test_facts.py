"""What a record says happened, as rows ready to store."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import orjson

from graph.facts import encounter_row, fact_rows, of_kind
from graph.model import Birth, Diagnosis, Document, Origin
from tests.records import XML9, birth, diagnosis, prescription, visit, who

EVENTS = (diagnosis(), diagnosis("I10", "secondary"), prescription("Oresol", "Zinc"))


def test_ids_are_made_of_where_a_fact_was_said() -> None:
    """Visit, kind, table and row, place in the row: the same message gives the same ids."""
    rows = fact_rows(visit(who(), events=EVENTS))
    assert [row["id"] for row in rows["Diagnosis"]] == [
        "01004|V1|dx|XML1.1.1",
        "01004|V1|dx|XML1.1.2",
    ]
    (prescribed,) = rows["Prescription"]
    items = rows["MedicationItem"]
    assert [row["parent"] for row in items] == [prescribed["id"]] * 2
    assert [row["id"] for row in items] == [f"{prescribed['id']}|{n}" for n in (1, 2)]
    assert fact_rows(visit(who(), events=EVENTS)) == rows


def test_every_fact_knows_where_it_came_from() -> None:
    """Message, table and row stand on each row."""
    record = visit(who(), events=EVENTS)
    for rows in fact_rows(record).values():
        for row in rows:
            assert row["properties"]["message"] == record.source.message
            assert row["properties"]["origin_table"].startswith("XML")
            assert row["properties"]["origin_row"] >= 1


def test_a_visit_has_its_day_in_hanoi() -> None:
    """The properties of XML1, with the local day beside the instant."""
    row = encounter_row(visit(who(), came_from="01003", letter="L1"))
    assert (row["id"], row["facility"]) == ("01004|V1", "01004")
    said = row["properties"]
    assert (said["started_at"], said["started_on"]) == ("2026-03-02T01:00:00Z", 20260302)
    assert (said["referred_from"], said["letter"]) == ("01003", "L1")
    assert "editions" not in said


def test_a_supplement_states_no_property_of_the_visit() -> None:
    """Results that come without XML1 do not blank what XML1 said."""
    record = replace(visit(who()), events=(diagnosis(),), complete=False)
    assert encounter_row(record)["properties"] == {}


def test_papers_keep_their_fields_as_json() -> None:
    """A document's content is kept field by field."""
    paper = Document(Origin("XML7"), "discharge", content={"GHI_CHU": "Tái khám"})
    (row,) = fact_rows(visit(who(), events=[paper]))["Document"]
    assert orjson.loads(row["properties"]["content"]) == {"GHI_CHU": "Tái khám"}
    assert (row["properties"]["kind"], row["properties"]["restricted"]) == ("discharge", False)


def test_a_birth_is_a_paper_of_the_mothers_visit() -> None:
    """What the certificate says of the birth, without what it says of who the child is."""
    certified = replace(birth(who()), weight_g=Decimal(3200), caesarean=True)
    (row,) = fact_rows(visit(who(), events=[certified]))["Document"]
    content = orjson.loads(row["properties"]["content"])
    assert content == {
        "SO": "GCS1", "CAN_NANG_CON": "3200", "SO_CON": "1", "SINHCON_PHAUTHUAT": "1",
    }  # fmt: skip
    plain = orjson.loads(_content(birth(who())))
    assert (plain["SINHCON_PHAUTHUAT"], "CAN_NANG_CON" in plain) == ("0", False)


def _content(certified: Birth) -> str:
    rows = fact_rows(visit(who(), events=[certified]))["Document"]
    return str(rows[0]["properties"]["content"])


def test_events_of_a_kind_in_the_order_said() -> None:
    """Only those of the kind, none reordered."""
    record = visit(who(), events=EVENTS)
    assert [event.code for event in of_kind(record, Diagnosis)] == ["A97.0", "I10"]
    assert list(of_kind(record, Birth)) == []
    assert XML9 not in {event.origin for event in record.events}
    assert record.source.said_at.tzinfo is dt.UTC
