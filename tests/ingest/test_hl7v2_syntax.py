"""The syntax of HL7 v2, its character sets and its batches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.hl7v2.batch import looks_like_hl7, messages
from ingest.hl7v2.charsets import to_text
from ingest.hl7v2.syntax import Separators, parse, plain
from mpi.errors import BadInput
from tests.ingest.hl7_messages import PID, message, reading, stay

_MARKS = Separators()


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (r"A\T\B", "A&B"),
        (r"\F\\S\\R\\E\\T\\P\ ", "|^~\\&#"),
        (r"a\.br\b", "a\nb"),
        (r"\H\now\N\ ", "now"),
        (r"\X48C3A0\ Nội", "Hà Nội"),
        (r"C\XC3\\XB4\ng, caf\XE9\ ", "Công, café"),
        (r"\C2842\x\M282842\y\Z1\ ", "xy"),
        (r"C:\dir\file", r"C:\dir\file"),
        (r"5\X4\ ", r"5\X4\ ".strip()),
        ("open\\", "open\\"),
    ],
)
def test_escapes(sent: str, meant: str) -> None:
    """Each escape sequence has its meaning, and a backslash that is none stays."""
    assert plain(sent, _MARKS) == meant


@given(st.text(st.sampled_from("ab|^~&\\ "), max_size=20))
def test_what_is_escaped_comes_back(text: str) -> None:
    """Text escaped as the standard says reads as the text itself."""
    codes = {"\\": "E", "|": "F", "^": "S", "~": "R", "&": "T"}
    sent = "".join(f"\\{codes[sign]}\\" if sign in codes else sign for sign in text)
    assert plain(sent, _MARKS) == text.strip()


def test_separators_are_those_of_msh() -> None:
    """A message with its own separators is read by them."""
    parsed = parse("MSH$%*?@$HIS$01013\rPID$1$$BN1%%%BV@1.2@ISO*2$x?T?y")
    pid = parsed.first("PID")
    assert [part.text for part in pid.parts(3)] == ["BN1", "2"]
    assert pid.part(3).sub(4, 2) == "1.2"
    assert pid.text(4) == "x@y"


def test_message_without_escape_or_subcomponent() -> None:
    """MSH-2 may name two separators alone."""
    assert parse("MSH|^~|HIS\rPID|1||a&b\\c").first("PID").text(3) == "a&b\\c"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\n\r\n"])
def test_line_ends(end: str) -> None:
    """Whatever ends the lines, the same segments are found."""
    data = message("ADT^A01", "202603020815", PID, stay()).decode().replace("\r", end).encode()
    assert [r.local_id for r in reading(data).records] == ["BN1"]


@pytest.mark.parametrize(
    "text", ["PID|1", "MSH|", "MSH|^", "MSH|^^~\\&", "MSHabcde", "MSH|^~\\&#%|"]
)
def test_no_header(text: str) -> None:
    """What has no readable MSH is refused by its rule."""
    with pytest.raises(BadInput, match="hl7-header"):
        parse(text)


def test_too_many_lines() -> None:
    """A message has an end."""
    with pytest.raises(BadInput, match="hl7-too-long"):
        parse("MSH|^~\\&|\r" + "NTE|1\r" * 100_001)


_NAMED = "MSH|^~\\&|H|01013|||20260302||ADT^A08|1|P|2.5||||||{}\rPID|1||BN1||Nguyễn^Hạnh\r"


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UNICODE UTF-8", "utf-8"),
        ("", "utf-8"),
        ("WINDOWS-1258", "cp1258"),
        ("8859/1", "utf-8"),
        ("UNICODE UTF-16", "utf-16"),
        ("UNICODE UTF-16", "utf-16-le"),
        ("UNICODE UTF-32", "utf-32"),
        ("NOBODY KNOWS", "utf-8"),
    ],
)
def test_character_sets(name: str, codec: str) -> None:
    """The name comes out whole, also where the bytes are not what MSH-18 says."""
    decomposed = _NAMED.format(name)
    if codec == "cp1258":
        decomposed = decomposed.replace("ễ", "ê\u0303").replace("ạ", "a\u0323")
    text = to_text(decomposed.encode(codec)).text
    assert parse(text).first("PID").part(5)[1] == "Nguyễn"


@pytest.mark.parametrize(
    ("name", "sent"), [("TCVN3", "NguyÔn"), ("", "NguyÔn V¨n"), ("VNI", "Nguyeãn")]
)
def test_old_fonts(name: str, sent: str) -> None:
    """TCVN3 and VNI are turned, named or not."""
    data = _NAMED.format(name).replace("Nguyễn^Hạnh", sent).encode("latin-1")
    assert parse(to_text(data).text).first("PID").part(5)[1].startswith("Nguyễn")


@pytest.mark.parametrize("name", ["", "8859/1"])
def test_a_font_that_some_fields_prove_is_that_of_all(name: str) -> None:
    """`Thò` is a word as it stands, but of bytes beside `Nguyeãn` it is the VNI of Thị."""
    data = _NAMED.format(name).replace("Nguyễn^Hạnh", "Nguyeãn^Hoøa^Thò").encode("latin-1")
    name_sent = parse(to_text(data).text).first("PID").part(5)
    assert (name_sent[1], name_sent[2], name_sent[3]) == ("Nguyễn", "Hòa", "Thị")


@pytest.mark.parametrize(
    ("separators", "sent"),
    [
        ("^~\\&", "Nguye\\S\\\\R\\n^Ha.nh"),
        ("*!\\&", "Nguye^~n*Ha.nh"),
        ("*!", "Nguye^~n*Ha.nh"),
    ],
)
def test_viqr_where_it_is_named(separators: str, sent: str) -> None:
    """Marks behind letters are turned; those that are separators come as escapes."""
    text = f"MSH|{separators}|H|1{'|' * 13}|VIQR\rPID|1||E.coli||{sent}\r"
    pid = parse(to_text(text.encode()).text).first("PID")
    assert (pid.part(5)[1], pid.part(5)[2], pid.raw(3)) == ("Nguyễn", "Hạnh", "E.coli")


def test_windows_1258_called_western() -> None:
    """Bytes of 1258 under the name of 8859/1 are read as the Vietnamese that they are, and said."""
    sent = _NAMED.format("8859/1").replace("ễ", "ê\u0303").replace("ạ", "a\u0323")
    found = to_text(sent.encode("cp1258"))
    assert parse(found.text).first("PID").part(5)[1] == "Nguyễn"
    assert found.rules == ("encoding-declared",)


@pytest.mark.parametrize(
    ("ends", "said", "lost"), [("\rADD|ba|F", "Khoba", 0), ("\nba|F", "Kho\nba", 1)]
)
def test_text_goes_on_below(ends: str, said: str, lost: int) -> None:
    """ADD, and a line end sent inside of text, go on with the field that they cut."""
    found = parse(f"MSH|^~\\&|H|1\rOBX|1|TX|N||Kho{ends}\r")
    assert (found.first("OBX").raw(5), found.first("OBX").raw(6)) == (said, "F")
    assert (found.lost, len(found.segments)) == (lost, 2)


@pytest.mark.parametrize("line", ["ADD|x", "none of it", "ADD"])
def test_nothing_goes_on_with_the_header(line: str) -> None:
    """MSH has nothing to go on with: its fields stay as they were sent."""
    assert parse(f"MSH|^~\\&|H|1\r{line}\r").header.fields == ["MSH", "|", "^~\\&", "H", "1"]


def test_an_empty_continuation_adds_nothing() -> None:
    """ADD without a field leaves the segment above as it was."""
    assert parse("MSH|^~\\&|H|1\rNTE|1||Kho\rADD\r").first("NTE").raw(3) == "Kho"


def test_western_text_stays() -> None:
    """8859/1 with letters that are no Vietnamese is read as it is."""
    data = _NAMED.format("8859/1").replace("Nguyễn^Hạnh", "Müller^Zoë").encode("latin-1")
    assert parse(to_text(data).text).first("PID").part(5)[2] == "Zoë"


def test_damaged_utf8() -> None:
    """A byte that is lost is said, the rest is kept."""
    found = to_text((_NAMED.format("") + "Nguyễn Thị Hiền" * 3).encode()[:-2])
    assert "encoding-damaged" in found.rules


def test_other_named_set() -> None:
    """A set of another alphabet is read as named."""
    data = _NAMED.format("8859/5").replace("Nguyễn^Hạnh", "Иван").encode("iso8859-5")
    assert parse(to_text(data).text).first("PID").text(5) == "Иван"


def test_batch_gives_each_message() -> None:
    """FHS, BHS, BTS and FTS stand around messages and are none."""
    one = message("ADT^A01", "202603020815", PID, stay())
    two = message("ADT^A04", "202603020816", PID.replace("BN1", "BN2"), stay(number="V2"))
    data = b"FHS|^~\\&|H\rBHS|^~\\&|H\r" + one + two + b"BTS|2\rFTS|1\r"
    assert looks_like_hl7(data)
    assert list(messages(data)) == [one.rstrip(), two.rstrip()]
    assert [r.local_id for r in reading(data).records] == ["BN1", "BN2"]


def test_broken_message_of_a_batch() -> None:
    """The others of a batch are read, and the finding has the broken one's number."""
    good = message("ADT^A01", "202603020815", PID, stay())
    found = reading(b"BHS|^~\\&|H\r" + good + b"MSH|^^^^|x\rPID|1\r")
    assert [(f.rule, f.visit) for f in found.findings] == [("hl7-message", 2)]
    assert len(found.records) == 1


def test_framed_file() -> None:
    """Frames of MLLP that were kept in a file are taken off."""
    one = message("ADT^A01", "202603020815", PID, stay())
    assert len(list(messages(b"\x0b" + one + b"\x1c\r\x0b" + one + b"\x1c\r"))) == 2
