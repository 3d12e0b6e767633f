"""JSON of our own: its schema is made from the types, and what breaks it is named."""

from __future__ import annotations

import datetime as dt
import json
import typing

import pytest
from pydantic import TypeAdapter

from api.record_schema_doc import PAGE
from graph.model import HANOI, Diagnosis, Encounter, Event, Origin, Prescription
from ingest.own import schema
from ingest.own.event_forms import FORMS
from ingest.reading import Reading
from ingest.wires import read
from mpi.dates import PartialDate
from mpi.identity import Kinship

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)
RECORD = {
    "healthgraph": "healthgraph-record/1",
    "facility": "01013",
    "local_id": "BN1",
    "visit": "LK1",
    "said_at": "2026-03-02T11:00:00+07:00",
    "identity": {
        "name": "Nguyễn Văn An",
        "birth_date": "1985-07",
        "sex": "male",
        "address": "12 Hàng Bông",
        "relatives": [{"kinship": "mother", "name": "Trần Thị Bé", "birth_date": "1960"}],
    },
    "events": [
        {"event": "Encounter", "kind": "01", "started_at": "2026-03-02T08:00:00+07:00"},
        {"event": "Diagnosis", "role": "main", "code": "A97.0", "table": "Dx", "row": 2},
        {"event": "Prescription", "items": [{"drug": "Oresol", "quantity": "10", "codes": [
            {"system": "rxnorm", "code": "161"}]}]},
        {"event": "Birth", "certificate": "GCS1", "child": {"birth_date": "2026-03-02"}},
    ],
}  # fmt: skip


def told(*records: object) -> Reading:
    """Read records, one or a list."""
    return read(json.dumps(records[0] if len(records) == 1 else list(records)).encode(), AT)


def test_a_record_is_read() -> None:
    """Who, what, and where it was said; events without a table stand under their kind."""
    it = told(RECORD)
    (record,) = it.records
    assert (record.key, record.visit, record.source.wire) == (
        "01013|BN1",
        "LK1",
        "healthgraph-json",
    )
    assert record.source.said_at == dt.datetime(2026, 3, 2, 11, tzinfo=HANOI)
    assert record.identity.birth_date == PartialDate(1985, 7)
    assert record.identity.relatives[0].kinship is Kinship.MOTHER
    visit, diagnosis, order, birth = record.events
    assert isinstance(visit, Encounter)
    assert visit.origin == Origin("Encounter", 1)
    assert isinstance(diagnosis, Diagnosis)
    assert diagnosis.origin == Origin("Dx", 2)
    assert isinstance(order, Prescription)
    assert order.items[0].codes[0].key == "rxnorm|161"
    assert birth.child.birth_date == PartialDate(2026, 3, 2)  # type: ignore[union-attr]
    assert it.counts == {"Encounter": 1, "Diagnosis": 1, "Prescription": 1, "Birth": 1}


def test_a_list_and_lines_are_read() -> None:
    """Several records in one message, the bad ones named and left out."""
    assert len(told(RECORD, {**RECORD, "visit": "LK2"}).records) == 2
    lines = b"\n".join([json.dumps(RECORD).encode(), b"", b"{broken", json.dumps(RECORD).encode()])
    it = read(lines, AT)
    assert (len(it.records), [(f.rule, f.row) for f in it.findings]) == (2, [("schema", 2)])


def test_no_identity_names_the_patient_by_code() -> None:
    """Without a time it is said when it is received; without a facility it is the sender's."""
    bare = {"healthgraph": "healthgraph-record/1", "local_id": "BN1", "tables": ["Allergy"]}
    (record,) = told(bare).records
    assert (record.facility, record.visit, record.source.said_at) == ("", "", AT)
    assert (record.identity.name, record.tables) == ("", frozenset({"Allergy"}))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"local_id": ""}, "local_id"),
        ({"said_at": "2026-03-02T11:00:00"}, "said_at"),
        ({"identity": {"birth_date": "1985-13"}}, "identity.birth_date"),
        ({"events": [{"event": "Encounter", "kind": 1}]}, "events.0.Encounter.kind"),
        ({"events": [{"event": "Nothing"}]}, "events.0"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_breaks_the_schema_is_named(change: dict[str, object], field: str) -> None:
    """The finding has the field, never what it holds."""
    it = told(RECORD | change)
    assert it.rejected is not None
    assert (it.rejected.code, it.findings[0].field) == ("schema", field)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"healthgraph":"healthgraph-record/1","a":' + b"[" * 30_000, "schema"),
        (b'[{"healthgraph":"healthgraph-record/1"', "schema"),
    ],
)
def test_what_is_no_json_is_rejected(data: bytes, code: str) -> None:
    """Cut short or nested without end."""
    rejected = read(data, AT).rejected
    assert rejected is not None
    assert rejected.code in {code, "too-deep"}


def test_every_event_has_a_form() -> None:
    """The forms are made from the types, so none is left out."""
    assert set(FORMS) == {kind.__name__ for kind in typing.get_args(Event)}


def test_the_schema_in_docs_is_todays() -> None:
    """docs/healthgraph-record.schema.json is what the types say; `make docs` writes it."""
    assert PAGE.read_text("utf-8") == schema.page()
    assert TypeAdapter(dict[str, object]).validate_json(schema.page())["title"] == "RecordForm"
