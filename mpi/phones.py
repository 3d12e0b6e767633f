"""Phone numbers as dialled inside Vietnam today: leading 0, eleven-digit mobiles renumbered."""

from __future__ import annotations

import re

#: Mobile prefixes that changed in 2018 (Decision 798/QĐ-BTTTT): eleven digits became ten.
_RENUMBERED = {
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0162": "032",
    "0163": "033",
    "0164": "034",
    "0165": "035",
    "0166": "036",
    "0167": "037",
    "0168": "038",
    "0169": "039",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
_UNDIALLED = re.compile(r"[^\d+]")
_COUNTRY = re.compile(r"^(?:\+|00)?84(?=\d{8,11}$)")
_POSSIBLE = re.compile(r"0[35789]\d{8}|02\d{8,9}")
#: Numbers that are written where there is none.
FILLERS = frozenset({"0123456789", "0987654321", "0912345678", "0901234567"})
#: Different digits that a genuine number has.
FEWEST_DIGITS = 3


def phone(text: str) -> str:
    """Write a number as dialled today, or empty when it cannot be one or is plainly a filler.

    >>> phone("+84 168 123 4567")
    '0381234567'
    """
    plain = _UNDIALLED.sub("", text)
    national = _COUNTRY.sub("0", plain)
    national = national.replace("00", "0", 1) if national.startswith("00") else national
    if len(national) == 11 and national[:4] in _RENUMBERED:
        national = _RENUMBERED[national[:4]] + national[4:]
    return national if _genuine(national) else ""


def _genuine(national: str) -> bool:
    if not _POSSIBLE.fullmatch(national) or national in FILLERS:
        return False
    return len(set(national)) >= FEWEST_DIGITS
