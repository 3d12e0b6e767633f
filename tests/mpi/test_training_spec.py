"""What is compared: chosen by the columns there are, or specified and then checked."""

from __future__ import annotations

import polars as pl
import pytest

from mpi.batch.coded import Columns
from mpi.batch.keys import Keys
from mpi.errors import BadInput
from mpi.model import default
from mpi.model_parts import BlockRule
from mpi.training.rules import choose
from mpi.training.spec import FieldSpec, Spec, check, chosen
from mpi.training.start import start
from tests.mpi.files import town

TOWN, _ = town(50)


def _kinds(frame: pl.DataFrame, **other: str) -> dict[str, str]:
    return {field.field: field.kind for field in chosen(frame, other).fields}


def test_columns_of_any_data_set() -> None:
    """Each of our columns has its general kind; a whole name gives way to its parts."""
    found = _kinds(
        TOWN.with_columns(full_name=pl.col("given_name"), job=pl.col("ward")), job="text"
    )
    assert found == {
        "family_name": "name part", "given_name": "name part", "birth_date": "date",
        "phone": "number", "ward": "place", "postcode": "postcode", "sex": "sex", "job": "text",
    }  # fmt: skip


def _hanoi(**columns: list[str]) -> pl.DataFrame:
    names = {"full_name": ["Nguyễn Văn An", "Trần Thị Bình"]}
    return pl.DataFrame({**names, **columns})


def test_vietnamese_names_bring_the_default_models_fields() -> None:
    """Numbers of Vietnam's structure too; others of the same column are numbers like any."""
    frame = _hanoi(
        birth_date=["1985-07-04", "1990"], sex=["1", "2"], phone=["0912345679", "0987123456"],
        personal_number=["AB12", "AB13"], insurance_number=["GD4010123456789", "0123456781"],
    )  # fmt: skip
    assert _kinds(frame) == {
        "name": "name", "birth_date": "birth date", "personal_number": "number",
        "insurance": "insurance", "phone": "phone", "sex": "sex", "kin": "kin", "birth": "birth",
    }  # fmt: skip


def test_a_residence_needs_its_ward() -> None:
    """Address and ward together are compared as Hanoi's residences are, alone as text."""
    both = _hanoi(address=["12 Huế", "3 Trần Phú"], ward=["00256", "09556"])
    assert _kinds(both) == {"name": "name", "address": "address"}
    assert _kinds(both.drop("ward")) == {"name": "name", "address": "address text"}
    parts = both.drop("ward").with_columns(given_name=pl.Series(["An", "Bình"]))
    assert "given_name" not in _kinds(parts)


def test_a_column_that_says_one_thing_only_is_left_out() -> None:
    """It tells nobody apart; only where all are so are they compared, for want of better."""
    frame = pl.DataFrame({"ward": ["x", "x"], "postcode": ["1", "2"]})
    assert _kinds(frame) == {"postcode": "postcode"}
    assert _kinds(frame.drop("postcode")) == {"ward": "place"}


def test_columns_that_say_nothing_are_refused() -> None:
    """There is nothing to compare."""
    frame = pl.DataFrame({"record_id": ["1", "2"], "ward": [None, None]})
    with pytest.raises(BadInput, match="no column to compare"):
        chosen(frame, {"job": "text"})


def test_an_unknown_kind_is_refused() -> None:
    """In the map of columns as in a specification, naming the place."""
    with pytest.raises(BadInput, match=r"--columns\.other\.job: must be one of name"):
        chosen(TOWN, {"job": "colour"})
    check(Spec((FieldSpec("job", "text", "job|sex"), FieldSpec("sex", "sex"))), default(), _TWO)


_TWO = ["job", "sex"]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ((), "spec.fields: must name a field"),
        ((FieldSpec("job", "colour"),), r"spec.fields\[0\].kind: must be one of"),
        ((FieldSpec("job", "text"),), r"spec.fields\[0\].column: is needed"),
        ((FieldSpec("job", "text", "job|trade"),), r"column: must be of job, sex in 'trade'"),
    ],
)
def test_a_specification_that_does_not_fit_is_refused(
    fields: tuple[FieldSpec, ...], complaint: str
) -> None:
    """The error names the place in it and what there is."""
    with pytest.raises(BadInput, match=complaint):
        check(Spec(fields), default(), _TWO)


def test_blocking_rules_differ_in_what_they_read() -> None:
    """No rule holds another, each has keys of two fields at most, given ones come first."""
    model = start(chosen(TOWN, {}), default(), ())
    given = default().blocking[:1]
    first, *rest = choose(Keys(Columns(TOWN), model.fields), model, len(TOWN), given)
    assert first == given[0]
    parts = [set(rule.parts) for rule in rest]
    assert not any(a < b for a in parts for b in parts)
    assert {part.split(":")[0] for rule in parts for part in rule} >= {"family_name", "phone"}
    assert all(rule.split and not {*rule.split.by} & {*rule.parts} for rule in rest)


def test_a_file_of_empty_columns_has_no_rules() -> None:
    """Where nothing is said there is nothing to find anybody by."""
    empty = TOWN.select(pl.lit(None, pl.String).alias(column) for column in TOWN.columns)
    model = start(chosen(TOWN, {}), default(), ())
    assert choose(Keys(Columns(empty), model.fields), model, len(TOWN)) == ()


def _rules(frame: pl.DataFrame, given: tuple[BlockRule, ...]) -> list[tuple[str, ...]]:
    model = start(chosen(frame, {}), default(), ())
    found = choose(Keys(Columns(frame), model.fields), model, len(frame), given)
    return [rule.parts for rule in found[len(given) :]]


def test_a_file_of_names_alone_is_blocked_by_the_name() -> None:
    """The rules of the default model all read something else beside it."""
    names = pl.DataFrame({"full_name": ["Lê Văn An", "Le Van An", "Trần Thị Hoa"]})
    assert _rules(names, default().blocking) == [("name",)]


def test_a_file_of_one_value_has_one_rule() -> None:
    """Its block may be too large for any pair, and is counted: nothing is dropped in silence."""
    same = pl.DataFrame({"ward": ["Leeds"] * 500})
    assert _rules(same, ()) == [("ward:sound",)]


def test_names_and_sexes_alone_are_never_sure() -> None:
    """Nothing among them is an anchor."""
    frame = pl.DataFrame({"full_name": ["Lê An", "Lê Hoa"], "sex": ["1", "2"]})
    assert start(chosen(frame, {}), default(), ()).anchors == ()
