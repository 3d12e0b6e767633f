"""A health book for the terminal: the person, the family, then visits as a tree, newest first.

What hospitals wrote is shown as text and never read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text
from rich.tree import Tree

from api.wordings import ENDINGS, NOTES, RESULTS, VISIT_KINDS, worded
from graph.book_notes import Note
from graph.book_values import (
    Book,
    DiagnosisItem,
    DrugItem,
    Header,
    PaperItem,
    Relation,
    ResultItem,
    ServiceItem,
    Visit,
)
from graph.chains import Chain
from graph.model import HANOI
from graph.referral_values import ReferralLeg, ReferralState
from graph.revisits import Revisit, RevisitState
from graph.stored import moment

_STATE_STYLES = {
    ReferralState.ARRIVED: "green",
    ReferralState.OPEN: "yellow",
    ReferralState.LETTER_AWAITED: "yellow",
    ReferralState.OVERDUE: "bold red",
    RevisitState.KEPT: "green",
    RevisitState.DUE: "yellow",
    RevisitState.MISSED: "bold red",
}


def book_text(book: Book) -> RenderableType:
    """Lay a page of a book out for `Console.print`."""
    parts: list[RenderableType] = [header_text(book.header, book.as_of)]
    if book.family:
        parts.append(_family(book.family))
    if book.background:
        parts.append(_background(book.background))
    parts += [_visit(visit) for visit in book.visits]
    if not book.visits:
        parts.append(Text("No visits.", style="dim"))
    if book.next:
        parts.append(Text(f"More: --cursor {book.next}", style="dim"))
    return Group(*parts)


def chain_text(chain: Chain) -> RenderableType:
    """Lay a referral chain out for `Console.print`, one leg a line."""
    lines = [_leg(leg) for leg in chain.legs] or [Text("No referral.", style="dim")]
    if chain.cut:
        lines.append(Text("… goes on", style="dim"))
    return Group(*lines)


def header_text(header: Header, as_of: str = "") -> Panel:
    """Say who a person is in a frame."""
    numbers = [header.personal_number, *header.insurance_numbers, *header.phones]
    lines = [
        " · ".join(filter(None, (header.birth_date, header.sex, header.address))),
        " · ".join(filter(None, numbers)),
        f"records ({len(header.records)}): "
        + ", ".join(line.facility_name or line.facility for line in header.records),
    ]
    if header.provisional:
        lines.append("provisional: may be somebody known, a steward will decide")
    when = f" as of {as_of}" if as_of else ""
    title = Text(f"{header.name or 'unnamed'} ({header.person}){when}")
    return Panel(Text("\n".join(filter(None, lines))), title=title, title_align="left")


def _family(family: tuple[Relation, ...]) -> Tree:
    tree = Tree("Family")
    for member in family:
        tree.add(Text(f"{member.kin}: {member.name} {member.birth_date} ({member.person})"))
    return tree


def _background(notes: tuple[Note, ...]) -> Tree:
    tree = Tree("Outside visits")
    for note in notes:
        tree.add(_note(note))
    return tree


def _note(note: Note) -> Text:
    coded = f"{note.system} {note.code}".strip()
    at = _local(note.at) if "T" in note.at else note.at
    words = (note.wording or coded, at, note.status, *note.details.values())
    return Text(f"{NOTES[note.kind]}: " + " · ".join(filter(None, words)))


def _visit(visit: Visit) -> Tree:
    tree = Tree(_visit_line(visit))
    for line in _lines(visit):
        tree.add(line)
    source = visit.provenance
    said = f"{source.wire} {source.version} {source.table}, said {_local(source.said_at)}"
    tree.add(Text(f"{said}, message {source.message[:12]}", style="dim"))
    return tree


def _visit_line(visit: Visit) -> Text:
    line = Text(f"{_local(visit.started_at) or 'no date'}  ", style="bold")
    line.append(visit.facility_name or visit.facility)
    notes = [worded(VISIT_KINDS, visit.kind), worded(RESULTS, visit.result)]
    notes += [worded(ENDINGS, visit.ending), "arrival only" if visit.arrival_only else ""]
    notes += ["restated since" if visit.restated else ""]
    line.append("".join(f" · {note}" for note in notes if note), style="default")
    return line


def _lines(visit: Visit) -> Iterator[Text]:
    yield from ([Text(f"Reason: {visit.reason}")] if visit.reason else [])
    yield from map(_diagnosis, visit.diagnoses)
    yield from (_drug(drug) for order in visit.prescriptions for drug in order.drugs)
    yield from map(_service, visit.services)
    yield from map(_result, visit.results)
    yield from map(_paper, visit.papers)
    yield from map(_note, visit.notes)
    yield from (_leg(leg) for leg in (*visit.sent_by, *visit.sends))
    yield from map(_booked, visit.booked)


def _diagnosis(item: DiagnosisItem) -> Text:
    words = " / ".join(filter(None, (item.words_vi or item.wording, item.words_en)))
    line = " ".join(filter(None, (f"{item.role}:", item.code, words)))
    return Text(line, style="bold" if item.role == "main" else "")


def _drug(item: DrugItem) -> Text:
    amount = f"{item.quantity:g} {item.unit}" if item.quantity is not None else ""
    return Text("℞ " + " · ".join(filter(None, (item.drug, item.strength, amount, item.dose))))


def _service(item: ServiceItem) -> Text:
    return Text(f"{'supply' if item.material else 'service'}: {item.wording or item.code}")


def _result(item: ResultItem) -> Text:
    value = " ".join(filter(None, (item.value, item.unit))) or item.conclusion or item.description
    return Text(f"result: {item.wording or item.code or item.service}: {value}")


def _paper(item: PaperItem) -> Text:
    return Text(" ".join(filter(None, (f"paper: {item.kind}", _local(item.written_at)))))


def _leg(leg: ReferralLeg) -> Text:
    line = Text(f"referral {leg.letter}: {leg.sender_name or leg.sender}")
    line.append(f" → {leg.receiver_name or leg.receiver or '?'} ")
    line.append(f"[{leg.state.value}]", style=_STATE_STYLES[leg.state])
    line.append(f" {leg.issued_on} {leg.main_code} {leg.diagnosis}".rstrip())
    return line


def _booked(item: Revisit) -> Text:
    line = Text(f"revisit on {item.day} ")
    return line.append(f"[{item.state.value}]", style=_STATE_STYLES[item.state])


def _local(instant: str) -> str:
    """Give Hanoi's day and time of UTC text."""
    if not instant:
        return ""
    return f"{moment(instant).astimezone(HANOI):%Y-%m-%d %H:%M}"
