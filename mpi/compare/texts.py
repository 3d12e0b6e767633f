"""Places, codes, numbers, addresses and free text of any data set."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from mpi.compare.levels import Alike, Holds, Row, ValueKind, equal, otherwise
from mpi.compare.plain import compact, plain, skeleton
from mpi.compare.sieves import alike, meeting, within

_DIGITS = re.compile(r"\d+[a-z]?\b")
_FIGURES = re.compile(r"\d")
#: Stands between several numbers of one record.
_BETWEEN = ";"


def read_text(values: tuple[str, ...]) -> str | None:
    """Read words; None when there are none."""
    return plain(values[0]) or None


def read_code(values: tuple[str, ...]) -> str | None:
    """Read letters and digits without blanks; None when empty."""
    return compact(values[0]) or None


def read_number(values: tuple[str, ...]) -> str | None:
    """Read numbers that name something, several joined by semicolons; None when there are none.

    One that is filled with one character is none.
    """
    each = map(compact, values[0].split(_BETWEEN))
    told = dict.fromkeys(text for text in each if len(set(text)) > 1 or len(text) in {1, 2})
    return _BETWEEN.join(told) or None


def numbers(form: str) -> tuple[str, ...]:
    """Take several numbers apart."""
    return tuple(form.split(_BETWEEN))


def _words_shared(a: str, b: str) -> bool:
    return not set(a.split()).isdisjoint(b.split())


def _same_begin(a: str, b: str) -> bool:
    half = min(len(a), len(b)) // 2
    return half >= 2 and a[:half] == b[:half]


def _same_end(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= 6 and a[-6:] == b[-6:]


def _half(text: str) -> str:
    return text[: max(2, len(text) // 2)]


CODE = ValueKind(read_code, (equal(start=0.9), otherwise(start=0.1)), {"value": str})

POSTCODE = ValueKind(
    read_code,
    (
        equal(start=0.7),
        Row("one character", Alike(OSA.distance, most=1), 0.08, rare=True),
        Row("same beginning", Holds(_same_begin, alike(lambda text: text[:2])), 0.08),
        otherwise(start=0.14),
    ),
    {"value": str, "beginning": _half},
)

NUMBER = ValueKind(
    read_number,
    (
        equal(start=0.85),
        Row("one character", Alike(OSA.distance, most=1), 0.05),
        Row("same last digits", Holds(_same_end, alike(lambda text: text[-6:])), 0.01),
        Row("two characters", Alike(OSA.distance, most=2), 0.01),
        otherwise(start=0.08),
    ),
    {"value": str, "end": lambda text: text[-4:] if len(text) > 5 else ""},
    several=numbers,
)

PLACE = ValueKind(
    read_text,
    (
        equal(start=0.75),
        Row("one letter", Alike(OSA.distance, most=1), 0.06, rare=True),
        Row("close", Alike(JaroWinkler.similarity, least=0.9), 0.05),
        Row("shares a word", Holds(_words_shared, meeting(str.split)), 0.04),
        otherwise(start=0.1),
    ),
    {"value": str, "sound": lambda text: skeleton(text.replace(" ", ""))},
)

TEXT = ValueKind(
    read_text,
    (
        equal(start=0.5),
        Row("very close", Alike(token_sort_ratio, least=90), 0.15, rare=True),
        Row("one within the other", Alike(token_set_ratio, least=95), 0.1),
        Row("close", Alike(token_sort_ratio, least=70), 0.1),
        otherwise(start=0.15),
    ),
    {"value": str, "sound": lambda text: skeleton(text.replace(" ", ""))},
)


class AddressText(NamedTuple):
    """An address as its numbers, in the order sent, and its words."""

    numbers: str
    words: str


def read_address(values: tuple[str, ...]) -> AddressText | None:
    """Read an address; None when it has neither word nor number."""
    text = plain(values[0])
    words = " ".join(w for w in text.split() if not _FIGURES.search(w))
    return AddressText(" ".join(_DIGITS.findall(text)), words) if text else None


def words(address: AddressText) -> str:
    """Give the words alone."""
    return address.words


def _sorted_numbers(address: AddressText) -> str:
    return " ".join(sorted(address.numbers.split()))


def _numbers_agree(a: AddressText, b: AddressText) -> bool:
    return bool(a.numbers) and _sorted_numbers(a) == _sorted_numbers(b)


def _words_alike(a: AddressText, b: AddressText) -> bool:
    return bool(a.words and b.words) and token_sort_ratio(a.words, b.words) >= 85


def _same_but_slip(a: AddressText, b: AddressText) -> bool:
    return _numbers_agree(a, b) and _words_alike(a, b)


def _same_words(a: AddressText, b: AddressText) -> bool:
    return a.words == b.words != ""


def _within(a: AddressText, b: AddressText) -> bool:
    first, second = set(a.words.split()), set(b.words.split())
    short = min(first, second, key=len)
    return len(short) > 0 and short <= (first & second)


def _house_within(a: AddressText, b: AddressText) -> bool:
    return _numbers_agree(a, b) and _within(a, b)


ADDRESS = ValueKind(
    read_address,
    (
        equal(start=0.5),
        Row("same but a slip", Holds(_same_but_slip, alike(_sorted_numbers)), 0.1, rare=True),
        Row("same house, words missing", Holds(_house_within, alike(_sorted_numbers)), 0.08),
        Row("same words", Holds(_same_words, alike(words)), 0.05, rare=True),
        Row("close words", Alike(token_sort_ratio, least=85, text=words), 0.05, rare=True),
        Row("words missing", Holds(_within, within(lambda a: a.words.split())), 0.04),
        Row("some words", Alike(token_set_ratio, least=70, text=words), 0.04),
        otherwise(start=0.14),
    ),
    {
        "value": lambda a: f"{a.numbers} {a.words}".strip(),
        "words": words,
        "house": lambda a: f"{a.numbers}-{a.words[:4]}" if a.numbers and a.words else "",
    },
    lambda a: f"{a.numbers} {a.words}".strip(),
)
