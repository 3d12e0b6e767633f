"""Texts read as whole columns are read as each by itself, whatever is written in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from mpi.addresses import address_form
from mpi.batch.citizens.homes import homes
from mpi.batch.citizens.numbers import numbers
from mpi.batch.citizens.regular import (
    folded,
    lifelong,
    perhaps_placeholders,
    phones,
    syllables,
    temporary,
)
from mpi.batch.citizens.spelling import Spellings, a_slip_apart
from mpi.batch.coded import Columns
from mpi.identity import Address
from mpi.names import fold, name_form
from mpi.newborns import placeholder
from mpi.numbers import insurance_number, personal_number, temporary_card
from mpi.phones import phone

_SHAPES = st.one_of(
    st.from_regex(r"(GD4 ?01 ?)?[0-2]{10}", fullmatch=True),
    st.from_regex(r"te101kt[01]{8}", fullmatch=True),
    st.from_regex(r"(\+?84|0)?[39][0-9]{8}", fullmatch=True),
    st.from_regex(r"001[0-5][0-9]{2}[0-9.]{6,7}", fullmatch=True),
    st.from_regex(r"[0-9]{9}|0{12}|B[0-9]{7}", fullmatch=True),
)
_LETTERS = st.text("aAàÀảậĐđÐðƉ ßſŉİ\u0345\u0301.-\n\t1٣ỹẞ", max_size=12)
_TEXTS = st.lists(st.one_of(_SHAPES, _LETTERS, st.text(max_size=8)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("column", "one"),
    [
        (lifelong, insurance_number),
        (temporary, temporary_card),
        (phones, phone),
        (folded, fold),
        (syllables, lambda text: " ".join(form.exact) if (form := name_form(text)) else ""),
    ],
)
@settings(deadline=None)
@given(texts=_TEXTS)
@example(texts=["0912345678", "0911111111", "0912222222", "GD4010000000000", "CÔ ́NG  Đ"])
def test_a_column_is_read_as_each_text(
    column: Callable[[pl.Series], pl.Series], one: Callable[[str], str], texts: list[str]
) -> None:
    """Whether an expression was sure of it or not."""
    assert column(pl.Series(texts)).to_list() == [one(text) for text in texts]


@settings(deadline=None)
@given(texts=_TEXTS)
def test_personal_numbers_are_read_as_each(texts: list[str]) -> None:
    """The number, its kind and whether it is possible."""
    wanted = [personal_number(text.strip()) for text in texts]
    found = numbers(Columns(pl.DataFrame({"personal_number": [text.strip() for text in texts]})))
    said = [found.spelt.texts[n] if n >= 0 else None for n in found.number.tolist()]
    assert said == [each.text if each else None for each in wanted]
    assert found.valid.tolist() == [bool(each and each.valid) for each in wanted]


_PARTS = st.sampled_from(
    ("Số 12", "ngõ 5a", "phố Huế", "P. Bạch Mai", "Xã Di Trạch", "Hà Nội", "TDP 3", "Thôn Trung",
     "Tổ dân phố số 7", "q.1", "CHCC 12B", " - ", "1 - Lê Lợi", "ßọ", "số nhà 3/4", "")
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(_PARTS, st.sampled_from(",;\n-"), _PARTS).map("".join), max_size=5))
def test_residences_are_read_as_each(texts: list[str]) -> None:
    """Equal sets of numbers and of street words are equal numbers, and the sets are those."""
    frame = pl.DataFrame({"address": texts}, schema={"address": pl.String})
    found = homes(Columns(frame))
    forms = [address_form(Address(text)) for text in texts]
    streets = [found.streets[n] if n >= 0 else frozenset() for n in found.street]
    assert streets == [form.street for form in forms]
    for a, one in zip(found.numbers, forms, strict=True):
        for b, other in zip(found.numbers, forms, strict=True):
            assert (a == b) == (one.numbers == other.numbers)


@settings(deadline=None)
@given(_TEXTS, st.sampled_from(("", "Con bà ", "CB. ", "Bé gái", "vô danh", "con", "Bế ", "Trẻ_")))
def test_no_placeholder_is_taken_for_a_name(texts: list[str], head: str) -> None:
    """Whatever is one is looked at as one."""
    said = [head + text for text in texts]
    perhaps = perhaps_placeholders(pl.Series(said)).to_list()
    for text, may_be in zip(said, perhaps, strict=True):
        assert may_be or placeholder(text) is None


def _spelt(texts: list[str]) -> Spellings:
    return Spellings.of(pl.Series(texts, dtype=pl.String))


@settings(deadline=None)
@given(_TEXTS, _TEXTS)
def test_slips_are_told_from_numbers(one: list[str], other: list[str]) -> None:
    """Whether from figures, from letters, or by comparing."""
    a, b = (side.ravel() for side in np.indices((len(one), len(other))))
    found = a_slip_apart(_spelt(one), a, _spelt(other), b)
    assert found.tolist() == [OSA.distance(x, y) <= 1 for x in one for y in other]


@settings(deadline=None)
@given(st.from_regex(r"[0-3]{5}", fullmatch=True), st.from_regex(r"[0-3]{5}", fullmatch=True))
def test_figures_exchanged_are_one_slip(one: str, other: str) -> None:
    """Two figures in each other's place, or one wrong."""
    found = a_slip_apart(_spelt([one]), np.zeros(1, int), _spelt([other]), np.zeros(1, int))
    assert found.tolist() == [OSA.distance(one, other) <= 1]
