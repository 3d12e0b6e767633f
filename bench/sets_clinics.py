"""Stand-ins for a client registry without numbers, and for a public-health case file."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.linking_data import Truth
from bench.sets_historical import Row, day_of, gathered, pools
from bench.slips import birthday, day_near, heard, scanned, several, shortened, typed


def _words(text: str) -> list[str]:
    return text.split()


_GIVEN = _words(
    """
    Abebe Alemu Almaz Aster Bekele Berhanu Birtukan Chaltu Dawit Desta Fatuma Genet
    Girma Hana Hiwot Kebede Lemlem Martha Meseret Mohammed Mulu Netsanet Rahel Samuel
    Selam Sara Solomon Tadesse Tesfaye Tigist Tsehay Worku Yared Yohannes Zenebech Zewdu
    """
)
_FAMILY = _words(
    """
    Abera Assefa Ayele Bekele Demissie Desta Gebre Getachew Girma Haile Kassa Kebede
    Lemma Mekonnen Mengistu Mulugeta Negash Tadesse Tefera Tesfaye Wolde Worku
    """
)
_VILLAGES = _words(
    """
    Adama Ambo Arsi Awasa Bishoftu Bonga Dilla Gore Jimma Metu Nekemte Sodo
    """
)


def _frequent(values: list[str], chance: Random) -> str:
    """Draw one, the first far more often than the last."""
    return values[min(len(values) - 1, int(chance.expovariate(3 / len(values))))]


def registry(people: int = 2500, seed: int = 47) -> Truth:
    """Give clients of clinics: few names, many clashes, phones shared at home and changed."""
    return gathered(_registry(people, Random(seed)), {})


def _registry(people: int, chance: Random) -> Iterator[tuple[str, str, Row]]:
    home = 0
    phone, village, family = "", "", ""
    for n in range(people):
        if chance.random() < 0.4 or not n:
            home += 1
            phone = f"09{chance.randrange(10**8):08}"
            village, family = _frequent(_VILLAGES, chance), _frequent(_FAMILY, chance)
        person = _client(phone, village, family, chance)
        for copy in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
            yield f"c{n}", str(home), _seen(person, copy, chance)


def _client(phone: str, village: str, family: str, chance: Random) -> dict[str, str]:
    own = f"09{chance.randrange(10**8):08}"
    return {
        "given_name": _frequent(_GIVEN, chance),
        "family_name": family,
        "sex": chance.choice(("male", "female")),
        "birth_date": birthday(chance, 1940, 2024).isoformat(),
        "phone": chance.choice((phone, own, "")),
        "ward": village,
    }


def _seen(person: dict[str, str], copy: int, chance: Random) -> Row:
    row: Row = dict(person)
    if not copy:
        return row
    for name in ("given_name", "family_name"):
        row[name] = several(person[name], chance, (typed, heard), 0.18)
    if chance.random() < 0.2:
        row["birth_date"] = day_near(day_of(person["birth_date"]), chance)
    if chance.random() < 0.3:
        row["phone"] = chance.choice((None, f"09{chance.randrange(10**8):08}"))
    if chance.random() < 0.05:
        row["given_name"], row["family_name"] = row["family_name"], row["given_name"]
    for field in ("sex", "birth_date", "ward"):
        if chance.random() < 0.04:
            row[field] = None
    return row


def cases(people: int = 1200, seed: int = 53) -> Truth:
    """Give a health department's cases, with numbers where a laboratory sent them.

    A fifth of the copies keep so little that a careful reader would say "possible".
    """
    other = {"city": "place", "state": "code", "mrn": "number"}
    return gathered(_cases(people, Random(seed)), other)


def _cases(people: int, chance: Random) -> Iterator[tuple[str, str, Row]]:
    for n in range(people):
        person = _patient(chance)
        yield f"k{n}", str(n), dict(person)
        for _ in range(chance.choice((0, 1, 1, 2))):
            yield f"k{n}", str(n), _reported(person, chance)
        if chance.random() < 0.08:
            yield f"j{n}", str(n), _relative(person, chance)


def _patient(chance: Random) -> dict[str, str]:
    pool = pools()
    return {
        "given_name": chance.choice(pool["given"]),
        "family_name": chance.choice(pool["family"]),
        "birth_date": birthday(chance, 1930, 2022).strftime("%m/%d/%Y"),
        "sex": chance.choice(("M", "F")),
        "address": f"{chance.randint(1, 9999)} {chance.choice(pool['street'])}",
        "city": chance.choice(pool["place"]),
        "state": chance.choice(("CA", "CA", "CA", "NV")),
        "postcode": f"{chance.randint(90001, 90999)}",
        "phone": _grouped(chance, 200, 999),
        "mrn": f"{chance.randrange(10**7):07}",
        "personal_number": _grouped(chance, 10, 99),
    }  # fmt: skip


def _grouped(chance: Random, first: int, last: int) -> str:
    """Give a number in three groups, as phones and social security numbers are written."""
    return f"{chance.randint(200, 799)}-{chance.randint(first, last)}-{chance.randint(0, 9999):04}"


def _reported(person: dict[str, str], chance: Random) -> Row:
    row: Row = dict(person)
    poor = chance.random() < 0.2
    for name in ("given_name", "family_name", "address"):
        row[name] = several(person[name], chance, (typed, scanned), 0.12)
    if chance.random() < 0.04:
        row["given_name"] = shortened(person["given_name"], chance)
    if chance.random() < 0.12:
        row |= {k: v for k, v in _patient(chance).items() if k in {"address", "city", "postcode"}}
    if chance.random() < 0.08:
        month, day, year = person["birth_date"].split("/")
        row["birth_date"] = chance.choice(
            (f"{day}/{month}/{year}", f"{month}/{day}/{int(year) + 1}")
        )
    row["mrn"] = person["mrn"] if chance.random() < 0.3 else f"{chance.randrange(10**7):07}"
    lost = ("personal_number", "phone", "address", "city", "postcode", "sex")
    for field in lost:
        if chance.random() < (0.85 if poor else 0.25 if field != "personal_number" else 0.6):
            row[field] = None
    if poor and chance.random() < 0.3:
        row["birth_date"] = None
    return row


def _relative(person: dict[str, str], chance: Random) -> Row:
    """Give a twin or a namesake son of the same home."""
    other = _patient(chance)
    home = {k: person[k] for k in ("family_name", "address", "city", "state", "postcode", "phone")}
    born = chance.choice((person["birth_date"], other["birth_date"]))
    given = other["given_name"] if born == person["birth_date"] else person["given_name"]
    return {**other, **home, "birth_date": born, "given_name": given}
