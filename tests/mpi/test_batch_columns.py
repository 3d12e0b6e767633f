"""Which column of a file is which of our fields, and what a row then says."""

from __future__ import annotations

import polars as pl
import pytest

from mpi.batch.columns import ColumnMap, guessed, mapped, read_map
from mpi.batch.said import identity_of, sex_of
from mpi.errors import BadInput
from mpi.identity import Kinship, Sex


def test_a_map_names_one_column_or_several() -> None:
    """Several columns of a name are words of it; further columns bring their kind."""
    text = '{"full_name": ["ho", "ten"], "record_id": "id", "other": {"job": "text"}}'
    columns = read_map(text)
    assert columns.ours == {"full_name": ("ho", "ten"), "record_id": ("id",)}
    assert columns.other == {"job": "text"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{", "--columns: is not JSON at line 1"),
        ("[]", "--columns: must be an object"),
        ('{"colour": "c"}', "--columns.colour: must be one of record_id"),
        ('{"sex": 3}', "--columns.sex: must be a column's name"),
        ('{"sex": [3]}', "--columns.sex: must be a column's name"),
        ('{"other": []}', "--columns.other: must give each column its kind"),
        ('{"other": {"a": 1}}', "--columns.other: must give each column its kind"),
    ],
)
def test_a_map_that_cannot_be_is_refused(text: str, rule: str) -> None:
    """The error names the place in the map and the rule."""
    with pytest.raises(BadInput, match=rule.replace(".", r"\.")):
        read_map(text)


def test_columns_are_recognised_by_their_names() -> None:
    """Without a map the usual names are known, each column once; the rest is left out."""
    columns = guessed(["ID", "First Name", "surname", "DOB", "colour", "Name"])
    assert columns.ours == {
        "record_id": ("ID",), "full_name": ("Name",), "family_name": ("surname",),
        "given_name": ("First Name",), "birth_date": ("DOB",),
    }  # fmt: skip


def test_a_mapped_frame_is_text_in_our_columns() -> None:
    """Blank is nothing; phones stay apart, words do not; a name's parts make the whole."""
    file = pl.DataFrame({"a": ["An ", None], "b": ["Lê", "Vũ"], "p": [1, 2], "q": [None, 3]})
    columns = ColumnMap({"given_name": ("a",), "family_name": ("b",), "phone": ("p", "q")}, {})
    made = mapped(file, columns)
    assert made["record_id"].to_list() == ["1", "2"]
    assert made["phone"].to_list() == ["1", "2;3"]
    assert made["full_name"].to_list() == ["Lê An", "Vũ"]
    assert made["given_name"].to_list() == ["An", None]


def test_a_whole_name_is_not_made_where_there_is_one() -> None:
    """What the file says stands."""
    file = pl.DataFrame({"n": ["Lê Văn An"], "a": ["An"], "b": ["Lê"]})
    ours = {"full_name": ("n",), "given_name": ("a",), "family_name": ("b",)}
    assert mapped(file, ColumnMap(ours, {}))["full_name"].to_list() == ["Lê Văn An"]
    only = {"given_name": ("a",)}
    assert "full_name" not in mapped(file, ColumnMap(only, {}))


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        (ColumnMap({"sex": ("gender",)}, {}), "FILE has no column 'gender'; it has id, no"),
        (ColumnMap({"record_id": ("id",)}, {}), "must be there once for each record"),
        (ColumnMap({"record_id": ("no",)}, {}), "must be there once for each record"),
    ],
)
def test_a_file_that_does_not_fit_its_map_is_refused(columns: ColumnMap, rule: str) -> None:
    """A column that is not there, a record id twice or not at all."""
    with pytest.raises(BadInput, match=rule):
        mapped(pl.DataFrame({"id": ["a", "a"], "no": ["a", None]}), columns)


def test_a_row_as_an_identity() -> None:
    """Parents, several phones and cards, and every column for general kinds."""
    row = {"full_name": "Lê An", "phone": "1; 2", "father_name": "Lê Ba", "job": "miner"}
    said = identity_of(row)
    assert (said.name, said.phones, said.birth_date) == ("Lê An", ("1", "2"), None)
    assert [(r.kinship, r.name) for r in said.relatives] == [(Kinship.FATHER, "Lê Ba")]
    assert ("job", "miner") in said.other


def test_the_mothers_name_is_no_name_of_the_child() -> None:
    """QĐ 4750 table 1, HO_TEN: a newborn goes under its mother's name."""
    row = {"full_name": "LE THI HOA", "mother_name": "Lê Thị Hoa"}
    assert identity_of(row).name == "Con bà Lê Thị Hoa"


@pytest.mark.parametrize(
    ("text", "sex"),
    [("Nữ", Sex.FEMALE), ("M", Sex.MALE), ("2", Sex.FEMALE), ("m.", Sex.MALE), ("?", Sex.UNKNOWN)],
)
def test_words_for_sex(text: str, sex: Sex) -> None:
    """Words and codes in use are known, anything else is unknown."""
    assert sex_of(text) is sex


@pytest.mark.parametrize("values", [[["a", "b"]], [{"a": 1}], [b"\x00"]])
def test_a_column_of_lists_or_bytes_is_named(values: list[object]) -> None:
    """Parquet can hold what no record says in one value; the refusal names column and type."""
    frame = pl.DataFrame({"id": ["1"], "tên": values})
    with pytest.raises(BadInput, match="'tên' must hold single values, not"):
        mapped(frame, ColumnMap({"record_id": ("id",), "full_name": ("tên",)}, {}))


def test_a_map_of_no_column_is_refused() -> None:
    """Where no column is recognised there is nothing to link by, which is said."""
    with pytest.raises(BadInput, match=r"no column of FILE is recognised by its name; .* are a"):
        mapped(pl.DataFrame({"a": ["1"]}), guessed(["a"]))
