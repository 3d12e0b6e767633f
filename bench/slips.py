"""How clerks, ears, keyboards and scanners spoil a value: a process of its own for each.

Nothing here is taken from the project's simulator, so that a model that fits its habits gains
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

Slip = Callable[[str, Random], str]

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_SCANNED = (("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("l", "1"), ("o", "0"), ("e", "c"),
            ("h", "b"), ("u", "n"), ("n", "u"), ("f", "t"), ("ii", "u"), ("vv", "w"))  # fmt: skip
_HEARD = (("ph", "f"), ("f", "ph"), ("ck", "k"), ("k", "ck"), ("c", "k"), ("ie", "y"), ("y", "ie"),
          ("ey", "y"), ("ou", "ow"), ("ee", "ea"), ("ea", "ee"), ("ai", "ay"), ("mac", "mc"),
          ("tt", "t"), ("ll", "l"), ("nn", "n"), ("ss", "s"), ("e", ""), ("s", "z"), ("th", "t"),
          ("er", "ar"), ("or", "er"), ("le", "el"), ("h", ""))  # fmt: skip


def typed(text: str, chance: Random) -> str:
    """Hit a neighbouring key, leave a letter out, double one or exchange two."""
    if len(text) < 2:
        return text
    at = chance.randrange(len(text) - 1)
    a, b = text[at], text[at + 1]
    return text[:at] + chance.choice((_near(a, chance) + b, b, a + a + b, b + a)) + text[at + 2 :]


def _near(letter: str, chance: Random) -> str:
    row = next((row for row in _KEYS if letter.lower() in row), letter)
    at = row.find(letter.lower()) + chance.choice((-1, 1))
    return row[at] if 0 <= at < len(row) else letter


def scanned(text: str, chance: Random) -> str:
    """Read one shape for another."""
    return _replaced(text, _SCANNED, chance)


def heard(text: str, chance: Random) -> str:
    """Spell by ear."""
    return _replaced(text, _HEARD, chance)


def _replaced(text: str, table: tuple[tuple[str, str], ...], chance: Random) -> str:
    found = [(a, b) for a, b in table if a in text]
    if not found:
        return typed(text, chance)
    a, b = chance.choice(found)
    return text.replace(a, b, 1)


def shortened(text: str, _chance: Random) -> str:
    """Write the initial alone."""
    return text[:1]


def several(text: str, chance: Random, slips: tuple[Slip, ...], rate: float) -> str:
    """Spoil a value with this chance, and again with half of it."""
    while text and chance.random() < rate:
        text, rate = chance.choice(slips)(text, chance), rate / 2
    return text


def day_near(day: dt.date, chance: Random) -> str:
    """Write a date as people misremember or mistype it, ISO or with the year alone."""
    year, month, date = day.year, day.month, day.day
    fate = chance.randrange(6)
    if fate == 0:
        return f"{year}"
    if fate == 1:
        return f"{year}-01-01"
    if fate == 2:
        return f"{year + chance.choice((-10, -2, -1, 1, 2, 10))}-{month:02}-{date:02}"
    if fate == 3 and date <= 12:
        return f"{year}-{date:02}-{month:02}"
    if fate == 4:
        return f"{year}-{chance.randint(1, 12):02}-{date:02}"
    return f"{year}-{month:02}-{chance.randint(1, 28):02}"


def birthday(chance: Random, first: int, last: int) -> dt.date:
    """Draw a day between the beginnings of two years."""
    begin, end = dt.date(first, 1, 1).toordinal(), dt.date(last, 1, 1).toordinal()
    return dt.date.fromordinal(chance.randrange(begin, end))
