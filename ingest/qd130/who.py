"""Who the visit is about: the Identity that its tables state, nothing proven, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.letters import fold
from ingest.qd130 import values
from ingest.qd130.rows import Row
from ingest.qd130.visit import Visit
from ingest.reference.places import wards_named
from ingest.reference.wards import present_wards
from mpi.identity import Address, Identity, Kinship, Relative, Sex

_SEXES = {"1": Sex.MALE, "01": Sex.MALE, "nam": Sex.MALE}
_SEXES |= {"2": Sex.FEMALE, "02": Sex.FEMALE, "nu": Sex.FEMALE}
_HANOI = {"01", "1", "001"}
_BETWEEN = re.compile(r"[;,]")
_PADDING = re.compile(r"[\s.\-]")
_PHONES = re.compile(r"[;,/]|\s-\s")

#: Kinship -> the fields that give the relative's name and BHXH number (QĐ 4750 tables 7, 8, 11).
_KIN: tuple[tuple[Kinship, str, str], ...] = (
    (Kinship.MOTHER, "HO_TEN_ME", "MA_ME"),
    (Kinship.FATHER, "HO_TEN_CHA", "MA_CHA"),
    (Kinship.GUARDIAN, "NGUOI_GIAM_HO", ""),
)
_NAMING_KIN = ("XML7", "XML8", "XML11")


def identity(visit: Visit) -> Identity:
    """Read the patient: from XML1, else from what XML0, XML13, XML14 and XML15 say together."""
    person = visit.person
    return Identity(
        name=person["HO_TEN"],
        birth_date=values.birth(person["NGAY_SINH"]),
        birth_time=values.birth_time(person["NGAY_SINH"]),
        sex=sex(person["GIOI_TINH"]),
        personal_number=plain(person["SO_CCCD"]),
        insurance_numbers=numbers(person["MA_THE_BHYT"]),
        phones=tuple(p.strip() for p in _PHONES.split(person["DIEN_THOAI"]) if p.strip()),
        address=address(person, person["DIA_CHI"]),
        nationality=person["MA_QUOCTICH"],
        ethnicity=person["MA_DANTOC"],
        occupation=person["MA_NGHE_NGHIEP"],
        relatives=tuple(relatives(visit)),
        said_on=values.day(person["NGAY_VAO"].split(";")[0]) or visit.ended_on,
    )


def sex(text: str) -> Sex:
    """Read GIOI_TINH: 1 Nam, 2 Nữ, 3 not determined; also the words."""
    return _SEXES.get(text) or _SEXES.get(fold(text), Sex.UNKNOWN)


def plain(text: str) -> str:
    """Write a number without spaces, dots and dashes, its letters in capitals."""
    return _PADDING.sub("", text).upper()


def numbers(text: str) -> tuple[str, ...]:
    """Split a list of cards, each once, in the order sent."""
    return tuple(dict.fromkeys(filter(None, map(plain, _BETWEEN.split(text)))))


def address(row: Row, text: str) -> Address:
    """Read a residence: as sent, and the present wards that it may lie in."""
    province, district = row["MATINH_CU_TRU"], row["MAHUYEN_CU_TRU"]
    ward = row["MAXA_CU_TRU"]
    ours = province in _HANOI or (not province and "ha noi" in fold(text))
    wards = _wards(ward.zfill(5), text if ours else "", district)
    return Address(text=text, province=province, district=district, ward=ward, wards=wards)


def _wards(code: str, text: str, district: str) -> tuple[str, ...]:
    """Give the wards of the code, narrowed by those that the words name when they have any."""
    coded = present_wards(code) if code != "00000" else ()
    if len(coded) == 1 or not text:
        return coded
    named = wards_named(text, district)
    return tuple(ward for ward in coded if ward in named) or coded or named


def relatives(visit: Visit) -> Iterator[Relative]:
    """Read the parents and the guardian that the papers of the visit name."""
    papers = [row for table in _NAMING_KIN for row in visit.rows(table)]
    for kinship, name_field, number_field in _KIN:
        name = next((row[name_field] for row in papers if row[name_field]), "")
        number = next((row[number_field] for row in papers if row[number_field]), "")
        if name or number:
            yield Relative(kinship, name=name, insurance_numbers=numbers(number))
