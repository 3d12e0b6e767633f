"""MDM (chapter 9): documents and what becomes of them.

T01 and T02 write one, T05 and T06 add to it in a document of their own, T09 and T10 put another in
its place, T08 edits it, T11 takes it back. T03, T04 and T07 say what state it is in; without its
text they are lines of their own, so that a text that is known is never lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Document
from ingest.hl7v2 import values
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.syntax import Segment

_CANCELS = frozenset({"T11"})
_REPLACES = frozenset({"T09", "T10"})
_STATES = frozenset({"T03", "T04", "T07"})
#: What says only that there is a document never replaces what holds its text.
_BARE = "3"


def documents(group: Group) -> Iterator[Said]:
    """Give TXA as a document with the text of its OBX, under its own number (TXA-12)."""
    for paper in group.all("TXA"):
        number = _number(group, paper)
        table, state = f"TXA:{number}", f"TXA-17:{number}"
        lines = list(_lines(group))
        if group.type[1] in _REPLACES and paper.text(13) not in {"", number}:
            yield Said(f"TXA:{paper.text(13)}")
        if group.type[1] in _CANCELS or paper.text(19).upper() == "CA":
            yield Said(table)
            yield Said(state)
        elif group.type[1] in _STATES and not lines:
            yield Said(state, _document(group, paper, state, "document-status", lines))
        else:
            said = _document(group, paper, table, "transcription", lines)
            yield Said(table, said, rank="5" if lines else _BARE)


def is_text(segment: Segment) -> bool:
    """Tell whether an OBX holds lines of text, which in MDM are those of the document."""
    return segment.text(2).upper() in {"TX", "FT", "ST"}


def _number(group: Group, paper: Segment) -> str:
    """TXA-12, else the name of its file, else its type and time, else the message's own number."""
    named = paper.text(12) or paper.text(16)
    written = paper.text(6) or paper.text(4)
    by_time = f"{paper.text(2)}@{written}" if written else ""
    return named or by_time or f"{group.message.header.text(10)}.{paper.number}"


def _lines(group: Group) -> Iterator[str]:
    for segment in group.all("OBX"):
        if is_text(segment):
            yield "\n".join(part.whole for part in segment.parts(5))


def _document(group: Group, paper: Segment, table: str, what: str, lines: list[str]) -> Document:
    kind = group.coded(paper, 2)
    fields = {
        "number": paper.text(12) or paper.text(16),
        "parent": paper.text(13),
        "kind": kind.text or kind.code or paper.text(2),
        "status": paper.text(17),
        "author": paper.part(9).whole,
        "text": "\n".join(lines),
    }
    said_at = group.said_at if what == "document-status" else None
    return Document(
        origin(table, paper),
        kind=what,
        written_at=said_at or values.moment(paper.text(6)) or values.moment(paper.text(4)),
        wording=kind.text or group.coded(group.first("OBR"), 4).text or paper.text(2),
        content={name: text for name, text in fields.items() if text},
    )
