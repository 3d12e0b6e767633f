"""Stand-ins for people of three censuses, and for clients whose names are spelt by ear.

Families of a parish have few names, age in steps of a census, and some daughters marry: pairs that
are a little likely are many, and of most only one can be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from bench.linking_data import Truth
from bench.sets_historical import Row, gathered
from bench.slips import birthday, heard, scanned, shortened, typed


def _words(text: str) -> list[str]:
    return text.split()


_MEN = _words("William John Thomas George James Henry Charles Edward Robert Richard Joseph Samuel")
_WOMEN = _words("Mary Elizabeth Anne Sarah Jane Margaret Alice Emma Ellen Charlotte Harriet Maria")
_SURNAMES = _words(
    "Smith Jones Brown Taylor Wilson Evans Thomas Roberts Walker Wright Hughes Green Hall Wood "
    "Harris Clarke Turner Hill Scott Cooper Pearce Carew Gilbert Froude Pole Drake Cary Rolle"
)
_PARISHES = _words("Ashcombe Brampford Cheriton Dunsford Exbourne Farway Gittisham Holcombe Jacob")
_CENSUSES = (1841, 1851, 1861)


def _often(values: list[str], chance: Random) -> str:
    return values[min(len(values) - 1, int(chance.expovariate(3 / len(values))))]


def censuses(homes: int = 500, seed: int = 61) -> Truth:
    """Give everybody of three censuses once in each; ages are rounded, some daughters marry."""
    return gathered(_censuses(homes, Random(seed)), {"birth_year": "year", "birth_place": "place"})


def _censuses(homes: int, chance: Random) -> Iterator[tuple[str, str, Row]]:
    for home in range(homes):
        parish = chance.choice(_PARISHES)
        for n, person in enumerate(_household(parish, chance)):
            for census in _CENSUSES:
                if int(person["birth_year"]) <= census and chance.random() > 0.2:
                    yield f"{home}.{n}", f"{home}", _enumerated(person, parish, census, chance)


def _household(parish: str, chance: Random) -> list[dict[str, str]]:
    family, year = _often(_SURNAMES, chance), chance.randint(1800, 1825)
    found = []
    for n in range(chance.randint(2, 8)):
        sex = "MF"[n] if n < 2 else chance.choice("MF")
        born = year + chance.randint(-3, 3) if n < 2 else year + 18 + 2 * n + chance.randint(0, 1)
        found.append(
            {
                "given_name": _often(_MEN if sex == "M" else _WOMEN, chance),
                "family_name": family, "sex": sex, "birth_year": str(born),
                "birth_place": parish if n > 1 else chance.choice(_PARISHES),
            }
        )  # fmt: skip
    return found


def _enumerated(person: dict[str, str], parish: str, census: int, chance: Random) -> Row:
    row: Row = {**person, "source": str(census), "ward": parish}
    age = census - int(person["birth_year"]) + chance.choice((0, 0, 0, 0, 0, 1, -1, 2, -2))
    if census == _CENSUSES[0] and age > 15:
        age -= age % 5
    row["birth_year"] = str(census - max(age, 0))
    if person["sex"] == "F" and 22 < age < 45 and chance.random() < 0.3:
        row["family_name"] = chance.choice(_SURNAMES)
    for name, rate in (("given_name", 0.14), ("family_name", 0.12), ("birth_place", 0.1)):
        if chance.random() < rate:
            row[name] = chance.choice((typed, scanned, shortened))(row[name] or "", chance)
    if chance.random() < 0.15:
        row["ward"] = chance.choice(_PARISHES)
    return row


_KIN = _words(
    "Uwimana Mukamana Habimana Niyonzima Nsengimana Hakizimana Uwase Ndayisaba Nshimiyimana "
    "Twagirayezu Bizimana Iradukunda Ishimwe Mugisha Umutoni Ingabire Niyigena Mukeshimana"
)
_BAPTISED = _words(
    "Jean Marie Claude Claudine Josiane Emmanuel Eric Alice Diane Vestine Innocent Patrick Olive "
    "Solange Beatrice Theoneste Vincent Pascal Chantal Esperance Alphonse Celestin Consolee Valens"
)
_SECTORS = _words("Remera Kimironko Kacyiru Gisozi Muhima Gitega Tumba Muhoza Cyuve Gisenyi Rukomo")


def clients(people: int = 2500, seed: int = 67) -> Truth:
    """Give clients of a registry without numbers: a third know only their year of birth."""
    return gathered(_clients(people, Random(seed)), {})


def _clients(people: int, chance: Random) -> Iterator[tuple[str, str, Row]]:
    sector, shared = "", ""
    for n in range(people):
        if not sector or chance.random() < 0.4:
            sector, shared = _often(_SECTORS, chance), f"07{chance.randrange(10**8):08}"
        born, vague = birthday(chance, 1940, 2025), chance.random() < 0.35
        person = {
            "family_name": _often(_KIN, chance), "given_name": _often(_BAPTISED, chance),
            "sex": chance.choice("MF"), "ward": sector,
            "phone": chance.choice((shared, f"07{chance.randrange(10**8):08}", "")),
        }  # fmt: skip
        for copy in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
            known = dt.date(born.year, 1, 1) if vague and chance.random() < 0.8 else born
            yield f"p{n}", "", _registered(person, known, copy, chance)


def _registered(person: dict[str, str], born: dt.date, copy: int, chance: Random) -> Row:
    row: Row = {**person, "birth_date": born.isoformat()}
    if not copy:
        return row
    for name in ("given_name", "family_name"):
        if chance.random() < 0.2:
            row[name] = chance.choice((typed, heard))(person[name], chance)
    if chance.random() < 0.1:
        row["birth_date"] = f"{born.year + chance.choice((-1, 1))}-01-01"
    if chance.random() < 0.35:
        row["phone"] = None
    if chance.random() < 0.12:
        row["ward"] = chance.choice(_SECTORS)
    if chance.random() < 0.05:
        row["given_name"], row["family_name"] = row["family_name"], row["given_name"]
    return row
