"""The table of beds, owners and inhabitants: read whole, or refused by line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from ai.given_table import given_of, read_given, strangers
from ai.places import NOTHING_KNOWN, Known, places_in
from graph.store import Store
from mpi.errors import BadInput
from tests.ai.questions import places

HEAD = "kind,code,value\n"


def test_a_table_is_read() -> None:
    """Each kind finds its place; spaces around values do not matter."""
    text = HEAD + "beds,01004,500\nowner, 01004 ,public\npopulation,00070,45210\n"
    assert given_of(text, "g.csv") == Known({"01004": 500}, {"01004": "public"}, {"00070": 45210})


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("bed,01004,5", "g.csv:2.kind"),
        ("beds,1,5", "g.csv:2.code"),
        ("population,01C01,5", "g.csv:2.code"),
        ("beds,01004,0", "g.csv:2.value"),
        ("beds,01004,5.5", "g.csv:2.value"),
        ("beds,01004,-5", "g.csv:2.value"),
        ("beds,01004,", "g.csv:2.value"),
        ("beds,01004", "g.csv:2.value"),
        ("owner,01004,state", "g.csv:2.value"),
        ("beds,01004,5\nbeds,01004,6", "g.csv:3.code"),
        ('beds,"01004,5', "g.csv:2"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, where: str) -> None:
    """The error names the line and the field."""
    with pytest.raises(BadInput) as error:
        given_of(HEAD + line + "\n", "g.csv")
    assert error.value.field == where


@pytest.mark.parametrize("text", ["", "code,value\n", "kind;code;value\nbeds;01004;5\n"])
def test_another_heading_is_refused(text: str) -> None:
    """The first line must name the three columns."""
    with pytest.raises(BadInput) as error:
        given_of(text, "g.csv")
    assert error.value.field == "g.csv:1"


def test_a_file_that_is_missing_or_not_utf8_is_refused(tmp_path: Path) -> None:
    """The file is named; without a setting nothing is given."""
    latin = tmp_path / "latin.csv"
    latin.write_bytes("kind,code,value\nbeds,01004,5 giường\n".encode("utf-16"))
    for path in (latin, tmp_path / "none.csv"):
        with pytest.raises(BadInput, match=path.name):
            read_given(path)
    assert read_given(None) == NOTHING_KNOWN


def test_places_that_the_graph_has_not_are_named(store: Store) -> None:
    """A slip in a code is found before it silently counts nothing."""
    places(store)
    known = Known({"01004": 5, "99999": 5}, {"88888": "public"}, {"00070": 9, "12345": 9})
    found = strangers(known, store.read(places_in))
    assert found == ("beds,99999", "owner,88888", "population,12345")
