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
#: What stands between the parts of a folded residence.
SEPARATOR = r"[,;\n]+|\s-\s"
_SEPARATOR = re.compile(SEPARATOR)


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
    tokens = [token for part in _SEPARATOR.split(fold(address.text)) for token in words(part)]
    numbers = frozenset(t for t in tokens if t[0].isdigit())
    return AddressForm(numbers, frozenset(tokens) - numbers, frozenset(address.wards))


@lru_cache(maxsize=65536)
def words(part: str) -> tuple[str, ...]:
    """Give what counts of one part of a folded residence: numbers, and words that say which."""
    bare = part.strip(" .")
    if _UNIT.match(bare) or _PROVINCE.fullmatch(bare):
        return ()
    return tuple([word for word in _TOKEN.findall(bare) if word not in _GENERIC])
