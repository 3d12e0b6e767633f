"""Names: what spelling habits do not change, and what a pair of names says."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.compare.names import NameLevel, compare_names, name_level
from mpi.names import fold, name_form, repair, syllable
from mpi.profile import Profile
from tests.mpi.citizens import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("Thuý", "Thúy"),
        ("Khoẻ", "Khỏe"),
        ("Mỹ", "Mĩ"),
        ("Lý", "Lí"),
        ("Quý", "Quí"),
        ("Ðặng", "Đặng"),
        ("Ɖặng", "đặng"),
        ("HƯƠNG", "hương"),
        (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"),
    ],
)
def test_spellings_that_mean_the_same(one: str, other: str) -> None:
    """Tone placement, i/y, look-alikes of Đ, case and Unicode form are no difference."""
    assert syllable(one) == syllable(other)


@pytest.mark.parametrize(("one", "other"), [("Thúy", "Thúi"), ("Hà", "Hạ"), ("Huy", "Hui")])
def test_spellings_that_differ(one: str, other: str) -> None:
    """A mark is kept, and i/y is one sound only where y stands alone after its consonant."""
    assert syllable(one) != syllable(other)


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """Repair and fold are idempotent on any text at all."""
    assert repair(repair(text)) == repair(text)
    assert fold(fold(text)) == fold(text)


@given(names)
def test_composed_and_decomposed_are_one_name(name: str) -> None:
    """NFC and NFD give the same form and the same folded text, and a form reads back to itself."""
    form = name_form(unicodedata.normalize("NFD", name))
    assert form == name_form(name) == name_form(" ".join(form.exact if form else ()))
    assert fold(unicodedata.normalize("NFD", name)) == fold(name)


def test_parts_of_a_name() -> None:
    """Surname first, given name last, whatever is between is middle."""
    form = name_form("Nguyễn Thị Thu Hà")
    assert form is not None
    assert (form.surname, form.middle, form.given) == ("nguyen", ("thi", "thu"), "ha")
    assert (form.marked, form.key) == (True, "ha nguyen thi thu")


def test_a_lone_syllable_is_a_given_name() -> None:
    """One word has no surname; digits alone are no name."""
    form = name_form("Hoa")
    assert form is not None
    assert (form.surname, form.given) == ("", "hoa")
    assert name_form("123") is None


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Nguyễn Văn An", "NGUYỄN VĂN AN", NameLevel.SAME),
        ("Trần Hoà Mỹ", "Trần Hòa Mĩ", NameLevel.SAME),
        ("Nguyễn Văn Hà", "NGUYEN VAN HA", NameLevel.MARKS_LOST),
        ("Nguyễn Văn Hạnh", "Nguy?n Van H?nh", NameLevel.MARKS_LOST),
        ("Nguyễn Văn Hạnh", "Nguy\ufffdn V\ufffdn H\ufffdnh", NameLevel.MARKS_LOST),
        ("Nguy?n Van H?nh", "Nguyễn V?n Hạnh", NameLevel.MARKS_LOST),
        ("Nguyễn Văn Hạ", "NGUYEN VAN H?", NameLevel.MARKS_LOST),
        ("Nguyễn Văn An", "Nguyễn Văn An?", NameLevel.MARKS_LOST),
        ("Nguyễn Văn Hạnh", "Nguy?n Van B?nh", NameLevel.DIFFERENT),
        ("Nguyễn Văn Hạnh", "Nguy?n H?nh", NameLevel.DIFFERENT),
        ("Nguyễn Văn Hà", "Nguyễn Văn Hạ", NameLevel.MARKS_DIFFER),
        ("Nguyễn Văn Hà", "Nguyen Van Ha", NameLevel.MARKS_LOST),
        ("Nguyễn Văn Hà", "Nguyen Van Hoa", NameLevel.SLIP),
        ("Nguyễn Văn An", "An Nguyen Van", NameLevel.ORDER),
        ("Nguyễn Thị Thu Hà", "Nguyễn Thu Hà", NameLevel.MIDDLE_DROPPED),
        ("Nguyễn Thị Thu Hà", "NGUYEN HA", NameLevel.MIDDLE_DROPPED),
        ("Anh Hoàng Lê Minh", "HOÀNG ANH", NameLevel.MIDDLE_DROPPED),
        ("Nguyễn Văn An", "N. V. An", NameLevel.INITIALS),
        ("Nguyễn Văn An", "Nguyễn Văn Anh", NameLevel.SLIP),
        ("Nguyễn Văn An", "Nguyn Văn An", NameLevel.SLIP),
        ("Nguyễn Văn An", "Nguyễn VănAn", NameLevel.SLIP),
        ("Tuấn Phạm Văn", "PHẠM VĂN TIẤN", NameLevel.SLIP),
        ("Nguyễn Văn An", "Nguyễn Đức An", NameLevel.MIDDLE_DIFFERS),
        ("Nguyễn Minh An", "Trần Minh An", NameLevel.SURNAME_DIFFERS),
        ("Nguyễn Văn An", "Nguyễn Văn Dũng", NameLevel.GIVEN_DIFFERS),
        ("Nguyễn Văn An", "Trần Thị Hoa", NameLevel.DIFFERENT),
        ("An", "Hoa", NameLevel.DIFFERENT),
        ("An", "Bích", NameLevel.DIFFERENT),
    ],
)
def test_level_of_two_names(one: str, other: str, level: NameLevel) -> None:
    """Each habit of writing has its level, and the order of the two does not matter."""
    left, right = name_form(one), name_form(other)
    assert left is not None
    assert right is not None
    assert name_level(left, right) is name_level(right, left) is level


def test_a_newborns_name_may_change() -> None:
    """A name said in the first 28 days may be a parent's: another one later says little."""
    early = Profile(name=name_form("Lê Thị Hoa"), tentative=True)
    assert compare_names(early, Profile(name=name_form("Trần Minh An"))) is NameLevel.NAMED_LATER
    assert compare_names(early, Profile(name=name_form("Lê Thị Hoa"))) is NameLevel.SAME


def test_no_name_says_nothing() -> None:
    """A missing name is no evidence, neither for nor against."""
    assert compare_names(Profile(), Profile(name=name_form("Lê Thị Hoa"))) is None
