"""CSV and Parquet by a mapping file: rows of one visit are one record; every mistake is named."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from graph.model import Encounter, Observation, Prescription
from ingest.tabular import pack
from ingest.tabular.mapping import mapping_of
from ingest.wires import read
from mpi.errors import BadInput
from mpi.identity import Kinship, Relative

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)
TABLE = """\ufeffma_bn,ten,gioi,ngay_sinh,ngay_kham,so_lk,glucose,the
BN1,Nguyễn Văn An,1,04/07/1985,02/03/2026 08:00,V1,5.4,GD4;DN4
BN1,Nguyễn Văn An,1,04/07/1985,02/03/2026 09:00,V1,6.1,
BN2,Lê Thị Chi,2,99/07/1985,02/03/2026 09:00,V2,7,
BN3,Đỗ Văn Dũng,9,,02/03/2026 10:00,V3,,
"""
MAPPING: dict[str, Any] = {
    "healthgraph": "healthgraph-mapping/1",
    "facility": {"value": "01013"},
    "local_id": "ma_bn",
    "visit": "so_lk",
    "said_at": {"column": "ngay_kham", "dates": "%d/%m/%Y %H:%M"},
    "identity": {
        "name": "ten",
        "sex": {"column": "gioi", "values": {"1": "male", "2": "female", "9": "unknown"}},
        "birth_date": {"column": "ngay_sinh", "dates": "%d/%m/%Y"},
        "insurance_numbers": {"column": "the", "split": ";"},
    },
    "events": [
        {"event": "Encounter", "fields": {
            "kind": {"value": "1", "prefix": "0"},
            "started_at": {"column": "ngay_kham", "dates": "%d/%m/%Y %H:%M"}}},
        {"event": "Observation", "when": ["glucose"], "fields": {
            "code": {"value": "2339-0"}, "system": {"value": "loinc"}, "value": "glucose"}},
    ],
}  # fmt: skip


def message(table: str | bytes = TABLE, **change: Any) -> bytes:
    """A table packed with its mapping."""
    data = table.encode() if isinstance(table, str) else table
    return pack(data, json.dumps(MAPPING | change).encode())


def test_rows_of_a_visit_are_one_record() -> None:
    """Two rows give two results of one visit; a date that is none is a finding with its row."""
    it = read(message(), AT)
    assert [(r.key, r.visit) for r in it.records] == [("01013|BN1", "V1"), ("01013|BN3", "V3")]
    first = it.records[0]
    assert [e.value for e in first.events if isinstance(e, Observation)] == ["5.4", "6.1"]
    assert [(f.rule, f.row, f.field) for f in it.findings] == [
        ("table-row", 3, "identity.birth_date")
    ]
    assert first.identity.insurance_numbers == ("GD4", "DN4")
    visit = next(e for e in first.events if isinstance(e, Encounter))
    assert (visit.kind, visit.started_at) == ("01", dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC))
    assert it.wire == "table-mapped"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("04/07/1985", "1985-07-04"), ("07/1985", "1985-07"), ("1985", "1985"), ("04.07.85", None)],
)
def test_a_date_may_be_written_in_several_ways(written: str, read_as: str | None) -> None:
    """The first form that fits reads it; of a form without day or month these are unknown."""
    forms = {"column": "sinh", "dates": ["%d/%m/%Y", "%m/%Y", "%Y"]}
    identity = {"name": "ten", "birth_date": forms}
    it = read(message(f"ma_bn,so_lk,ten,sinh,ngay_kham\nBN1,V1,An,{written},\n",
                      identity=identity, events=[]), AT)  # fmt: skip
    born = [r.identity.birth_date for r in it.records]
    assert [date and date.iso for date in born] == ([read_as] if read_as else [])
    assert bool(it.findings) is (read_as is None)


def test_parents_are_columns_too() -> None:
    """What is said of a mother or a father makes a relative, and none where nothing is said."""
    identity = {"name": "ten", "mother.name": "me", "mother.personal_number": "cccd_me",
                "father.name": "cha"}  # fmt: skip
    table = (
        "ma_bn,so_lk,ten,me,cccd_me,cha,ngay_kham\nBN1,V1,CB,Lan,001190012345,,\nBN2,V2,An,,,,\n"
    )
    first, second = read(message(table, identity=identity, events=[]), AT).records
    assert first.identity.relatives == (Relative(Kinship.MOTHER, "Lan", None, "001190012345"),)
    assert second.identity.relatives == ()


def test_columns_of_a_trained_model_are_kept_as_text() -> None:
    """Which columns these are the model says; one that is empty says nothing."""
    identity = {"name": "ten", "other.given_name": "ten", "other.village": "lang"}
    table = "ma_bn,so_lk,ten,lang,ngay_kham\nBN1,V1,Asha,Rampur,\nBN2,V2,Usha,,\n"
    first, second = read(message(table, identity=identity, events=[]), AT).records
    assert first.identity.other == (("given_name", "Asha"), ("village", "Rampur"))
    assert second.identity.other == (("given_name", "Usha"),)


def test_parquet_is_read_like_csv() -> None:
    """The same rows from a Parquet file give the same records."""
    file = io.BytesIO()
    pl.read_csv(TABLE.removeprefix("\ufeff").encode(), infer_schema=False).write_parquet(file)
    told = [[type(e) for e in r.events] for r in read(message(), AT).records]
    assert [[type(e) for e in r.events] for r in read(message(file.getvalue()), AT).records] == told


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (b"PAR1 broken PAR1", "table-rows"),
        (b"a,b\n\x00" + b'"' * 200_000, "schema"),
        (b"", "table-column"),
    ],
    ids=["parquet", "csv", "empty"],
)
def test_a_broken_table_is_rejected(table: bytes, code: str) -> None:
    """With the reason, and never by an exception."""
    rejected = read(message(table), AT).rejected
    assert rejected is not None
    assert rejected.code in {code, "table-rows"}


def test_a_broken_message_is_rejected() -> None:
    """One whose mapping is wrong, and one that is no message."""
    wrong = read(pack(b"a\n1\n", b"{}"), AT).rejected
    cut = read(message()[:-9], AT).rejected
    assert wrong is not None
    assert cut is not None
    assert (wrong.code, cut.code) == ("mapping", "json")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"local_id": 5}, "local_id"),
        ({"identity": {"nickname": "ten"}}, "mapping"),
        ({"events": [{"event": "Nothing"}]}, "events.0"),
        ({"events": [{"event": "Encounter", "fields": {"colour": "x"}}]}, "events.0"),
        ({"events": [{"event": "Encounter", "fields": {"items.drug": "x"}}]}, "events.0"),
        ({"delimiter": ";;"}, "delimiter"),
    ],
)
def test_a_mapping_error_names_its_path(change: dict[str, Any], path: str) -> None:
    """Whoever writes a mapping is told where it is wrong."""
    with pytest.raises(BadInput) as caught:
        mapping_of(json.dumps(MAPPING | change))
    assert caught.value.field == path


def test_a_column_that_the_table_lacks_is_named() -> None:
    """A mapping of another export is refused as a whole, each missing column by its name."""
    it = read(message(events=[{"event": "Encounter", "when": ["ngay_xuat", "ma_bn"]}]), AT)
    assert it.rejected is not None
    assert it.rejected.code == "table-column"
    assert [found.field for found in it.findings] == ["ngay_xuat"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (",An,1,04/07/1985,02/03/2026 08:00,V1,,", "local_id"),
        ("B,An,1,04/07/1985,2026-03-02,V1,,", "said_at"),
        ("B,An,1,1985-07-04,02/03/2026 08:00,V1,,", "identity.birth_date"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(row: str, place: str) -> None:
    """The row counts from the one below the headings; the place is the mapping's."""
    head = TABLE.splitlines()[0]
    good = "C,An,1,04/07/1985,02/03/2026 08:00,V1,,"
    it = read(message(f"{head}\n{good}\n{row}\n"), AT)
    assert [(f.rule, f.row, f.field) for f in it.findings] == [("table-row", 2, place)]
    assert len(it.records) == 1


def test_a_drug_is_said_by_a_row() -> None:
    """Fields of `items.` are those of the prescription's one drug."""
    fields = {"ordered_at": "at", "items.drug": "thuoc", "items.quantity": "so"}
    change = {"local_id": "id", "visit": {}, "said_at": {}, "identity": {}}
    table = "id,at,thuoc,so\nBN1,2026-03-02T08:00,Oresol,5\n"
    events = [{"event": "Prescription", "when": ["thuoc"], "fields": fields}]
    (record,) = read(message(table, **change, events=events), AT).records
    (said,) = record.events
    assert isinstance(said, Prescription)
    assert [(item.drug, item.quantity) for item in said.items] == [("Oresol", Decimal(5))]


def test_dates_without_a_form_are_iso() -> None:
    """ISO moments need no form; a fixed value needs no column."""
    plain = "id,at\nBN1,2026-03-02T08:00\n"
    events = [{"event": "Encounter", "fields": {"started_at": "at"}}]
    change = {"local_id": "id", "visit": {}, "said_at": {}, "identity": {}, "events": events}
    (record,) = read(message(plain, **change), AT).records
    moment = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    assert [e.started_at for e in record.events if isinstance(e, Encounter)] == [moment]


def test_an_empty_cell_says_nothing() -> None:
    """A field whose cell is empty is left out of the event; the event stands."""
    fields = {"code": {"value": "2339-0"}, "value": "glucose", "unit": "the"}
    it = read(message(events=[{"event": "Observation", "when": ["glucose"], "fields": fields}]), AT)
    said = [event for record in it.records for event in record.events]
    assert [e.unit for e in said if isinstance(e, Observation)] == ["GD4;DN4", ""]
