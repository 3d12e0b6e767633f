"""Bytes into text and wrong text into right text, changing nothing that is already Vietnamese.

A file says which encoding it has and is often wrong; a field may come from an older system than
the rest of its file. What is tried is a table; who judges is `ingest.syllables`: a reading is
taken only when words that were no syllables become syllables by it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.fonts import from_tcvn3, from_vni
from ingest.letters import nfc
from ingest.memory import remembered
from ingest.syllables import is_syllable

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BARE_UTF16: tuple[tuple[bytes, str], ...] = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_SAMPLE = 20_000  # characters that are enough to tell one encoding from another


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a document, and what had to be overlooked: rules of `rules.tsv`."""

    text: str
    rules: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Read the bytes of a document as what they are, whatever it declares. Never fails."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    for start, encoding in _BARE_UTF16:
        if data.startswith(start):
            return _strictly(data, encoding)
    return _unmarked(data)


def _strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), ("encoding-damaged",))


def _unmarked(data: bytes) -> Decoded:
    declared = _DECLARED.search(data[:400])
    said = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, said)
    wrong = not text.isascii() and said not in {"utf-8", "utf8"}
    return Decoded(text, ("encoding-declared",) if wrong else ())


def _not_utf8(data: bytes, said: str) -> Decoded:
    damaged = data.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    if lost * 3 < len(damaged) - len(damaged.encode("ascii", "ignore")):
        return Decoded(damaged, ("encoding-damaged",))
    rules = ("encoding-declared",) if said in {"utf-8", "utf8"} or "16" in said else ()
    windows = nfc(data.decode("cp1258", "replace"))
    if judge(windows[:_SAMPLE]).mostly_right:
        return Decoded(windows, rules)
    return Decoded(_western(data), rules)


def _western(data: bytes) -> str:
    """Windows-1252 with the five bytes that it leaves open: where old fonts' text shows through."""
    return data.decode("latin-1").translate(_FROM_LATIN)


_FROM_LATIN = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_TO_LATIN = {ord(letter): chr(byte) for byte, letter in _FROM_LATIN.items()}

_WORD = re.compile(r"[A-Za-z\u0080-\u1fff\u2070-\uffff]+")
_QUANTITY = re.compile(
    r"[^A-Za-z\u00c0-\uffff]*|[µμ°º]?[A-Za-z]{0,12}[®™²³°µμ×±·]?|[A-Za-z]*Đ[A-Z]*"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """How many words with letters beyond ASCII a text has, and how many are no Vietnamese."""

    words: int
    wrong: int

    @property
    def mostly_right(self) -> bool:
        """True when nine of ten words are Vietnamese."""
        return self.wrong * 10 <= self.words

    @property
    def mostly_wrong(self) -> bool:
        """True when every second word or more is none."""
        return self.wrong * 2 >= self.words


def judge(text: str) -> Judged:
    """Count the words of `text` that are not plain ASCII, and those that are no syllable."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    wrong = sum(not (is_syllable(word) or _QUANTITY.fullmatch(word)) for word in words)
    return Judged(len(words), wrong)


def _from_utf8_as(decoder: Callable[[str], bytes]) -> Callable[[str], str | None]:
    def undo(text: str) -> str | None:
        try:
            return decoder(text).decode("utf-8")
        except UnicodeError:
            return None

    return undo


def _as_1252(text: str) -> bytes:
    return text.translate(_TO_LATIN).encode("latin-1")


def _as_1258(text: str) -> bytes:
    return text.encode("cp1258")


#: What text may have gone through, likeliest first; each gives None where it cannot apply.
READINGS: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("utf-8 read as windows-1252", _from_utf8_as(_as_1252)),
    ("utf-8 read as windows-1258", _from_utf8_as(_as_1258)),
    ("tcvn3", from_tcvn3),
    ("vni", from_vni),
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """Text composed and, when `how` names a reading, turned right by it."""

    text: str
    how: str = ""


@remembered(4096, longest=200)
def repair(text: str) -> Repaired:
    """Give the text in composed Unicode, undoing a wrong encoding where the result proves it.

    >>> repair("NguyÔn V¨n"), repair("Nguyễn Văn").how
    (Repaired(text='Nguyễn Văn', how='tcvn3'), '')
    """
    as_sent = nfc(text)
    before = judge(as_sent[:_SAMPLE])
    if before.wrong == 0:
        return Repaired(as_sent)
    for how, reading in READINGS:
        better = reading(text)
        if better is not None and _proves(before, judge(nfc(better[:_SAMPLE]))):
            return Repaired(nfc(better), how)
    return Repaired(as_sent)


def repair_as(text: str, how: str) -> str:
    """Read `text` by the reading `how` where that leaves fewer wrong words, or none.

    For fields that look right either way (`Hé`) or hold a slip (`Hµµ`), once their document is
    known to be wrong as a whole.
    """
    as_sent = nfc(text)
    better = dict(READINGS)[how](text)
    if better is None:
        return as_sent
    after, before = judge(nfc(better[:_SAMPLE])).wrong, judge(as_sent[:_SAMPLE]).wrong
    return nfc(better) if after == 0 or after < before else as_sent


def _proves(before: Judged, after: Judged) -> bool:
    return after.wrong == 0 or (before.mostly_wrong and after.mostly_right)


def storable(text: str) -> str:
    r"""Give text with `?` for halves of surrogate pairs, which JSON can name and nothing can store.

    >>> storable("Sốt\ud800")
    'Sốt?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")
