"""VIQR, Vietnamese by the keys of RFC 1456: what was typed comes back, other words stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.viqr import from_viqr

_KEYS = {
    "\u0302": "^", "\u0306": "(", "\u031b": "+", "\u0301": "'", "\u0300": "`", "\u0309": "?",
    "\u0303": "~", "\u0323": ".", "đ": "dd", "Đ": "DD",
}  # fmt: skip
_WORDS = (
    "Nguyễn",
    "Thị",
    "Hường",
    "Đặng",
    "đường",
    "Láng",
    "ĐỨC",
    "Uyển",
    "Hằng",
    "Trọng",
    "An",
    "ở",
)


def typed(text: str) -> str:
    """Type text: of each letter first the mark of its shape, then that of its tone."""
    keys = []
    for letter in text:
        whole = unicodedata.normalize("NFD", letter)
        base, marks = whole[0], whole[1:]
        shapes = sorted(marks, key=lambda mark: mark not in "\u0302\u0306\u031b")
        keys += [_KEYS.get(base, base), *(_KEYS[mark] for mark in shapes)]
    return "".join(keys)


@given(st.lists(st.sampled_from(_WORDS)))
def test_what_is_typed_comes_back(words: list[str]) -> None:
    """Names of any words read as they were meant."""
    assert from_viqr(typed(" ".join(words))) == " ".join(words)


@pytest.mark.parametrize(
    ("sent", "read"),
    [("E.coli", "E.coli"), ("12.5 U.", "12.5 U."), ("Ha`.", "Hà."), ("O+", "O+"), ("An.", "An.")],
)
def test_what_is_no_vietnamese_stays(sent: str, read: str) -> None:
    """Germs, numbers and blood groups stay; a stop behind a whole word is a stop."""
    assert from_viqr(sent) == read
