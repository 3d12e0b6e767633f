"""Phones and residences: what is the same, what a household shares, what a split ward hides."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.addresses import address_form
from mpi.compare.contacts import AddressLevel, PhoneLevel, compare_addresses, compare_phones
from mpi.identity import Address, Identity
from mpi.phones import phone
from mpi.profile import profile


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0912 345 679", "0912345679"),
        ("+84912345679", "0912345679"),
        ("84912345679", "0912345679"),
        ("0084 912.345.679", "0912345679"),
        ("+84 (0)912 345 679", "0912345679"),
        ("01681234567", "0381234567"),
        ("024 3825 3531", "02438253531"),
        ("0912345678", ""),
        ("0900000000", ""),
        ("12345", ""),
        ("", ""),
    ],
)
def test_numbers_as_dialled_today(text: str, number: str) -> None:
    """Country code and the renumbering of 2018 are undone; fillers are none."""
    assert phone(text) == number


@given(st.text("0123456789+ .", max_size=16))
def test_a_read_phone_reads_as_itself(text: str) -> None:
    """Reading is idempotent."""
    assert phone(phone(text)) == phone(text)


@pytest.mark.parametrize(
    ("text", "numbers", "street"),
    [
        ("Số 12, ngõ 5, phố Huế, phường Bạch Mai, Hà Nội", {"12", "5"}, {"hue"}),
        ("12 ngo 5 Hue, P.Bach Mai, Q.HBT, TP Ha Noi", {"12", "5"}, {"hue"}),
        ("P1203 CT2 chung cư Linh Đàm", {"1203", "2"}, {"p", "ct", "linh", "dam"}),
        ("Thôn Đoài - xã Nam Hồng", set(), {"doai"}),
        ("12A Lý Thường Kiệt", {"12a"}, {"ly", "thuong"}),
        ("", set(), set()),
    ],
)
def test_parts_of_an_address(text: str, numbers: set[str], street: set[str]) -> None:
    """Numbers and street words are kept; kinds of place and administrative units are not."""
    form = address_form(Address(text))
    assert (set(form.numbers), set(form.street)) == (numbers, street)


def _at(text: str, *wards: str) -> Identity:
    return Identity(address=Address(text, wards=wards))


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (_at("12 ngõ 5 phố Huế", "1"), _at("Số 12 ngõ 5 Huế", "1"), AddressLevel.SAME_HOUSE),
        (_at("12 phố Huế", "1"), _at("12 phố Huế", "1", "2"), AddressLevel.SAME_HOUSE),
        (_at("12 phố Huế", "1"), _at("14 phố Huế", "1"), AddressLevel.SAME_STREET),
        (_at("phố Huế", "1"), _at("12 phố Huế", "1"), AddressLevel.SAME_STREET),
        (_at("12 phố Huế", "1"), _at("9 Bạch Mai", "1"), AddressLevel.SAME_WARD),
        (_at("", "1"), _at("", "1"), AddressLevel.SAME_WARD),
        (_at("số 12", "1"), _at("12", "1"), AddressLevel.SAME_HOUSE),
        (_at("", "1", "2"), _at("", "2", "3"), AddressLevel.WARD_POSSIBLE),
        (_at("12 phố Huế", "1"), _at("12 phố Huế", "2"), AddressLevel.DIFFERENT),
        (_at("12 phố Huế"), _at("12 phố Huế", "2"), AddressLevel.SAME_TEXT),
        (_at("12 phố Huế"), _at("14 phố Huế"), None),
        (_at("12 phố Huế"), _at(""), None),
    ],
)
def test_level_of_two_addresses(one: Identity, other: Identity, level: AddressLevel | None) -> None:
    """An old ward that was split is several candidates; parts that are missing are not against."""
    left, right = profile(one), profile(other)
    assert compare_addresses(left, right) is compare_addresses(right, left) is level


@pytest.mark.parametrize(
    ("phones", "level"),
    [
        (("0987123456", "+84912345679"), PhoneLevel.SAME),
        (("0987123456",), PhoneLevel.DIFFERENT),
        (("0000000000",), None),
    ],
)
def test_level_of_two_sets_of_phones(phones: tuple[str, ...], level: PhoneLevel | None) -> None:
    """One shared number is enough; a filler is no number."""
    one = Identity(phones=("0912345679",))
    assert compare_phones(profile(one), profile(replace(one, phones=phones))) is level
