"""Bytes into text by MSH-18, and against it where the bytes say otherwise.

HL7 v2.8 table 0211 names the sets; Vietnamese systems also send TCVN3 and VNI under another name or
under none, which `ingest.encodings` tells by the syllables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ingest.encodings import Decoded, decode, judge, repair, repair_as
from ingest.hl7v2.syntax import Separators
from ingest.viqr import from_viqr

#: Table 0211, and what systems write instead of it: name without signs -> codec.
_SETS = {
    "": "utf-8",
    "ASCII": "utf-8",
    "UNICODEUTF8": "utf-8",
    "UNICODE": "utf-8",
    "UTF8": "utf-8",
    "UNICODEUTF16": "utf-16",
    "UTF16": "utf-16",
    "88591": "latin-1",
    "ISO88591": "latin-1",
    "88592": "iso8859-2",
    "88595": "iso8859-5",
    "88596": "iso8859-6",
    "88597": "iso8859-7",
    "88598": "iso8859-8",
    "88599": "iso8859-9",
    "885915": "iso8859-15",
    "ISOIR87": "iso2022_jp",
    "KSX1001": "euc_kr",
    "BIG5": "big5",
    "GB180302000": "gb18030",
    "WINDOWS1252": "cp1252",
    "CP1252": "cp1252",
    "WINDOWS1258": "cp1258",
    "CP1258": "cp1258",
}
#: Old Vietnamese fonts: their bytes are read as Western and turned by this reading.
_FONTS = {"TCVN": "tcvn3", "TCVN3": "tcvn3", "TCVN5712": "tcvn3", "VNI": "vni", "VNIWIN": "vni"}
_FONTS |= {"VSCII": "tcvn3", "VSCII3": "tcvn3"}
_SIGNS = re.compile(r"[^A-Z0-9]")
_FIELD = re.compile(r"[^|^~&\\]+")
_WESTERN = frozenset({"latin-1", "cp1252"})


def to_text(data: bytes) -> Decoded:
    """Read the bytes of one message; rules of `rules.tsv` say what had to be overlooked."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return Decoded(data.decode("utf-32", "replace"))
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or b"\0" in data[:64]:
        return decode(_marked(data))
    named = _SIGNS.sub("", _named(data))
    if named in _FONTS:
        return _by_font(data, _FONTS[named])
    if named == "VIQR":
        return _by_keys(data.decode("latin-1"))
    codec = _SETS.get(named, "utf-8")
    if codec == "utf-8":
        return _unicode(data, () if named in _SETS else ("encoding-declared",))
    return _coded(data, codec)


def _marked(data: bytes) -> bytes:
    """Give UTF-16 without its mark the one that its first letter shows."""
    bare = {b"M\0": b"\xff\xfe", b"\0M": b"\xfe\xff"}
    return bare.get(data[:2], b"") + data


def _named(data: bytes) -> str:
    """MSH-18, its first repetition, read before anything else is."""
    line = re.split(rb"[\r\n]", data[:4096], maxsplit=1)[0].decode("latin-1")
    fields = line.split(line[3:4]) if line[3:4] else []
    return re.split(r"[~^]", fields[17])[0].strip().upper() if len(fields) > 17 else ""


def _unicode(data: bytes, rules: tuple[str, ...]) -> Decoded:
    try:
        return _repaired(data.decode("utf-8"), rules)
    except UnicodeDecodeError:
        found = decode(data)
        return _repaired(found.text, tuple(dict.fromkeys((*rules, *found.rules))), bytewise=True)


def _coded(data: bytes, codec: str) -> Decoded:
    """Read by the set that is named, unless the bytes are plainly UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if codec in _WESTERN and (found := decode(data)) and _vietnamese(found.text):
            return Decoded(found.text, ("encoding-declared",))
        found = Decoded(data.decode(codec, "replace"))
        damaged = ("encoding-damaged",) if "\ufffd" in found.text else ()
        if codec not in _WESTERN:
            return Decoded(found.text, damaged)
        return _repaired(found.text, damaged, bytewise=True)
    return _repaired(text, () if text.isascii() else ("encoding-declared",))


def _vietnamese(text: str) -> bool:
    """Tell whether letters that no Western set has stand in words that are Vietnamese."""
    return any(sign > "\xff" for sign in text) and judge(text[:20_000]).mostly_right


def _by_font(data: bytes, how: str) -> Decoded:
    text = data.decode("latin-1")
    return Decoded(_each_line(text, lambda line: repair_as(line, how)))


def _by_keys(text: str) -> Decoded:
    """Read VIQR piece by piece; two of its marks are separators too, and come as escapes there."""
    marks = Separators.of(text)
    ends = re.escape(f"{marks.field}{marks.component}{marks.repetition}{marks.subcomponent}")
    both = (("S", marks.component), ("R", marks.repetition)) if marks.escape else ()
    escaped = {f"{marks.escape}{code}{marks.escape}": mark for code, mark in both}
    pieces = re.compile(f"[^{ends}\r\n]+")
    return Decoded(pieces.sub(lambda found: _typed(found[0], escaped), text))


def _typed(piece: str, escaped: Mapping[str, str]) -> str:
    for escape, mark in escaped.items():
        piece = piece.replace(escape, mark)
    read = from_viqr(piece)
    for escape, mark in escaped.items():
        read = read.replace(mark, escape)
    return read


def _repaired(text: str, rules: tuple[str, ...], *, bytewise: bool = False) -> Decoded:
    """Turn text of an old font, or of a wrong code page, field by field where words prove it.

    `bytewise` text came of single bytes: then none of it is Unicode already, and a font that some
    fields prove is that of all, also where a field looks right either way (`Thò` of VNI is Thị).
    """
    if text.isascii() or judge(text[:20_000]).mostly_right:
        return Decoded(text, rules)
    font = _font(text) if bytewise else ""
    mended = _each_line(text, lambda line: _FIELD.sub(lambda f: _mended(f[0], font), line))
    return Decoded(mended, (*rules, "encoding-repaired") if mended != text else rules)


def _mended(piece: str, font: str) -> str:
    return repair_as(piece, font) if font else repair(piece).text


def _font(text: str) -> str:
    """Give the one old font by which fields of a text are proved to be typed, or ""."""
    fields = {field for field in _FIELD.findall(text[:20_000]) if not field.isascii()}
    found = {repair(field).how for field in fields} - {""}
    return next(iter(found)) if len(found) == 1 and found <= {"tcvn3", "vni"} else ""


def _each_line(text: str, turn: Callable[[str], str]) -> str:
    """Turn each line and keep its end as it was."""
    pieces = re.split(r"(\r\n?|\n)", text)
    return "".join(piece if piece.isascii() else turn(piece) for piece in pieces)
