"""What is refused, what is left out, and that the rest of a visit survives."""

from __future__ import annotations

import gzip

import pytest

from graph.model import Service
from ingest.qd130 import read
from ingest.qd130.markup import parse
from ingest.qd130.schema import table
from ingest.reading import Reading, rejection
from ingest.rules import rules as reader_rules
from ingest.unpack import Limits
from mpi.errors import BadInput
from tests.ingest.messages import (
    DRUG,
    RECEIVED,
    REFERRAL,
    SERVICE,
    SUMMARY,
    envelope,
    file_xml,
    message,
    packed,
    table_xml,
)

BOMB = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><GIAMDINHHS>&b;</GIAMDINHHS>'
OUTSIDE = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]><TONG_HOP>&a;</TONG_HOP>'
WHOLE = message(XML1=SUMMARY)


def files(**contents: str) -> bytes:
    """Write one visit whose files have these contents."""
    return envelope(f"<HOSO>{''.join(file_xml(n, c) for n, c in contents.items())}</HOSO>")


def rules(reading: Reading) -> set[tuple[str, str]]:
    """Give the tables and rules of the errors found."""
    return {(f.table, f.rule) for f in reading.findings if f.severity == "error"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"hello", "not-xml"),
        (BOMB.encode(), "dtd"),
        (OUTSIDE.encode(), "dtd"),
        (BOMB.encode("utf-16"), "dtd"),
        (WHOLE[: len(WHOLE) // 2], "xml-cut"),
        (b"<a><b></a></b>", "xml"),
        (b"<html><body/></html>", "not-envelope"),
        (envelope(), "not-envelope"),
        (b"<A>" * 40 + b"</A>" * 40, "too-deep"),
        (b"<A>" + b"<B/>" * 1001 + b"</A>", "too-many-tags"),
        (gzip.compress(b"<A>" + b" " * 200_000 + b"</A>"), "too-large"),
        (files(XML1=packed(table_xml("XML1", SUMMARY | {"MA_LK": ""}))), "no-visit"),
        (files(XML1=packed(table_xml("XML1", SUMMARY))[:-6]), "table-xml"),
        (files(XML1="%%%"), "base64"),
        (files(XML1=packed("<TONG_HOP/>")), "no-visit"),
        (files(XML12="x"), "no-visit"),
        (table_xml("XML1", SUMMARY | {"MA_CSKCB": ""}).encode(), "no-facility"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_a_message_without_a_visit_is_rejected_by_name(data: bytes, code: str) -> None:
    """Each reason has its code and words in both languages, and there are no records."""
    reading = read(data, RECEIVED, Limits(size=100_000, tags=1000))
    assert reading.rejected is not None
    assert (reading.rejected.code, reading.records) == (code, ())
    assert reading.rejected.vi
    assert reading.rejected.en


def test_two_hundred_megabytes_are_refused() -> None:
    """A file beyond the limit is refused before it is looked at."""
    data = bytes(1) * (64 << 20) + b"<"
    assert read(data, RECEIVED).rejected == rejection("too-large")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (packed("<CHITIEU"), "table-xml"),
        ("AAAAA", "base64"),
        (packed(OUTSIDE), "table-refused"),
        (packed(b"\x00\x01\x02"), "table-xml"),
        (packed("<a>" * 50 + "</a>" * 50), "table-refused"),
        (packed(f"<{table('XML3').row_tag}>" * 5001), "table-xml"),
    ],
    ids=["cut", "short", "outside", "noise", "deep", "endless"],
)
def test_a_broken_table_does_not_lose_the_visit(content: str, rule: str) -> None:
    """The table is an error, the visit stays, and no longer speaks for what was in that table."""
    reading = read(files(XML1=packed(table_xml("XML1", SUMMARY)), XML3=content), RECEIVED)
    (record,) = reading.records
    assert rules(reading) == {("XML3", rule)}
    assert (record.complete, record.tables) == (False, frozenset({"XML1"}))


@pytest.mark.parametrize("bad", ["<5 & more", "", "<MA_LK>"])
def test_a_broken_row_does_not_lose_its_table(bad: str) -> None:
    """Rows before and after a malformed one are read, and the finding counts it."""
    xml = table_xml("XML3", SERVICE, SERVICE | {"TEN_DICH_VU": "BAD"}, SERVICE)
    broken = xml.replace("BAD</TEN_DICH_VU>", bad or "</X>")
    reading = read(files(XML1=packed(table_xml("XML1", SUMMARY)), XML3=packed(broken)), RECEIVED)
    assert [(f.row, f.rule) for f in reading.findings if f.rule == "row-xml"] == [(2, "row-xml")]
    assert sum(isinstance(e, Service) for e in reading.records[0].events) == 2
    assert reading.records[0].complete


def test_a_list_cut_short_keeps_its_whole_rows() -> None:
    """A table that ends in the middle of a row gives the rows before it."""
    xml = table_xml("XML2", DRUG, DRUG)
    reading = read(
        files(XML1=packed(table_xml("XML1", SUMMARY)), XML2=packed(xml[:-800])), RECEIVED
    )
    assert {("XML2", "row-xml")} == rules(reading)


@pytest.mark.parametrize(
    ("contents", "table", "rule"),
    [
        ({"XML2": ""}, "XML2", "table-empty"),
        ({"XML2": packed("<CHITIEU_CHITIET_THUOC/>")}, "XML2", "table-empty"),
        ({"XML99": packed("<X><Y/></X>")}, "", "table-unknown"),
        ({"XML12": packed("<X/>")}, "XML12", "table-not-read"),
        ({"XML4": packed(table_xml("XML2", DRUG))}, "XML2", "table-tag"),
    ],
)
def test_odd_tables_are_said(contents: dict[str, str], table: str, rule: str) -> None:
    """Empty, unknown, wrongly named and never-read tables are told, and the visit is complete."""
    reading = read(files(XML1=packed(table_xml("XML1", SUMMARY)), **contents), RECEIVED)
    assert (table, rule) in {(f.table, f.rule) for f in reading.findings}
    assert reading.records[0].complete


def test_an_unnamed_inner_table_of_no_known_tags() -> None:
    """A table that neither says what it is nor has a known root is left out."""
    reading = read(files(XML1=packed(table_xml("XML1", SUMMARY)), X="<p><q>1</q></p>"), RECEIVED)
    assert "table-unknown" in {f.rule for f in reading.findings}
    broken = read(files(XML1=packed(table_xml("XML1", SUMMARY)), X=packed("<p>")), RECEIVED)
    assert ("", "table-xml") in rules(broken)


def test_another_facility_is_said_and_the_sender_stays() -> None:
    """A row of another facility than the envelope's is a finding; the envelope decides."""
    reading = read(message(XML1=SUMMARY | {"MA_CSKCB": "01006"}), RECEIVED)
    assert reading.records[0].facility == reading.facility == "01003"
    assert "facility-differs" in {f.rule for f in reading.findings}


def test_findings_have_an_end() -> None:
    """A hostile file cannot make an endless list."""
    rows = [{"MA_LK": "LK1", "STT": "x"}] * 60
    reading = read(message(XML1=SUMMARY, XML3=rows), RECEIVED)
    assert len(reading.findings) == 1001
    assert reading.findings[-1].rule == "findings-cut"


def test_a_finding_speaks_in_both_languages() -> None:
    """Words come from the rules, never from the record."""
    found = read(message(XML1=SUMMARY, XML13=REFERRAL), RECEIVED).findings[0]
    words = reader_rules()[found.rule]
    assert (words.code, words.kind) == (found.rule, found.severity)


@pytest.mark.parametrize(
    ("text", "rule"), [("<A>&#x1;<B></A>", "xml"), ("<A>", "xml-cut"), ("A", "not-xml")]
)
def test_the_parser_names_its_reason(text: str, rule: str) -> None:
    """Cut short is not the same as malformed."""
    with pytest.raises(BadInput) as caught:
        parse(text, Limits())
    assert caught.value.rule == rule
