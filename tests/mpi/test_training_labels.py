"""Pairs that people judged: they move what they speak of, and a wrong file is refused by name."""

from __future__ import annotations

import polars as pl
import pytest

from mpi.errors import BadInput
from mpi.model import default, dump
from mpi.model_parts import Model
from mpi.training.labels import Labels, read_labels
from mpi.training.spec import FieldSpec, Spec
from mpi.training.train import train
from tests.mpi.files import town

TOWN, TRUTH = town(200)
_KINDS = {"given_name": "name part", "family_name": "name part", "phone": "number", "ward": "place"}
SPEC = Spec(tuple(FieldSpec(column, kind, column) for column, kind in _KINDS.items()))


def _labels(*rows: tuple[str, str, str]) -> Labels:
    frame = pl.DataFrame(rows, schema=["record_id_1", "record_id_2", "same"], orient="row")
    return read_labels(frame, TOWN["record_id"])


def _others(said: str) -> Labels:
    """Pairs of people of whom nearly nothing agrees, called by one word."""
    return _labels(*((f"r{n}", f"r{n + 120}", said) for n in range(100)))


def _last(model: Model, field: str) -> float:
    return next(f for f in model.fields if f.field == field).levels[-1].m


ALONE = train(TOWN, SPEC, default()).model


def test_pairs_called_same_teach_how_one_person_differs() -> None:
    """A hundred pairs that differ in all move m of "different" up, and the number of matches."""
    taught = train(TOWN, SPEC, default(), labels=_others("1")).model
    assert _last(taught, "phone") > _last(ALONE, "phone") + 0.2
    assert taught.population < ALONE.population


def test_pairs_called_different_are_no_matches() -> None:
    """All true pairs called different: fewer matches are left to count."""
    first: dict[str, str] = {}
    pairs = [
        (first[t], r, "0")
        for r, t in zip(TOWN["record_id"], TRUTH, strict=True)
        if first.setdefault(t, r) != r
    ]
    taught = train(TOWN, SPEC, default(), labels=_labels(*pairs)).model
    assert taught.population > 2 * ALONE.population


def test_labels_that_say_what_is_known_change_little() -> None:
    """Strangers called different leave the model as it was; no labels leave it the same."""
    taught = train(TOWN, SPEC, default(), labels=_others("0")).model
    assert _last(taught, "phone") == pytest.approx(_last(ALONE, "phone"), abs=0.02)
    assert dump(train(TOWN, SPEC, default(), labels=_labels()).model) == dump(ALONE)


def test_a_pair_said_twice_counts_once() -> None:
    """In whichever order."""
    assert len(_labels(("r1", "r2", "1"), ("r2", "r1", "1"))) == 1


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (("r1", "r2", "yes"), "--labels.same: must be 1 or 0"),
        (("r1", "r2", None), "--labels.same: must be 1 or 0"),
        (("no", "r2", "1"), "--labels.record_id_1: must be a record of the files"),
        (("r1", None, "1"), "--labels.record_id_2: must be a record of the files"),
        (("r1", "r1", "1"), "--labels.record_id_2: must be another record"),
        (("r4", "r3", "0"), "--labels.same: must not be both 1 and 0"),
    ],
)
def test_wrong_labels_are_refused_by_name(row: tuple[str, str, str], complaint: str) -> None:
    """The column and what to do."""
    with pytest.raises(BadInput, match=complaint):
        _labels(("r3", "r4", "1"), row)


def test_a_missing_column_is_named() -> None:
    """As is the option."""
    with pytest.raises(BadInput, match=r"--labels\.same: must be a column"):
        read_labels(pl.DataFrame({"record_id_1": ["a"], "record_id_2": ["b"]}), TOWN["record_id"])
