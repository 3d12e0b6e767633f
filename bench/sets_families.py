"""A stand-in for families in Hanoi with errors that the simulator does not make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random

from bench.linking_data import Truth
from bench.sets_historical import Row, gathered
from bench.slips import birthday, day_near, typed
from mpi.names import fold


def _words(text: str) -> list[str]:
    return text.split()


_COMMON = {"Nguyễn": 38, "Trần": 11, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Vũ": 4}
_SURNAMES = [
    *(name for name, share in _COMMON.items() for _ in range(share)),
    *_words("Đặng Bùi Đỗ Hồ Ngô Dương Lý Phan Trịnh Đinh"),
]
_MEN = _words("Văn Đức Hữu Minh Quang Tuấn Xuân Thành")
_WOMEN = _words("Thị Thị Thị Thu Ngọc Thanh Phương Khánh")
_BOYS = _words("Anh Bình Cường Dũng Đạt Hải Hiếu Hùng Huy Khánh Long Minh Nam Phong Quân Sơn Tùng")
_GIRLS = _words("An Anh Chi Dung Giang Hà Hạnh Hoa Hồng Hương Lan Linh Mai Nga Ngân Thảo Trang Vân")
_STREETS = ("Huế", "Bạch Mai", "Kim Mã", "Láng", "Trần Phú", "Minh Khai", "Giải Phóng", "Cầu Giấy")
_WARDS = ("00256", "00004", "09556", "00160", "00199", "00331", "00367", "00592")


def families(homes: int = 900, seed: int = 59) -> Truth:
    """Give parents and children written down by hospitals, twins and namesakes among them."""
    return gathered(_families(homes, Random(seed)), {})


def _families(homes: int, chance: Random) -> Iterator[tuple[str, str, Row]]:
    for h in range(homes):
        for n, person in enumerate(_family(chance)):
            for _ in range(chance.choice((1, 2, 2, 3))):
                yield f"{h}-{n}", str(h), _said(person, chance)


def _name(surname: str, sex: str, chance: Random) -> str:
    middle, given = (_MEN, _BOYS) if sex == "Nam" else (_WOMEN, _GIRLS)
    return f"{surname} {chance.choice(middle)} {chance.choice(given)}"


def _family(chance: Random) -> list[dict[str, str]]:
    home = {
        "address": f"Số {chance.randint(1, 300)} phố {chance.choice(_STREETS)}",
        "ward": chance.choice(_WARDS),
    }
    father = _adult(chance.choice(_SURNAMES), "Nam", chance) | home
    mother = _adult(chance.choice(_SURNAMES), "Nữ", chance) | home
    phone = mother["phone"]
    found = [father, mother]
    born = birthday(chance, 2005, 2026)
    for _ in range(chance.choice((0, 1, 2, 2, 3))):
        if chance.random() > 0.12:
            born = birthday(chance, 2005, 2026)
        found.append(_child(father, mother, born, chance) | home | {"phone": phone})
    return found


def _adult(surname: str, sex: str, chance: Random) -> dict[str, str]:
    born = birthday(chance, 1960, 1998)
    number = f"001{0 if sex == 'Nam' else 1}{born.year % 100:02}{chance.randrange(10**6):06}"
    return {
        "full_name": _name(surname, sex, chance), "birth_date": born.isoformat(),
        "sex": sex, "personal_number": number,
        "insurance_number": f"DN401{chance.randrange(10**10):010}",
        "phone": f"09{chance.randrange(10**8):08}", "mother_name": "", "father_name": "",
    }  # fmt: skip


def _child(
    father: dict[str, str], mother: dict[str, str], born: dt.date, chance: Random
) -> dict[str, str]:
    sex = chance.choice(("Nam", "Nữ"))
    name = _name(father["full_name"].split()[0], sex, chance)
    if sex == "Nam" and chance.random() < 0.04:
        name = father["full_name"]
    return {
        "full_name": name, "birth_date": born.isoformat(), "sex": sex,
        "personal_number": "", "insurance_number": f"TE101{chance.randrange(10**10):010}",
        "mother_name": mother["full_name"], "father_name": father["full_name"],
    }  # fmt: skip


def _said(person: dict[str, str], chance: Random) -> Row:
    row: Row = dict(person)
    row["full_name"] = _written(person, chance)
    if chance.random() < 0.1:
        row["birth_date"] = day_near(dt.date.fromisoformat(person["birth_date"]), chance)
    if chance.random() < 0.15:
        row["address"] = fold(person["address"]).replace("so ", "").replace("pho ", "")
    if chance.random() < 0.08:
        row["phone"] = f"09{chance.randrange(10**8):08}"
    for field, lost in _LOST.items():
        if chance.random() < lost:
            row[field] = None
    return row


_LOST = {"personal_number": 0.35, "insurance_number": 0.35, "phone": 0.25, "address": 0.1,
         "mother_name": 0.4, "father_name": 0.6, "sex": 0.03}  # fmt: skip


def _written(person: dict[str, str], chance: Random) -> str:
    name = person["full_name"]
    if person["mother_name"] and person["birth_date"] > "2025-06" and chance.random() < 0.4:
        return chance.choice(("Con bà ", "CB ", "Bé của ")) + person["mother_name"]
    fate = chance.random()
    if fate < 0.2:
        name = fold(name).title()
    elif fate < 0.4:
        name = name.upper()
    elif fate < 0.46:
        name = typed(name, chance)
    elif fate < 0.5:
        name = " ".join((name.split()[0], *name.split()[2:]))
    return name
