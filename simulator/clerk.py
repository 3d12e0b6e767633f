"""What a clerk writes down about a patient: the truth, bent by the habits of the house."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator import encodings, insurance, mistakes, places
from simulator.city import City
from simulator.facilities import Facility, nearest
from simulator.habits import Habits, Slips
from simulator.insurance import Card
from simulator.people import NEW_WARDS, Person, Ward

_CITY_CODE = "01"
#: Characters of a whole card number.
CARD = 15
#: Up to this age a mother's card or number is taken for the child's.
CHILD = 10


@dataclass(frozen=True, slots=True)
class Written:
    """Who the patient is, in the fields and forms of XML1."""

    name: str
    born: str
    sex: str
    number: str
    card: str
    card_since: str
    card_until: str
    pays: int
    phone: str
    address: str
    district: str
    ward: str
    registered: str
    province: str = _CITY_CODE


class Clerk:
    """Writes patients down; knows the city, because patients bring their relatives."""

    def __init__(self, city: City, facilities: Sequence[Facility]) -> None:
        self._city = city
        self._local = [f for f in facilities if f.level in ("station", "district")]
        self._around: dict[str, list[Facility]] = {}
        self._children = Counter(p.mother for p in city.people.values() if not p.named_on)
        self._phones: dict[str, str] = {}
        for person in city.people.values():
            if person.phone:
                self._phones.setdefault(person.household, person.phone)

    def write(self, person: Person, habits: Habits, slips: Slips, day: dt.date) -> Written:
        """Write a patient down on one day; slips say what goes wrong, always the same way."""
        mother = self.mother(person)
        card = self._card(person, mother, slips, day)
        number = _number(person, mother, slips, day)
        old = day < NEW_WARDS or slips.old_ward
        home = self._city.residence(person, day)
        text = places.address(home, NEW_WARDS - dt.timedelta(1) if old else max(day, NEW_WARDS))
        return Written(
            name=name(person, mother, habits, slips, day),
            born=_born(person, slips, day),
            sex="2" if person.sex == "F" else "1",
            number=number,
            card=_shown(card, slips),
            card_since=f"{card.since:%Y%m%d}" if card else "",
            card_until=f"{card.until:%Y%m%d}" if card else "",
            pays=card.pays if card else 0,
            phone=self._phone(person, mother, habits, slips),
            address=encodings.unmarked(text) if slips.no_marks else text,
            district=home.former.district_code if old else "",
            ward=home.former.code if old else home.ward.code,
            registered=self._registered(person, home.ward),
        )

    def mother(self, person: Person) -> Person | None:
        """Give the mother, where she lives in the city."""
        return self._city.people.get(person.mother)

    def father(self, person: Person) -> Person | None:
        """Give the father, where he lives in the city."""
        return self._city.people.get(person.father)

    def births(self, mother: Person) -> int:
        """Count a mother's births up to the one of the period (twins born before count twice)."""
        return self._children[mother.id] + 1

    def _registered(self, person: Person, ward: Ward) -> str:
        """Give the facility on the card, MA_DKBD: one of the two nearest local ones."""
        if ward.code not in self._around:
            self._around[ward.code] = nearest(ward, self._local)[:2]
        around = self._around[ward.code]
        return around[int(person.insurance_number[-1]) % len(around)].code

    def _card(
        self, person: Person, mother: Person | None, slips: Slips, day: dt.date
    ) -> Card | None:
        if mother and slips.mothers_card and borrows(person, day):
            return insurance.card(mother, day)
        return insurance.card(person, day)

    def _phone(self, person: Person, mother: Person | None, habits: Habits, slips: Slips) -> str:
        household = self._phones.get(person.household, "")
        own = person.phone or (mother.phone if mother else "")
        phone = household if slips.kins_phone or not own else own
        if slips.no_phone or not phone:
            return ""
        return _PHONES[habits.phone_style](phone)


def role(person: Person, mother: Person | None, written: Written, day: dt.date) -> str:
    """Say what a record is in the truth: the hardest case that it shows."""
    if person.nameless(day):
        return "newborn"
    borrowed = mother and (
        written.number == mother.personal_number or written.card.endswith(mother.insurance_number)
    )
    if borrowed:
        return "child-with-mothers-card"
    return "twin" if person.birth_order else "patient"


def borrows(person: Person, day: dt.date) -> bool:
    """Say whether somebody is a child with a name, whose mother's papers may be shown."""
    return person.age(day) < CHILD and not person.nameless(day)


def name(person: Person, mother: Person | None, habits: Habits, slips: Slips, day: dt.date) -> str:
    """Write a name: a newborn's is made of its mother's (TT 30/2020, Art. 10)."""
    rng = random.Random(slips.salt)
    if mother and person.nameless(day):
        text = _NEWBORN[habits.newborn].format(mother.name)
    else:
        text = _ordered(person, slips)
    if slips.name_typo:
        text = mistakes.name(rng, text)
    if habits.tone == "new":
        text = encodings.new_tone(text)
    if slips.no_marks:
        text = encodings.unmarked(text)
    return text.upper() if slips.capitals else text


_NEWBORN = {"con-ba": "Con bà {}", "cb": "CB {}", "mother": "{}"}
_PHONES: dict[str, Callable[[str], str]] = {
    "plain": lambda phone: phone,
    "dotted": lambda phone: f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
    "spaces": lambda phone: f"{phone[:3]} {phone[3:6]} {phone[6:]}",
    "plus84": lambda phone: f"+84{phone[1:]}",
}


def _ordered(person: Person, slips: Slips) -> str:
    middle = "" if slips.drop_middle else person.middle
    parts = [person.surname, middle, person.given]
    if slips.given_first:
        parts = [person.given, person.surname, middle]
    return " ".join(part for part in parts if part)


def _born(person: Person, slips: Slips, day: dt.date) -> str:
    """Write NGAY_SINH; hours and minutes up to 28 days of age, as the table demands."""
    born = person.born
    if (day - born.date()).days <= 28:
        return f"{born:%Y%m%d%H%M}"
    if slips.year_only:
        return f"{born.year}00000000"
    if slips.default_day and person.age(day) >= CHILD:
        return f"{born.year}01010000"
    return f"{born:%Y%m%d}0000"


def _number(person: Person, mother: Person | None, slips: Slips, day: dt.date) -> str:
    if person.nameless(day) or slips.no_number:
        return ""
    if mother and slips.mothers_number and borrows(person, day):
        return mother.personal_number
    number = person.old_number if slips.old_number else ""
    number = number or (person.personal_number if person.carries_number else "")
    if number and slips.number_typo:
        return mistakes.number(random.Random(slips.salt + 1), number)
    return number


def _shown(card: Card | None, slips: Slips) -> str:
    if card is None:
        return ""
    return card.number[5:] if slips.ten_digits and card.number[5:].isdigit() else card.number
