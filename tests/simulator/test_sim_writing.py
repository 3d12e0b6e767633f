"""Small things that clerks and old software do, each by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import clerk, encodings, insurance, mistakes, money
from simulator.chance import derive
from simulator.habits import Slips
from simulator.people import Person
from tests.simulator.test_sim_habits import profile

SEEDS = st.integers(0, 10**6)
DAY = dt.date(2025, 10, 1)


def person(born: str = "1990-05-04", **changes: object) -> Person:
    """Give a woman of 35 who works in an enterprise; name what differs."""
    one = Person(
        id="p1", household="h1", sex="F", surname="Nguyễn", middle="Thị", given="Hòa",
        born=dt.datetime.fromisoformat(born), personal_number="001190000001", old_number="",
        insurance_number="0112345678", insured=True, phone="0912345678", job="81530",
        standing="", ethnicity="01",
    )  # fmt: skip
    return replace(one, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tcvn3", "vni"),
    [
        ("Nguyễn Văn Đức", "NguyÔn V¨n §øc", "Nguyeãn Vaên Ñöùc"),
        ("Phạm Thị Thu Hường", "Ph¹m ThÞ Thu H­êng", "Phaïm Thò Thu Höôøng"),
        ("Khuất Đình Ấn", "KhuÊt §×nh Ên", "Khuaát Ñình AÁn"),
    ],
)
def test_old_encodings(text: str, tcvn3: str, vni: str) -> None:
    """As exports of the nineties look when nobody converts them."""
    assert encodings.tcvn3(text) == tcvn3
    assert encodings.vni(text) == vni


@pytest.mark.parametrize(
    ("old", "new"),
    [("Hòa", "Hoà"), ("Thúy", "Thuý"), ("HÒA", "HOÀ"), ("Hoàng", "Hoàng"), ("Quý", "Quý")],
)
def test_tone_on_the_second_vowel(old: str, new: str) -> None:
    """Only open syllables with oa, oe, uy differ."""
    assert encodings.new_tone(old) == new


@given(SEEDS, st.sampled_from(["Nguyễn Thị Hà", "Lê An", "Tran Thi Mai"]))
def test_a_mistake_in_a_name_stays_near_it(seed: int, text: str) -> None:
    """One letter more or less at most, and the same seed makes the same one."""
    wrong = mistakes.name(derive(seed), text)
    assert abs(len(wrong) - len(text)) <= 1
    assert wrong == mistakes.name(derive(seed), text)


@given(SEEDS, st.text("0123456789", min_size=9, max_size=12))
def test_a_mistake_in_a_number_is_one_mistake(seed: int, number: str) -> None:
    """Never the same number, digits only, at most one lost."""
    wrong = mistakes.number(derive(seed), number)
    assert wrong.isdigit()
    assert len(number) - 1 <= len(wrong) <= len(number)
    assert wrong != number or len(set(number)) == 1


@pytest.mark.parametrize(
    ("born", "changes", "head"),
    [
        ("1990-05-04", {}, "DN401"),
        ("2021-05-04", {"job": ""}, "TE101"),
        ("2012-05-04", {"job": ""}, "HS401"),
        ("2005-05-04", {"job": ""}, "SV401"),
        ("1955-05-04", {"job": "", "standing": "pension"}, "HT301"),
        ("1948-05-04", {"job": ""}, "LH401"),
        ("1990-05-04", {"standing": "near-poor"}, "CN301"),
    ],
)
def test_the_card_says_who_somebody_is(born: str, changes: dict[str, str], head: str) -> None:
    """Object by age, standing, job; the digit is that of 2025."""
    card = insurance.card(person(born, **changes), DAY)
    assert card is not None
    assert card.number == head + "0112345678"


def test_the_digit_changes_in_2026_and_the_ten_digits_never() -> None:
    """CN and LH pay less since 1 January 2026 (CV 38/BYT-BH)."""
    old, new = (
        insurance.card(person(standing="near-poor"), day) for day in (DAY, dt.date(2026, 1, 1))
    )
    assert old is not None
    assert new is not None
    assert (old.number[:3], new.number[:3]) == ("CN3", "CN2")
    assert old.number[5:] == new.number[5:]


@pytest.mark.parametrize(
    ("born", "until"),
    [("2020-03-10", "2026-09-30"), ("2020-11-10", "2026-11-30"), ("2020-12-31", "2026-12-31")],
)
def test_a_childs_card_ends_with_school_or_with_72_months(born: str, until: str) -> None:
    """Law on health insurance, Art. 16."""
    card = insurance.card(person(born, job=""), DAY)
    assert card is not None
    assert f"{card.until}" == until


def test_without_insurance_there_is_no_card() -> None:
    """And the patient pays alone."""
    assert insurance.card(person(insured=False), DAY) is None
    assert money.divide(1000, 0) == money.Share(1000, 0, 0, 0, 1000)


@pytest.mark.parametrize(
    ("slips", "written"),
    [
        (Slips(), "Nguyễn Thị Hòa"),
        (Slips(capitals=True), "NGUYỄN THỊ HÒA"),
        (Slips(no_marks=True), "Nguyen Thi Hoa"),
        (Slips(given_first=True), "Hòa Nguyễn Thị"),
        (Slips(drop_middle=True), "Nguyễn Hòa"),
        (Slips(no_marks=True, capitals=True, drop_middle=True), "NGUYEN HOA"),
    ],
)
def test_names_as_written(slips: Slips, written: str) -> None:
    """Each habit of writing names, alone and together."""
    assert clerk.name(person(), None, profile("old-careful"), slips, DAY) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("old-careful", "Con bà Nguyễn Thị Hòa"),
        ("sloppy", "CB Nguyễn Thị Hoà"),
        ("batch", "Nguyễn Thị Hòa"),
    ],
)
def test_newborns_are_named_after_the_mother(name: str, written: str) -> None:
    """Three ways of doing it (TT 30/2020, Art. 10), until the day of the name."""
    child = person("2025-09-20", given="An", named_on=dt.date(2025, 10, 20), mother="m")
    mother = person()
    assert clerk.name(child, mother, profile(name), Slips(), DAY) == written
    named = clerk.name(child, mother, profile(name), Slips(), dt.date(2025, 10, 20))
    assert named == "Nguyễn Thị An"
