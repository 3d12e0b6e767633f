"""Files for the tests of training and linking: people made up by a seed, copied with slips."""

from __future__ import annotations

from random import Random

import polars as pl

_GIVEN = [
    "james",
    "mary",
    "john",
    "linda",
    "robert",
    "susan",
    "david",
    "karen",
    "paul",
    "nancy",
    "mark",
    "betty",
    "helen",
    "george",
    "ruth",
    "frank",
    "laura",
    "peter",
    "alice",
    "henry",
]
_FAMILY = [
    "smith",
    "jones",
    "taylor",
    "brown",
    "wilson",
    "evans",
    "thomas",
    "johnson",
    "roberts",
    "walker",
    "wright",
    "thompson",
    "white",
    "hall",
    "green",
    "clarke",
    "jackson",
    "wood",
    "harris",
    "martin",
    "cooper",
    "hill",
    "ward",
    "turner",
]
_PLACES = ["leeds", "york", "derby", "exeter", "bath", "oxford", "durham", "lincoln"]


def town(people: int, seed: int = 3, copies: int = 2) -> tuple[pl.DataFrame, list[str]]:
    """Give records of people of a made-up town, and for each record whose it is."""
    chance = Random(seed)
    rows: list[dict[str, str | None]] = []
    truth: list[str] = []
    for person in range(people):
        row = _person(chance)
        for _ in range(1 + chance.randrange(copies)):
            rows.append(_copied(row, chance))
            truth.append(f"t{person}")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(_person(chance), pl.String))
    ids = pl.Series("record_id", [f"r{n}" for n in range(len(rows))])
    return frame.insert_column(0, ids), truth


def _person(chance: Random) -> dict[str, str]:
    born = f"{chance.randint(1920, 2010)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return {
        "given_name": chance.choice(_GIVEN),
        "family_name": chance.choice(_FAMILY),
        "birth_date": born,
        "sex": chance.choice("mf"),
        "ward": chance.choice(_PLACES),
        "postcode": f"{chance.randint(1000, 9999)}",
        "phone": f"0{chance.randint(10**8, 10**9 - 1)}",
    }


def _copied(row: dict[str, str], chance: Random) -> dict[str, str | None]:
    """Copy with a slip in one field of six, and one field of twelve left out."""
    return {field: _slipped(text, chance) for field, text in row.items()}


def _slipped(text: str, chance: Random) -> str | None:
    fate = chance.randrange(12)
    if fate == 0:
        return None
    at = chance.randrange(len(text))
    return text[:at] + text[at + 1 :] if fate <= 2 and len(text) > 3 else text
