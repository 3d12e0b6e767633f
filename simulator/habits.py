"""What a facility's software and clerks do to the data, always the same way. Rates, and a draw."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

from simulator.chance import derive, happens
from simulator.facilities import Facility
from simulator.tables import by_key, rows

#: A facility does what its profile says a little more or a little less often.
_SPREAD = (0.7, 1.3)


@dataclass(frozen=True, slots=True)
class Habits:
    """One facility's habits. Rates are per registration of a patient (0 to 1).

    `lag` is the longest delay of sending in days, `batch` the visits in one file, `newborn` the
    way of naming a child without papers, `tone` the placing of the tone mark (hoà or hòa).
    """

    profile: str
    no_marks: float
    capitals: float
    given_first: float
    drop_middle: float
    name_typo: float
    number_typo: float
    no_number: float
    old_number: float
    default_day: float
    year_only: float
    mothers_card: float
    mothers_number: float
    old_ward: float
    no_phone: float
    reuse: float
    split: float
    arrival: float
    phone_style: str
    encoding: str
    content: str
    newborn: str
    tone: str
    batch: int
    lag: int
    bom: bool


@dataclass(frozen=True, slots=True)
class Slips:
    """What happened when one patient was registered; `salt` decides where a typing error falls."""

    salt: int = 0
    no_marks: bool = False
    capitals: bool = False
    given_first: bool = False
    drop_middle: bool = False
    name_typo: bool = False
    number_typo: bool = False
    no_number: bool = False
    old_number: bool = False
    default_day: bool = False
    year_only: bool = False
    mothers_card: bool = False
    mothers_number: bool = False
    old_ward: bool = False
    no_phone: bool = False
    kins_phone: bool = False
    ten_digits: bool = False


_SLIPS = tuple(f.name for f in fields(Slips) if f.name not in ("salt", "kins_phone", "ten_digits"))


def assign(seed: int, facilities: tuple[Facility, ...]) -> dict[str, Habits]:
    """Give every facility its habits: profiles in the shares of the table, dealt by chance."""
    deck = _deck(len(facilities))
    derive(seed, "profiles").shuffle(deck)
    dealt = zip(facilities, deck, strict=True)
    return {f.code: _habits(derive(seed, "habits", f.code), profile) for f, profile in dealt}


def draw(rng: random.Random, habits: Habits, kins_phone: float, ten_digits: float) -> Slips:
    """Register a patient: say which of the habits showed."""
    happened = {name: happens(rng, getattr(habits, name)) for name in _SLIPS}
    return Slips(
        salt=rng.getrandbits(32),
        kins_phone=happens(rng, kins_phone),
        ten_digits=happens(rng, ten_digits),
        **happened,
    )


def _habits(rng: random.Random, profile: str) -> Habits:
    row, factor = by_key("habits", "profile")[profile], rng.uniform(*_SPREAD)
    values = {f.name: _value(f.name, row[f.name], factor) for f in fields(Habits)}
    return Habits(**values)  # type: ignore[arg-type]  # the table has one column per field


def _deck(count: int) -> list[str]:
    """Give so many profiles, each as often as its weight says (largest remainder)."""
    total = sum(float(row["weight"]) for row in rows("habits"))
    wanted = {row["profile"]: count * float(row["weight"]) / total for row in rows("habits")}
    deck = [profile for profile, share in wanted.items() for _ in range(int(share))]
    left = sorted(wanted, key=lambda profile: int(wanted[profile]) - wanted[profile])
    return deck + left[: count - len(deck)]


def _value(name: str, text: str, factor: float) -> str | int | float | bool:
    if name in ("batch", "lag"):
        return int(text)
    if name == "bom":
        return text == "1"
    if name not in (*_SLIPS, "reuse", "split", "arrival"):
        return text
    return float(text) if float(text) == 1 else round(min(1.0, float(text) * factor), 4)
