"""VIQR (RFC 1456): Vietnamese in plain ASCII, each mark typed behind its letter.

Words are turned, not letters: `Thi.` at the end of a name is Thị, while `E.coli` and `12.5` are
not Vietnamese and stay.
"""

from __future__ import annotations

import re

from ingest.letters import nfc
from ingest.syllables import is_syllable

#: A mark as typed, and as the combining character that it is.
_MARKS = {
    "^": "\u0302", "(": "\u0306", "+": "\u031b", "'": "\u0301", "`": "\u0300", "?": "\u0309",
    "~": "\u0303", ".": "\u0323",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z][A-Za-z^(+'`?~.]*")
#: A letter alone with a sign that is also written behind letters: O+ is a blood group.
_SIGNED = re.compile(r"[A-Za-z][+.?]")
_STROKED = re.compile(r"[dD][dD]")
_LETTER = re.compile(r"([AEIOUYaeiouy])([\^(+]?['`?~.]?)")


def from_viqr(text: str) -> str:
    """Give the text with the words that VIQR spells; other words stay as they are.

    >>> from_viqr("Nguye^~n Thi. Hu+o+`ng, ddu+o+`ng La'ng; E.coli 12.5")
    'Nguyễn Thị Hường, đường Láng; E.coli 12.5'
    """
    return _WORD.sub(lambda found: _word(found[0]), text)


def _word(typed: str) -> str:
    """Turn a word; a stop behind one that is already whole is a stop."""
    if _SIGNED.fullmatch(typed):
        return typed
    for end in (len(typed), len(typed) - 1):
        read = nfc(_LETTER.sub(_letter, _STROKED.sub(_stroked, typed[:end])))
        if not read.isascii() and is_syllable(read):
            return read + typed[end:]
    return typed


def _letter(found: re.Match[str]) -> str:
    return found[1] + "".join(_MARKS[mark] for mark in found[2])


def _stroked(found: re.Match[str]) -> str:
    return "Đ" if found[0][0] == "D" else "đ"
