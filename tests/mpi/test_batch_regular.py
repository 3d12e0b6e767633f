"""Texts read as whole columns are read as each by itself, whatever is written in them."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mpi.addresses import address_form
from mpi.batch.citizens.homes import homes
from mpi.batch.citizens.numbers import numbers
from mpi.batch.citizens.regular import folded, lifelong, phones, temporary
from mpi.batch.coded import Columns
from mpi.identity import Address
from mpi.names import fold
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
    ],
)
@given(texts=_TEXTS)
@example(texts=["0912345678", "0911111111", "0912222222", "GD4010000000000", "CÔ ́NG  Đ"])
def test_a_column_is_read_as_each_text(
    column: Callable[[pl.Series], pl.Series], one: Callable[[str], str], texts: list[str]
) -> None:
    """Whether an expression was sure of it or not."""
    assert column(pl.Series(texts)).to_list() == [one(text) for text in texts]


@given(texts=_TEXTS)
def test_personal_numbers_are_read_as_each(texts: list[str]) -> None:
    """The number, its kind and whether it is possible."""
    wanted = [personal_number(text.strip()) for text in texts]
    found = numbers(Columns(pl.DataFrame({"personal_number": [text.strip() for text in texts]})))
    said = [found.spelt.texts[n] if n >= 0 else None for n in found.number]
    assert said == [each.text if each else None for each in wanted]
    assert found.valid.tolist() == [bool(each and each.valid) for each in wanted]


_PARTS = st.sampled_from(
    ("Số 12", "ngõ 5a", "phố Huế", "P. Bạch Mai", "Xã Di Trạch", "Hà Nội", "TDP 3", "Thôn Trung",
     "Tổ dân phố số 7", "q.1", "CHCC 12B", " - ", "1 - Lê Lợi", "ßọ", "số nhà 3/4", "")
)  # fmt: skip


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
