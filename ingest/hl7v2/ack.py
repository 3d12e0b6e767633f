"""Acknowledgements (chapter 2.9): MSA and ERR in the sender's own separators, version and letters.

Nothing here parses a whole message: its first line is enough, and it may be the only readable one.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from graph.model import HANOI
from ingest.hl7v2.syntax import Separators
from mpi.errors import BadInput

_LINE_END = re.compile(rb"[\r\n]")
_SAFE = re.compile(r"[^ -~\xa0-\xff]")


class Verdict(StrEnum):
    """MSA-1 in the original mode; in the enhanced mode C stands for A (table 0008)."""

    ACCEPT = "AA"
    ERROR = "AE"
    REJECT = "AR"


class Trouble(StrEnum):
    """ERR-3 (table 0357), of what can go wrong here."""

    SEGMENT_SEQUENCE = "100"
    REQUIRED_MISSING = "101"
    PROCESSING_ID = "202"
    VERSION = "203"
    UNKNOWN_KEY = "204"
    INTERNAL = "207"


@dataclass(frozen=True, slots=True)
class Header:
    """MSH of a message as its bytes: fields by their HL7 number, letters read one byte each."""

    fields: tuple[str, ...]
    marks: Separators

    @classmethod
    def of(cls, data: bytes) -> Header:
        """Read the first line. Raises BadInput (`hl7-header`) when it is no MSH."""
        start = data.lstrip(b"\xef\xbb\xbf\x0b\r\n ")[:8192]
        line = _LINE_END.split(start, maxsplit=1)[0].decode("latin-1")
        if not line.startswith("MSH"):
            raise BadInput("MSH", "hl7-header")
        marks = Separators.of(line)
        fields = line.split(marks.field)
        return cls((fields[0], marks.field, *fields[1:]), marks)

    def raw(self, number: int) -> str:
        """A field as sent."""
        return self.fields[number] if number < len(self.fields) else ""

    def text(self, number: int, component: int = 1) -> str:
        """A component of a field."""
        parts = self.raw(number).split(self.marks.repetition)[0].split(self.marks.component)
        return parts[component - 1].strip() if component <= len(parts) else ""


#: What is answered to bytes without a readable MSH.
UNREADABLE = Header(("MSH", "|", "^~\\&"), Separators())


@dataclass(frozen=True, slots=True)
class Error:
    """ERR: what is wrong, where (`PID^1^3`), and in words; never a value of the message."""

    code: Trouble
    words: str
    place: str = ""


def acknowledge(
    header: Header, verdict: Verdict, error: Error | None = None, *, at: dt.datetime | None = None
) -> bytes | None:
    """Write the answer to a message, or None when its sender wants none (MSH-15, MSH-16)."""
    code = _mode(header, verdict)
    if code is None:
        return None
    marks, now = header.marks, at or dt.datetime.now(HANOI)
    kind = marks.component.join(filter(None, ("ACK", header.text(9, 2), "ACK")))
    msh = [
        "MSH",
        header.raw(2),
        *(header.raw(n) for n in (5, 6, 3, 4)),
        now.strftime("%Y%m%d%H%M%S%z"),
        "",
        kind,
        secrets.token_hex(10),
        header.raw(11) or "P",
        header.raw(12) or "2.5",
        *("" for _ in range(5)),
        header.raw(18),
    ]
    lines = [msh, ["MSA", code, header.raw(10)]]
    if error:
        lines.append(_err(error, marks))
    text = "".join(marks.field.join(line).rstrip(marks.field) + "\r" for line in lines)
    return _SAFE.sub(lambda found: found[0] if found[0] == "\r" else " ", text).encode("latin-1")


def _mode(header: Header, verdict: Verdict) -> str | None:
    """The code to send: A* in the original mode, C* where an accept acknowledgement is asked.

    One answer is given: the application's (A*) when only that one is wanted for this outcome.
    """
    accept, application = header.text(15).upper(), header.text(16).upper()
    if not accept and not application:
        return verdict.value
    good = verdict is Verdict.ACCEPT
    if _wanted(accept, good=good):
        return "C" + verdict.value[1]
    return verdict.value if _wanted(application, good=good) else None


def _wanted(condition: str, *, good: bool) -> bool:
    """Table 0155: AL always, NE never, ER on error, SU on success."""
    return condition in {"AL", "SU" if good else "ER"}


def _err(error: Error, marks: Separators) -> list[str]:
    place = error.place.replace("^", marks.component)
    code = marks.component.join((error.code.value, error.code.name.replace("_", " ").title()))
    return ["ERR", "", place, f"{code}{marks.component}HL70357", "E", "", "", "", error.words]
