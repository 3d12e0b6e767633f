"""Properties: no bytes raise, and a damaged file is answered with records or a reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.qd130 import read
from ingest.qd130.schema import table
from ingest.reading import Reading
from ingest.wires import read as read_any
from tests.ingest.golden_files import FOLDER
from tests.ingest.messages import RECEIVED, envelope, file_xml, message, packed, typical

GOLDEN = sorted(FOLDER.glob("*.xml"))
XML1_FIELDS = [f.name for f in table("XML1").fields]
TYPICAL = typical()


def answered(reading: Reading) -> bool:
    """Tell whether there are records, or a reason why not, and never both."""
    return bool(reading.records) is (reading.rejected is None)


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    """Noise is rejected with a reason."""
    assert answered(read(data, RECEIVED))
    assert answered(read_any(data, RECEIVED))


@given(st.dictionaries(st.sampled_from(XML1_FIELDS), st.text(max_size=30), max_size=30))
def test_any_values_are_answered(values: dict[str, str]) -> None:
    """Whatever text stands in the fields, there is an answer."""
    clean = {name: "".join(c for c in text if c.isprintable()) for name, text in values.items()}
    assert answered(read(message(XML1=clean | {"MA_LK": "LK1"}), RECEIVED))


@given(st.text(max_size=200))
def test_any_content_is_answered(text: str) -> None:
    """Whatever stands in NOIDUNGFILE, there is an answer."""
    inner = packed(text.encode("utf-8", "replace"))
    assert answered(read(envelope(f"<HOSO>{file_xml('XML2', inner)}</HOSO>"), RECEIVED))


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.sampled_from(GOLDEN))
def test_damaged_golden_files_are_answered(chance: random.Random, path: Path) -> None:
    """Bytes flipped, cut, doubled and swapped: each file is answered."""
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 8)):
        at, other = chance.randrange(len(data)), chance.randrange(len(data))
        data[at] = chance.choice([data[other], chance.randrange(256), ord("<"), ord("&")])
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    for cut in (bytes(data), bytes(data[:end]), bytes(data[:end] + data[start:])):
        assert answered(read(cut, RECEIVED))


@given(st.integers(0, len(TYPICAL) - 1))
def test_a_file_cut_anywhere_is_answered(end: int) -> None:
    """A transfer that breaks off is rejected, never half stored."""
    assert read(TYPICAL[:end], RECEIVED).rejected is not None


@given(st.sampled_from(GOLDEN))
def test_the_same_bytes_read_the_same(path: Path) -> None:
    """Reading has no memory."""
    assert read(path.read_bytes(), RECEIVED) == read(path.read_bytes(), RECEIVED)


@pytest.mark.shared
def test_the_official_skeletons_read(shared: Path) -> None:
    """Every empty form is read as its table: rows are found, and only a visit is missing."""
    for path in sorted((shared / "domain" / "xml_templates").glob("XML*.xml")):
        content = packed(path.read_bytes().replace(b"<MA_LK></MA_LK>", b"<MA_LK>LK1</MA_LK>"))
        reading = read(envelope(f"<HOSO>{file_xml(path.stem, content)}</HOSO>"), RECEIVED)
        assert [record.tables for record in reading.records] == [{path.stem}]
        assert "table-empty" not in {found.rule for found in reading.findings}


@pytest.mark.shared
def test_the_official_tags_are_ours(shared: Path) -> None:
    """Root, list and row tags and the order of fields are those of the skeletons."""
    for path in sorted((shared / "domain" / "xml_templates").glob("XML*.xml")):
        form, text = table(path.stem, "3176"), path.read_text(encoding="utf-8")
        tags = [part.split(">")[0] for part in text.split("<")[2:] if part[0] != "/"]
        outer = [tag for tag in (form.root, form.list_tag, form.row_tag) if tag]
        assert tags == [*outer, *(f.name for f in form.fields)]
