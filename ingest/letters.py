"""Vietnamese letters: composed, and folded to the plain letters beneath their marks."""

from __future__ import annotations

import unicodedata

_STROKE = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})


def nfc(text: str) -> str:
    """Compose the text; plain ASCII is returned as it is."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Give the text in lower case, without marks, đ as d, single spaces.

    >>> fold("Phường  ĐỒNG XUÂN")
    'phuong dong xuan'
    """
    plain = unicodedata.normalize("NFD", text.translate(_STROKE))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())


def letter_number(text: str) -> str:
    """Write the number of a referral or appointment letter so that both its ends agree.

    >>> letter_number(" 0123／gct  2026 ")
    '0123/GCT 2026'
    """
    return " ".join(unicodedata.normalize("NFKC", text).upper().split())
