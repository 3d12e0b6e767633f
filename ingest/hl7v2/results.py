"""OBX: results as observations, by the type of their value (OBX-2) and their state (OBX-11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from graph.model import Document, Observation
from ingest.hl7v2 import values
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.stay import person_number
from ingest.hl7v2.syntax import Part, Segment

#: OBX-11 (table 0085). What is deleted or wrong takes its place back without a value.
_STATES = {
    "F": "final",
    "C": "corrected",
    "P": "preliminary",
    "R": "preliminary",
    "S": "preliminary",
    "I": "registered",
    "O": "registered",
    "X": "cancelled",
    "U": "final",
}
_GONE = frozenset({"D", "W"})
_WORDS = frozenset({"TX", "FT"})
_ENCLOSED = frozenset({"ED", "RP"})
_KEPT_OF_ENCLOSED = ("source", "kind", "form", "encoding")


def units(segments: Iterable[Segment], under: str) -> dict[str, list[Segment]]:
    """Part results into what is corrected and deleted as a unit, each with its table below `under`.

    A unit is an observation with its sub-ID (HL7 v2.8, 7.4.2.11: a result replaces what was sent
    before with the same ones). Lines of one text are one, whatever their sub-IDs; notes go along.
    """
    tables: dict[str, list[Segment]] = {}
    table, before = "", None
    for segment in segments:
        if segment.name == "OBX":
            table = table if before and _same_text(before, segment) else _table(segment, under)
            before = segment
        if table:
            tables.setdefault(table, []).append(segment)
    return tables


def _table(segment: Segment, under: str) -> str:
    """The table of a result; the first sub-ID is often left out."""
    sub = segment.text(4)
    observed = segment.text(3) or segment.part(3)[2]
    return f"{under}:{observed}" + (f"#{sub}" if sub not in {"", "1"} else "")


def _same_text(before: Segment, segment: Segment) -> bool:
    both = {before.text(2).upper(), segment.text(2).upper()}
    return both <= _WORDS and before.raw(3) == segment.raw(3)


def observations(
    group: Group, segments: Iterable[Segment], table: str, panel: Segment | None
) -> Iterator[Said]:
    """Give the results of one unit, the notes and lines of text joined to theirs."""
    said: list[Said] = []
    seen = False
    for segment in segments:
        if segment.name == "OBX":
            seen = True
            _add(group, segment, table, panel, said)
        elif segment.name == "NTE" and said:
            said[-1] = _noted(said[-1], segment)
    if seen and not said:
        yield Said(table)
    yield from said


def _add(
    group: Group, segment: Segment, table: str, panel: Segment | None, said: list[Said]
) -> None:
    if segment.text(11).upper() in _GONE:
        return
    if segment.text(2).upper() in _ENCLOSED:
        said.append(Said(table, _enclosed(group, segment, table)))
        return
    event = _observation(group, segment, table, panel)
    before = said[-1].event if said else None
    if isinstance(before, Observation) and _goes_on(before, event):
        joined = replace(before, description=f"{before.description}\n{event.description}")
        said[-1] = replace(said[-1], event=joined)
    elif event.value or event.description or event.status != "registered":
        said.append(Said(table, event))


def _goes_on(before: Observation, event: Observation) -> bool:
    """Tell whether a line of text goes on with the one before it."""
    same = (before.code, before.wording) == (event.code, event.wording)
    return same and bool(before.description and event.description)


def _observation(group: Group, segment: Segment, table: str, panel: Segment | None) -> Observation:
    said = group.coded(segment, 3)
    order = group.coded(panel, 4) if panel else None
    kind = segment.text(2).upper()
    text = "" if kind in _WORDS else _text(segment, kind)
    taken = panel and (values.moment(panel.text(7)) or values.moment(panel.text(14)))
    ready = panel and values.moment(panel.text(22))
    return Observation(
        origin(table, segment),
        service=order.code or order.text if order else "",
        code=said.code,
        system=said.system,
        codes=said.codes,
        wording=said.text,
        value=text,
        number=values.number(text),
        unit=segment.text(6),
        description="\n".join(p.whole for p in segment.parts(5)) if kind in _WORDS else "",
        resulted_at=values.moment(segment.text(19)) or (ready or None),
        observed_at=values.moment(segment.text(14)) or taken or None,
        practitioner=next(filter(None, map(person_number, segment.parts(16))), ""),
        category="laboratory" if group.type[0] in {"ORU", "OUL"} and panel else "",
        panel=order.code if order else "",
        abnormal=segment.text(8),
        reference=segment.whole(7),
        status=_STATES.get((segment.text(11) or (panel.text(25) if panel else "")).upper(), ""),
        specimen=_specimen(group, panel),
    )


def _specimen(group: Group, panel: Segment | None) -> str:
    if panel is None:
        return ""
    old = panel.part(15)
    return group.coded(group.first("SPM"), 4).text or old.sub(1, 2) or old[1]


def _text(segment: Segment, kind: str) -> str:
    """OBX-5 as text: repetitions parted by `; `, each as its type is written."""
    read = _READ.get(kind, _first)
    return "; ".join(filter(None, map(read, segment.parts(5))))


def _first(part: Part) -> str:
    return part.whole


def _structured(part: Part) -> str:
    """SN: comparator, number, separator, number: `>^100`, `^1^:^128`, `^10^-^20`."""
    return "".join(part[n] for n in (1, 2, 3, 4))


def _words(part: Part) -> str:
    return part[2] or part[9] or part[1]


_READ: Mapping[str, Callable[[Part], str]] = {
    "SN": _structured,
    **dict.fromkeys(("CE", "CWE", "CNE", "CF"), _words),
    "NR": lambda part: "-".join(filter(None, (part[1], part[2]))),
}


def _enclosed(group: Group, segment: Segment, table: str) -> Document:
    """ED and RP: what sort of paper it is and where; its bytes stay in the archived message."""
    part = segment.part(5)
    content = dict(zip(_KEPT_OF_ENCLOSED, (part[n] for n in range(1, 5)), strict=True))
    return Document(
        origin(table, segment),
        kind="enclosure",
        written_at=values.moment(segment.text(14)) or group.said_at,
        wording=group.coded(segment, 3).text,
        content={name: text[:200] for name, text in content.items() if text},
    )


def _noted(said: Said, note: Segment) -> Said:
    """Join a comment to the result above it."""
    text = "\n".join(part.whole for part in note.parts(3))
    if not text or not isinstance(said.event, Observation):
        return said
    joined = "\n".join(filter(None, (said.event.conclusion, text)))
    return replace(said, event=replace(said.event, conclusion=joined))
