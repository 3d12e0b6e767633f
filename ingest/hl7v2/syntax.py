"""The syntax of HL7 v2: segments, fields, repetitions, components, escapes (chapter 2.5 to 2.7).

A message is cut when a part of it is asked for, with the separators that its own MSH names. What is
not there is empty: absent and empty fields mean the same, `""` says that a value is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.letters import nfc
from mpi.errors import BadInput

#: The value of a field that the sender wants emptied.
NULL = '""'

_LINE_ENDS = re.compile(r"\r\n?|\n")
_MOST_SEGMENTS = 100_000
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}", re.ASCII)
_HEX = re.compile(r"[0-9A-Fa-f]{2,2000}")
_FORMAT = {".br": "\n", ".sp": "\n", ".ce": "\n"}


@dataclass(frozen=True, slots=True)
class Separators:
    """MSH-1 and MSH-2: what parts fields, components, repetitions and subcomponents."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"

    @classmethod
    def of(cls, header: str) -> Separators:
        """Read those of a line that begins with MSH, FHS or BHS. Raises BadInput (`hl7-header`)."""
        mark = header[3:4]
        given = header[4:].split(mark, 1)[0] if mark else ""
        used = mark + given
        if not (2 <= len(given) <= 5) or len(set(used)) != len(used) or used.isalnum():
            raise BadInput("MSH-2", "hl7-header")
        padded = given + "\0\0\0"  # a message without escapes or subcomponents names none
        return cls(mark, padded[0], padded[1], padded[2].strip("\0"), padded[3].strip("\0"))


def plain(text: str, marks: Separators) -> str:
    r"""Undo the escapes of a piece of text; what is no known escape stays as it is.

    >>> plain("A\\T\\E \\X43\\ \\.br\\ x", Separators())
    'A&E C \n x'
    """
    if not marks.escape or marks.escape not in text:
        return nfc(text).strip()
    parts = _hex_joined(text, marks.escape).split(marks.escape)
    done, place = parts[0], 1
    while place < len(parts):
        meaning = _meaning(parts[place], marks) if place < len(parts) - 1 else None
        if meaning is None:
            done, place = done + marks.escape + parts[place], place + 1
        else:
            done, place = done + meaning + parts[place + 1], place + 2
    return nfc(done).strip()


def _hex_joined(text: str, mark: str) -> str:
    r"""Make one escape of hexadecimal ones in a row: a letter of UTF-8 may be cut between them."""
    if f"{mark}X" not in text:
        return text
    sign = re.escape(mark)
    return re.sub(f"(?<=[0-9A-Fa-f]){sign}{sign}X(?=[0-9A-Fa-f]+{sign})", "", text)


def _of_hex(digits: str) -> str:
    """Give the text of bytes: UTF-8, else the Western set of which every byte is a letter."""
    data = bytes.fromhex(digits)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _meaning(code: str, marks: Separators) -> str | None:
    """What stands between two escape characters, or None when it is no escape sequence."""
    known = {
        "F": marks.field,
        "S": marks.component,
        "T": marks.subcomponent or "&",
        "R": marks.repetition,
        "E": marks.escape,
        "P": "#",
        "H": "",
        "N": "",
    }
    if code in known:
        return known[code]
    if code[:1] == "X" and _HEX.fullmatch(code[1:]) and len(code) % 2:
        return _of_hex(code[1:])
    if code[:1] in {"C", "M", "Z"} and code[1:].isalnum():
        return ""
    return next((sign for start, sign in _FORMAT.items() if code.startswith(start)), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a field as sent: a repetition of it, with its components by number from 1."""

    raw: str
    marks: Separators

    def __bool__(self) -> bool:
        return bool(self.raw)

    @property
    def text(self) -> str:
        """The first component's first subcomponent, in which most values stand."""
        return self[1]

    def __getitem__(self, number: int) -> str:
        return self.sub(number, 1)

    def sub(self, number: int, part: int) -> str:
        """A subcomponent of a component, both from 1; `""` (taken back) reads as empty."""
        pieces = self.raw.split(self.marks.component)
        piece = pieces[number - 1] if number <= len(pieces) else ""
        if self.marks.subcomponent and self.marks.subcomponent in piece:
            below = piece.split(self.marks.subcomponent)
            piece = below[part - 1] if part <= len(below) else ""
        elif part > 1:
            return ""
        return "" if piece == NULL else plain(piece, self.marks)

    @property
    def whole(self) -> str:
        """All of it as text, components parted by spaces."""
        pieces = self.raw.split(self.marks.component)
        return " ".join(filter(None, (plain(p, self.marks) for p in pieces if p != NULL)))


@dataclass(frozen=True, slots=True)
class Segment:
    """One line: its name, its number in the message from 1, its fields by their HL7 number."""

    name: str
    number: int
    fields: list[str]
    marks: Separators

    def raw(self, number: int) -> str:
        """A field as sent, empty when the line is shorter."""
        return self.fields[number] if number < len(self.fields) else ""

    def part(self, number: int) -> Part:
        """The first repetition of a field."""
        raw = self.raw(number)
        mark = self.marks.repetition
        return Part(raw.split(mark, 1)[0] if mark in raw else raw, self.marks)

    def parts(self, number: int) -> Iterator[Part]:
        """Every repetition of a field that is not empty."""
        raw = self.raw(number)
        for each in raw.split(self.marks.repetition) if raw else ():
            if each.strip() and each != NULL:
                yield Part(each, self.marks)

    def text(self, number: int) -> str:
        """The first component of a field."""
        return self.part(number).text if self.raw(number) else ""

    def whole(self, number: int) -> str:
        """A field whose text may hold separators by mistake, such as a comment."""
        return " ".join(part.whole for part in self.parts(number))


@dataclass(frozen=True, slots=True)
class Message:
    """A parsed message; its first segment is MSH. `lost` counts lines that are no segments."""

    segments: list[Segment]
    marks: Separators
    lost: int = 0
    names: frozenset[str] = field(default_factory=frozenset)

    @property
    def header(self) -> Segment:
        """MSH."""
        return self.segments[0]

    def all(self, *names: str) -> Iterator[Segment]:
        """The segments of these names, in their order."""
        if self.names.isdisjoint(names):
            return iter(())
        return (segment for segment in self.segments if segment.name in names)

    def first(self, name: str) -> Segment:
        """The first segment of a name, or one without any field."""
        return next(self.all(name), Segment(name, 0, [], self.marks))


def parse(text: str) -> Message:
    """Cut a message that begins with MSH. Raises BadInput (`hl7-header`, `hl7-too-long`)."""
    lines = _LINE_ENDS.split(text.strip("\r\n\x1c\x0b\0 \ufeff"))
    if not lines[0].startswith("MSH"):
        raise BadInput("MSH", "hl7-header")
    if len(lines) > _MOST_SEGMENTS:
        raise BadInput("message", "hl7-too-long")
    marks = Separators.of(lines[0])
    segments, lost = [_header(lines[0], marks)], 0
    for line in lines[1:]:
        fields = line.lstrip().split(marks.field)
        name = fields[0].strip()
        if name == "ADD" and len(segments) > 1:
            _go_on(segments[-1], "", fields[1:])
        elif _NAME.fullmatch(name):
            segments.append(Segment(name, len(segments) + 1, fields, marks))
        elif line.strip():
            lost += 1
            _go_on(segments[-1], "\n", fields)
    return Message(segments, marks, lost, frozenset(s.name for s in segments))


def _go_on(segment: Segment, between: str, fields: list[str]) -> None:
    """Go on with the last field of a segment: ADD (chapter 2.10.2), or a line end in text."""
    if segment.number > 1:
        segment.fields[-1] += between + (fields[0] if fields else "")
        segment.fields.extend(fields[1:])


def _header(line: str, marks: Separators) -> Segment:
    """MSH, in which MSH-1 is the separator itself, so that numbers agree with the standard's."""
    fields = line.split(marks.field)
    return Segment("MSH", 1, [fields[0], marks.field, *fields[1:]], marks)
