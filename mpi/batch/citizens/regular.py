"""Texts of the usual shape read as whole columns; whatever is written otherwise is read by itself.

An expression gives nothing where it is not sure; there the reader of one text is asked. A property
test holds each of them to its reader.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from mpi.names import LOST, fold, name_form, syllable_of
from mpi.newborns import FIRST_WORDS
from mpi.numbers import insurance_number, temporary_card
from mpi.phones import FEWEST_DIGITS, FILLERS, phone

#: What is held to be as in Python's regular expressions: no letters but these, no blanks but one.
_ASCII = r"^[ -~]*$"
_VIETNAMESE = r"^[ -~À-Þà-ÿĂăĐđĨĩŨũƠơƯưƉɖẠ-ỹ\x{300}-\x{333}]*$"
_LOOKALIKES = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
_DIGITS = "0123456789"

TEXT = pl.col("text")


def read(texts: pl.Series, usual: pl.Expr, one: Callable[[str], str]) -> pl.Series:
    """Read texts by an expression on `TEXT`, those for which it gives null by `one`."""
    found = pl.DataFrame({"text": texts}).select(usual.alias("text"))["text"]
    return _or_each(found, texts, one)


def _or_each(found: pl.Series, texts: pl.Series, one: Callable[[str], str]) -> pl.Series:
    places = found.is_null().arg_true()
    if len(places):
        found = found.scatter(places, [one(text) for text in texts.gather(places)])
    return found


def ascii_alone() -> pl.Expr:
    """Say which texts have no letters or blanks that classes of letters are at odds about."""
    return TEXT.str.contains(_ASCII)


def without_separators() -> pl.Expr:
    """Take out what numbers are grouped by, in capitals."""
    return TEXT.str.replace_all(r"[ .\-_/]+", "").str.to_uppercase()


def filled(length: int) -> list[str]:
    """Give the numbers that are one digit throughout."""
    return [digit * length for digit in _DIGITS]


def lifelong(texts: pl.Series) -> pl.Series:
    """Read cards as `insurance_number` does."""
    number = pl.when(_lifelong().is_in(filled(10))).then(pl.lit("")).otherwise(_lifelong())
    return read(texts, _if_card(number, pl.lit("")), insurance_number)


def temporary(texts: pl.Series) -> pl.Series:
    """Read cards as `temporary_card` does."""
    return read(texts, _if_card(pl.lit(""), _temporary()), temporary_card)


def _if_card(lasting: pl.Expr, passing: pl.Expr) -> pl.Expr:
    sure = ascii_alone()
    known = pl.when(sure & _lifelong().is_not_null()).then(lasting)
    return known.when(sure & _temporary().is_not_null()).then(passing)


def _lifelong() -> pl.Expr:
    return without_separators().str.extract(r"^(?:[A-Z]{2}[1-5][0-9]{2})?([0-9]{10})$")


def _temporary() -> pl.Expr:
    return without_separators().str.extract(r"^[A-Z]{2}[1-5]([0-9]{2}KT[0-9]{8})$")


def phones(texts: pl.Series) -> pl.Series:
    """Read phones as `phone` does."""
    plain = TEXT.str.replace_all(r"[^0-9+]", "")
    different = pl.sum_horizontal(plain.str.contains(digit, literal=True) for digit in _DIGITS)
    genuine = ~plain.is_in(sorted(FILLERS)) & (different >= FEWEST_DIGITS)
    mobile = ascii_alone() & plain.str.contains(r"^0[35789][0-9]{8}$")
    usual = pl.when(mobile).then(pl.when(genuine).then(plain).otherwise(pl.lit("")))
    return read(texts, usual, phone)


def folded(texts: pl.Series) -> pl.Series:
    """Write texts as `fold` does."""
    squeezed = _repaired().str.replace_all(r" +", " ").str.strip_chars(" ")
    lower = squeezed.str.normalize("NFD").str.to_lowercase().str.normalize("NFD")
    bare = lower.str.replace_all(r"\p{Mn}", "").str.replace_all("đ", "d", literal=True)
    return read(texts, pl.when(TEXT.str.contains(_VIETNAMESE)).then(bare), fold)


def _repaired() -> pl.Expr:
    return TEXT.str.normalize("NFC").str.replace_many(_LOOKALIKES)


def _composed() -> pl.Expr:
    """Say which texts are of usual letters, each with its marks in one."""
    loose = _repaired().str.contains(r"[\x{300}-\x{36f}]")
    return TEXT.str.contains(_VIETNAMESE) & ~loose


def perhaps_placeholders(texts: pl.Series) -> pl.Series:
    """Say which names begin as a newborn's placeholder may, or are not of usual letters."""
    bare = folded(texts)
    sure = pl.DataFrame({"text": texts}).select(_composed()).to_series()
    first = bare.str.extract(r"^[^a-z0-9]*([a-z]+|[0-9]+)").is_in(sorted(FIRST_WORDS))
    return ~(sure & bare.str.contains(_ASCII)) | first.fill_null(value=False)


def syllables(texts: pl.Series) -> pl.Series:
    """Give the syllables of names as `name_form` does, a blank between; empty for no name."""
    whole = _composed() & ~TEXT.str.contains(LOST, literal=True)
    words = pl.when(whole).then(_repaired().str.extract_all(r"\p{L}+"))
    told = (
        pl.DataFrame({"text": texts}).with_row_index("n").select("n", "text", words.alias("word"))
    )
    each = told.select("n", "word").explode("word").drop_nulls()
    distinct = each["word"].unique()
    heard = pl.Series([syllable_of(word) for word in distinct], dtype=pl.String)
    each = each.with_columns(pl.col("word").replace_strict(distinct, heard))
    joined = each.group_by("n").agg(pl.col("word").str.join(" ").alias("said"))
    found = told.join(joined, on="n", how="left", maintain_order="left")
    usual = pl.when(pl.col("word").is_not_null()).then(pl.col("said").fill_null(""))
    return _or_each(found.select(usual)["said"], texts, _syllables)


def _syllables(text: str) -> str:
    form = name_form(text)
    return " ".join(form.exact) if form else ""
