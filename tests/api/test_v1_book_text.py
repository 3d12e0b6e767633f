"""A book on the terminal."""

import datetime as dt
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from api.book_text import book_text, chain_text
from api.wordings import ENDINGS, RESULTS, VISIT_KINDS, worded
from graph.access import OPERATOR
from graph.book import book
from graph.book_values import Relation
from graph.chains import chain
from graph.model import (
    Appointment,
    Diagnosis,
    Document,
    MedicationItem,
    Observation,
    Origin,
    Prescription,
    Referral,
    Service,
)
from graph.store import Store
from tests.city import AN, City

_AT = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)
EVERYTHING = (
    Diagnosis(Origin("XML1"), "main", "J10.1", "J101", "Cúm"),
    Prescription(Origin("XML2"), items=(MedicationItem(Origin("XML2"), drug="Paracetamol"),)),
    Service(Origin("XML3"), wording="Chụp X-quang"),
    Observation(Origin("XML4"), wording="Bạch cầu", value="7.2", unit="G/L"),
    Document(Origin("XML7"), "discharge"),
    Referral(Origin("XML13"), "L1", "01013", "01816", issued_on=dt.date(2026, 3, 2)),
    Appointment(Origin("XML14"), dt.date(2026, 3, 9)),
)
LINES = (
    "Nguyễn Văn An",
    "main: J10.1 Cúm / Influenza",
    "℞ Paracetamol",
    "service: Chụp X-quang",
    "result: Bạch cầu: 7.2 G/L",
    "paper: discharge",
    "referral L1: 01013 → 01816 [open]",
    "revisit on 2026-03-09 [missed]",
    "Reason: Sốt [bold]cao[/bold]",
    "Đỡ",
    "qd130-xml 3176 XML1",
)


def printed(what: RenderableType) -> str:
    """Give what the terminal shows, without colours."""
    console = Console(width=160, color_system=None)
    with console.capture() as shown:
        console.print(what)
    return shown.get()


def test_the_terminal_shows_every_kind_of_item(store: Store) -> None:
    """What hospitals wrote is there, with its source, and is never taken for markup."""
    said = {"reason": "Sốt [bold]cao[/bold]", "result": "2"}
    an = City(store).visit("01013", "V1", AN, *EVERYTHING, on="2026-03-02T08:00", **said)
    text = printed(book_text(book(store, OPERATOR, an, at=_AT)))
    assert [line for line in LINES if line not in text] == []


def test_the_family_is_listed(store: Store) -> None:
    """Kin, name, birth date and id of each member."""
    page = book(store, OPERATOR, City(store).visit("01013", "V1", AN))
    child = Relation("child", "p-1", "Nguyễn Minh Khôi", "2018-05-20")
    text = printed(book_text(replace(page, family=(child,))))
    assert "child: Nguyễn Minh Khôi 2018-05-20 (p-1)" in text


def test_an_empty_book_says_so(store: Store) -> None:
    """As of a day before everything there is a head and no visit."""
    an = City(store).visit("01013", "V1", AN)
    page = book(store, OPERATOR, an, as_of=dt.date(2020, 1, 1))
    assert "No visits." in printed(book_text(page))
    assert "as of 2020-01-01" in printed(book_text(page))


def test_a_long_book_tells_how_to_go_on(store: Store) -> None:
    """The cursor of the next page is printed as an option."""
    city = City(store)
    an = city.visit("01013", "V1", AN)
    city.visit("01013", "V2", AN, on="2026-03-04")
    page = book(store, OPERATOR, an, limit=1)
    assert f"--cursor {page.next}" in printed(book_text(page))


def test_doubt_and_restatement_are_said(store: Store) -> None:
    """A provisional person and a visit that was corrected since are marked."""
    page = book(store, OPERATOR, City(store).visit("01013", "V1", AN))
    visit = replace(page.visits[0], restated=True, arrival_only=True, started_at="")
    odd = replace(page, header=replace(page.header, provisional=True, name=""), visits=(visit,))
    text = printed(book_text(odd))
    for words in ("provisional", "unnamed", "restated since", "arrival only", "no date"):
        assert words in text


def test_a_chain_is_one_leg_a_line(store: Store) -> None:
    """Both ends and the state, and a note when it goes on."""
    City(store).visit("01013", "V1", AN, *EVERYTHING)
    found = chain(store, OPERATOR, referral="01013|L1", at=_AT)
    assert printed(chain_text(found)).startswith("referral L1: 01013 → 01816 [open] 2026-03-02")
    assert "goes on" in printed(chain_text(replace(found, cut=True)))
    assert "No referral." in printed(chain_text(replace(found, legs=())))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [(VISIT_KINDS, "03", "Điều trị nội trú"), (RESULTS, "1", "Khỏi"), (ENDINGS, "9", "9")],
)
def test_codes_have_words(words: dict[str, str], code: str, said: str) -> None:
    """A code without words is shown as it is."""
    assert worded(words, code) == said
