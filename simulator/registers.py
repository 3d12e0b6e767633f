"""The books at a facility's desk: patient codes, visit keys, letters and certificates by number."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator import mistakes, rates
from simulator.chance import derive, happens
from simulator.habits import Habits, Slips, draw
from simulator.people import Person
from simulator.visits import Visit

_KINS_PHONE = 0.12
_PATIENT_FORMS = ("{n:08}", "BN{n:06}", "{year:02}{n:06}", "{code}.{n:07}")
_VISIT_FORMS = ("{code}{year:02}{n:07}", "{n:09}", "LK{year:02}{month:02}-{n:06}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit as its facility has it in its books.

    `letter` and `booking` are the numbers of the papers it gives out; `shown_letter` and
    `shown_sender` what the patient's paper said on arrival, as typed in; `certificates` belong to
    the newborns, in their order; `reused` says that the code was somebody else's before.
    """

    visit: Visit
    local_id: str
    visit_id: str
    slips: Slips
    reused: bool
    letter: str = ""
    booking: str = ""
    shown_letter: str = ""
    shown_sender: str = ""
    certificates: tuple[str, ...] = ()


@dataclass(slots=True)
class Desk:
    """One facility's books, filled from the first visit to the last."""

    code: str
    habits: Habits
    patient_form: str
    visit_form: str
    counters: dict[str, int]
    codes: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    slips: dict[tuple[str, str], Slips] = field(default_factory=dict)

    def next(self, book: str, day: dt.date, form: str) -> str:
        """Give the next number of one book."""
        self.counters[book] = self.counters.get(book, 0) + 1
        year, month = day.year % 100, day.month
        return form.format(n=self.counters[book], year=year, month=month, code=self.code)


def enter(seed: int, visits: Iterable[Visit], habits: Mapping[str, Habits]) -> list[Entry]:
    """Enter visits, in the order of their start, into the books of their facilities."""
    desks: dict[str, Desk] = {}
    papers: dict[int, str] = {}
    entries = []
    for visit in visits:
        code = visit.facility.code
        desk = desks.get(code) or desks.setdefault(code, open_desk(seed, code, habits[code]))
        entry = _enter(derive(seed, "desk", visit.number), desk, visit, papers)
        entries.append(entry)
    return entries


def open_desk(seed: int, code: str, habits: Habits) -> Desk:
    """Open a facility's books; the forms of its numbers never change."""
    rng = derive(seed, "books", code)
    counters = {"patient": rng.randrange(1000, 90000), "visit": rng.randrange(1000, 90000)}
    return Desk(code, habits, rng.choice(_PATIENT_FORMS), rng.choice(_VISIT_FORMS), counters)


def _enter(rng: random.Random, desk: Desk, visit: Visit, papers: dict[int, str]) -> Entry:
    day = visit.start.date()
    local, reused = _patient_code(rng, desk, visit.person, day)
    slips = _slips(rng, desk, visit.person, local)
    letter = desk.next("letter", day, "{n:04}/20{year:02}/GCT") if visit.refers else ""
    booking = desk.next("booking", day, "{n:05}/GHKL-{year:02}") if visit.books else ""
    if visit.refers:
        papers[visit.refers.key] = letter
    if visit.books:
        papers[visit.books.key] = booking
    shown_letter, shown_sender = _shown(rng, visit, papers)
    return Entry(
        visit=visit,
        local_id=local,
        visit_id=desk.next("visit", day, desk.visit_form),
        slips=slips,
        reused=reused,
        letter=letter,
        booking=booking,
        shown_letter=shown_letter,
        shown_sender=shown_sender,
        certificates=tuple(desk.next("birth", day, "{n:05}/20{year:02}") for _ in visit.newborns),
    )


def _patient_code(rng: random.Random, desk: Desk, person: Person, day: dt.date) -> tuple[str, bool]:
    """Give the patient's code, and whether it was somebody else's before."""
    known = desk.codes.get(person.id)
    if known and not happens(rng, desk.habits.split):
        return known, desk.owners[known] != person.id
    if desk.owners and happens(rng, desk.habits.reuse):
        code = rng.choice(list(desk.owners))
    else:
        code = desk.next("patient", day, desk.patient_form)
    owner = desk.owners.setdefault(code, person.id)
    desk.codes[person.id] = code
    return code, owner != person.id


def _slips(rng: random.Random, desk: Desk, person: Person, local: str) -> Slips:
    known = desk.slips.get((local, person.id))
    if known is None or happens(rng, rates.RETYPED):
        known = draw(rng, desk.habits, _KINS_PHONE, rates.TEN_DIGITS)
        desk.slips[local, person.id] = known
    return known


def _shown(rng: random.Random, visit: Visit, papers: Mapping[int, str]) -> tuple[str, str]:
    """Say what the paper that the patient brought looks like in the receiver's books."""
    if visit.keeps:
        shown = happens(rng, rates.LETTER_SHOWN)
        return (papers.get(visit.keeps.key, "") if shown else ""), ""
    if visit.sent_by is None:
        return "", ""
    letter = "" if happens(rng, rates.LETTER_MISSING) else papers.get(visit.sent_by.key, "")
    if letter and happens(rng, rates.LETTER_MISTYPED):
        letter = mistakes.number(rng, letter[:4]) + letter[4:]
    sender = "" if happens(rng, rates.SENDER_MISSING) else visit.sent_by.sender.code
    return letter, sender
