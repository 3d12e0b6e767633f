"""Who a record says it is about: the one value that every wire format is read into."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mpi.dates import PartialDate


class Sex(StrEnum):
    """Sex as the ministry codes it (GIOI_TINH: 1 Nam, 2 Nữ, 3 chưa xác định)."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class Kinship(StrEnum):
    """What a relative named in a record is to the patient."""

    MOTHER = "mother"
    FATHER = "father"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True)
class Address:
    """A residence as written, and what its codes mean today.

    `wards` are the codes of the wards since 1 July 2025 that the sent ward may have become: one
    for a ward that stayed whole, several for one that was split (199 of Hanoi's 526 old wards),
    none when the ward is not known.
    """

    text: str = ""
    province: str = ""
    district: str = ""
    ward: str = ""
    wards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relative:
    """A parent or guardian named in a patient's record (QĐ 3176 XML7 MA_CHA/MA_ME, XML9 NND)."""

    kinship: Kinship
    name: str = ""
    birth_date: PartialDate | None = None
    personal_number: str = ""
    insurance_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """What one hospital said, at one time, about who a patient is. Text is NFC, unknown is empty.

    `name` is as sent, with its encoding repaired, never folded. `personal_number` is CCCD (12
    digits), CMND (9) or passport, spaces removed, not proven valid. `insurance_numbers` are whole
    card numbers (15 characters) or BHXH numbers (10 digits), in the order sent. `birth_time` is
    `HHMM`. `said_on` is the day of the visit that said so: it makes an age out of a birth date.
    `birth_order` is the rank within a multiple birth (1 is first born), `births` how many children
    the birth had (QĐ 3176 XML9 SO_CON), 0 when not known. `other` are further columns of a data
    set, (name, text), for models that were trained on them.
    """

    name: str = ""
    birth_date: PartialDate | None = None
    birth_time: str = ""
    sex: Sex = Sex.UNKNOWN
    personal_number: str = ""
    insurance_numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address: Address = Address()
    nationality: str = ""
    ethnicity: str = ""
    occupation: str = ""
    relatives: tuple[Relative, ...] = ()
    birth_order: int = 0
    said_on: dt.date | None = None
    births: int = 0
    other: tuple[tuple[str, str], ...] = ()
