"""What a pair of names of people anywhere says, part by part and whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mpi.compare.people_names import NAME_PART, WHOLE_NAME
from mpi.compare.plain import plain, skeleton


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        (("Mary", "Smith"), ("MARY", "Jones"), "same"),
        (("Łukasz",), ("lukasz",), "same"),
        (("Иванов",), ("Ivanov",), "same"),
        (("Юрьев",), ("Iurev",), "same"),
        (("Παπαδάκης",), ("Papadakis",), "same"),
        (("Sørensen",), ("Sorensen",), "same"),
        (("Müller",), ("Mueller",), "one letter"),
        (("Weiß",), ("Weiss",), "same"),
        (("Aleksandr",), ("Alexander",), "close"),
        (("Mary-Ann",), ("Mary Ann",), "same"),
        (("Anne-Marie",), ("Annemarie",), "one letter"),
        (("O'Neill",), ("ONeill",), "same"),
        (("Smith",), ("Smth",), "one letter"),
        (("William",), ("Bill",), "nickname"),
        (("Smith", "Mary"), ("Mary", "Smith"), "in another part"),
        (("Smith", "Mary"), ("Mary", ""), "in another part"),
        (("Smith", "Marry"), ("Mary", "Smith"), "in another part"),
        (("Smith", "Mary"), ("Mary", "Oliver"), "different"),
        (("Katherine",), ("Katharinee",), "very close"),
        (("Smith-Jones",), ("Jones",), "shares a word"),
        (("J.",), ("James",), "initial"),
        (("Alexandrina",), ("Alx",), "close"),
        (("Christopherson",), ("Chr",), "beginning"),
        (("Marcus",), ("Macias",), "close"),
        (("Mary",), ("Oliver",), "different"),
        (("",), ("Mary",), None),
        (("unknown",), ("Mary",), None),
    ],
)
def test_level_of_two_name_parts(a: tuple[str, ...], b: tuple[str, ...], level: str | None) -> None:
    """Each way in which clerks write one name has its level, in either order of the two."""
    assert NAME_PART.level(a, b) == NAME_PART.level(b, a) == level


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("Mary Ann Smith", "MARY  ANN SMITH", "same"),
        ("Mary Smith", "Smith, Mary", "other order"),
        ("Mary Smith", "Mary Smit", "one letter"),
        ("Mary Ann Smith", "Mary Smith", "words missing"),
        ("M A Smith", "Mary Ann Smith", "initials"),
        ("J.A. Smith", "John Albert Smith", "initials"),
        ("Mary-Ann Smith", "Mary Ann Smith", "same"),
        ("Mary Smith-Jones", "Mary Jones", "words missing"),
        ("Пётр Иванов", "Ivanov Petr", "other order"),
        ("Mary Anne Smithson", "Smithsen Mary Ann", "very close"),
        ("Marianne Smit", "Mariane Smythe", "close"),
        ("Mary Smith", "Geraldine Smith", "an end agrees"),
        ("Mary", "Oliver Twist", "different"),
        ("Zoe", "Oliver", "different"),
        ("", "Mary", None),
    ],
)
def test_level_of_two_whole_names(a: str, b: str, level: str | None) -> None:
    """A name in one column loses words, turns round and is shortened."""
    assert WHOLE_NAME.level((a,), (b,)) == WHOLE_NAME.level((b,), (a,)) == level


@given(st.text(), st.text())
def test_any_two_texts_compare_alike_from_both_sides(a: str, b: str) -> None:
    """Whatever is in the columns, nothing breaks and the order of the two does not matter."""
    for kind in (NAME_PART, WHOLE_NAME):
        assert kind.level((a,), (b,)) == kind.level((b,), (a,))


def test_facets_of_a_part() -> None:
    """Blocking finds a part by itself, its beginning, its sound, and both parts in any order."""
    form = NAME_PART.read(("Phillips", "Ann"))
    found = {name: cut(form) for name, cut in NAME_PART.facets.items()}
    expected = {"value": "phillips", "start": "phi", "sound": "flps", "both": "ann phillips"}
    assert found == expected
    assert NAME_PART.facets["both"](NAME_PART.read(("Phillips",))) == ""
    assert NAME_PART.share_key(form) == "phillips"


def test_facets_of_a_whole_name() -> None:
    """The order of words does not matter for the whole, and does for its ends."""
    found = [cut("mary ann smith") for cut in WHOLE_NAME.facets.values()]
    assert found == ["ann mary smith", "mary", "smith", "mrsmt"]
    assert WHOLE_NAME.share_key("smith mary") == "mary smith"


def test_plain_text_and_its_sound() -> None:
    """Punctuation is nothing, an apostrophe joins, doubled and like letters sound as one."""
    assert (plain("O'Brien-Müller "), plain("N/A")) == ("obrien muller", "")
    assert skeleton("mccarthy") == skeleton("maccarthy") == "mkrt"
