"""Residences in a form that can be compared: house numbers, street words, wards of today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mpi.identity import Address
from mpi.names import fold

#: Units of administration: whatever follows one of these in a part of the address is a ward,
#: district or province, which the codes say better (and which changed on 1 July 2025).
_UNIT = re.compile(
    r"(?:phuong|p|xa|thi tran|tt|quan|q|huyen|h|thi xa|tx|thanh pho|tp|tinh)\b[ .]*\S"
)
_PROVINCE = re.compile(r"(?:ha noi|hn|hanoi|viet nam|vn)")
#: Words that say what kind of place it is, not which. Left out: senders use them as they please.
_GENERIC = frozenset(
    fold(
        "Số,nhà,SN,ngõ,ngách,hẻm,kiệt,đường,phố,đ,tổ,dân,cư,TD,TDP,thôn,xóm,ấp,khu,KĐT,đô,thị,"
        "chung,tòa,căn,hộ,phòng,tầng,cụm,đội,đg,CHCC,NN"
    ).split(",")
)
_TOKEN = re.compile(r"[a-z]+|\d+[a-z]?\b|\d+")


@dataclass(frozen=True, slots=True)
class AddressForm:
    """Where a person lives: `numbers` of lane and house as a set, `street` words without marks.

    `wards` are today's candidates, as in `Address`; one that stayed whole has one.
    """

    numbers: frozenset[str]
    street: frozenset[str]
    wards: frozenset[str]


@lru_cache(maxsize=65536)
def address_form(address: Address) -> AddressForm:
    """Read the part of a residence below the ward, and the wards that it may be in.

    >>> sorted(address_form(Address("Số 12, ngõ 5 phố Huế, P. Bạch Mai, Hà Nội")).numbers)
    ['12', '5']
    """
    tokens = [token for part in _parts(address.text) for token in _TOKEN.findall(part)]
    numbers = frozenset(t for t in tokens if t[0].isdigit())
    street = frozenset(t for t in tokens if not t[0].isdigit() and t not in _GENERIC)
    return AddressForm(numbers, street, frozenset(address.wards))


def _parts(text: str) -> list[str]:
    parts = [part.strip(" .") for part in re.split(r"[,;\n]+|\s-\s", fold(text))]
    return [p for p in parts if p and not _UNIT.match(p) and not _PROVINCE.fullmatch(p)]
