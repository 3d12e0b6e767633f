"""Learning without labels: what is found is near the truth, and the same every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from mpi.batch.coded import Coded
from mpi.batch.link import link
from mpi.batch.summary import summary
from mpi.errors import BadInput
from mpi.model import default, dump, load
from mpi.model_parts import BlockRule, Field, Level
from mpi.training.shares import with_shares_of
from mpi.training.spec import FieldSpec, Spec, chosen
from mpi.training.start import start
from mpi.training.train import train
from tests.mpi.files import town

TOWN, TRUTH = town(300)
TRAINED = train(TOWN, chosen(TOWN, {}), default())


def _field(name: str) -> dict[str, Level]:
    (field,) = [field for field in TRAINED.model.fields if field.field == name]
    return {level.level: level for level in field.levels}


def test_the_chances_learnt_are_those_that_were_made() -> None:
    """A slip in one of six on either side: a phone stays the same in about seven of ten pairs."""
    assert _field("phone")["same"].m == pytest.approx(0.69, abs=0.08)
    assert _field("sex")["different"].m < 0.02
    assert _field("ward")["different"].u == pytest.approx(7 / 8, abs=0.1)


def test_what_no_strangers_show_does_not_speak_for_one_citizen() -> None:
    """Also where all live in one street, and no random pair shows strangers of two streets."""
    homes = pl.Series("address", [f"Số {n % 90} phố Huế" for n in range(len(TOWN))])
    street = TOWN.with_columns(homes)
    learnt = train(street, chosen(street, {}), default()).model
    (address,) = [field for field in learnt.fields if field.field == "address"]
    assert address.levels[-1].m <= address.levels[-1].u


def test_training_is_deterministic() -> None:
    """The same records and seed give the same model to the last digit, and its name says so."""
    again = train(TOWN, chosen(TOWN, {}), default())
    assert dump(again.model) == dump(TRAINED.model)
    assert again.model.version.startswith("trained/")
    assert train(TOWN, chosen(TOWN, {}), default(), seed=2).model.version != again.model.version


def test_a_trained_model_is_a_model_file() -> None:
    """It is written and read back to an equal one, past every check."""
    read = load(dump(TRAINED.model))
    assert dump(read) == dump(TRAINED.model)


def test_a_town_without_families_has_no_relatives_in_its_model() -> None:
    """Else a wrong name would be taken for a twin."""
    assert TRAINED.model.relations == ()


def _families() -> pl.DataFrame:
    """Give people who share family name, phone and postcode with two others."""
    groups = [TOWN[n % len(TOWN)] for n in range(0, len(TOWN), 3) for _ in range(3)]
    homes = pl.concat(groups)[: len(TOWN)]
    shared = ("family_name", "phone", "postcode", "ward")
    return TOWN.with_columns(homes[column] for column in shared)


def test_housemates_are_counted_where_there_are_any() -> None:
    """Two to a record, of whom some are the same person; twins are hardly any."""
    people = {
        r.relation: r.people
        for r in train(_families(), chosen(TOWN, {}), default()).model.relations
    }
    assert 0.2 < people["housemate"] < 2
    assert people["twin"] < 0.05


def test_rules_may_be_given() -> None:
    """A specification may name fields and blocking itself; a field in every rule still learns."""
    rules = (BlockRule("phone", ("phone:value",)),)
    spec = Spec((FieldSpec("phone", "number", "phone"), FieldSpec("sex", "sex")), rules)
    model = train(TOWN, spec, default()).model
    assert model.blocking == rules
    assert model.anchors == ("phone",)


def test_rules_that_read_no_field_are_refused() -> None:
    """The error names the place."""
    spec = Spec((FieldSpec("sex", "sex"),), (BlockRule("phone", ("phone:value",)),))
    with pytest.raises(BadInput, match=r"model.blocking\[0\].parts: must be some of"):
        train(TOWN, spec, default())


def test_what_is_known_of_hanoi_stays_known() -> None:
    """Relations of the default model stand as they are, its chances are learnt."""
    frame = TOWN.select(
        pl.concat_str(pl.lit("Nguyễn "), "family_name", "given_name").alias("full_name"),
        "birth_date", "sex", "phone",
    )  # fmt: skip
    model = train(frame, chosen(frame, {}), default()).model
    assert [r.people for r in model.relations] == [r.people for r in default().relations]
    assert model.fields[0].levels[0].m != default().fields[0].levels[0].m


def test_parents_names_anchor_where_there_is_nothing_else() -> None:
    """One's own name alone never does: a name, however rare, is not a person."""
    given = FieldSpec("given_name", "name part", "given_name")
    mother = FieldSpec("mother_name", "whole name", "mother_name")
    assert start(Spec((given,)), default(), ()).anchors == ()
    assert start(Spec((given, mother)), default(), ()).anchors == ("given_name", "mother_name")


def test_the_report_says_what_to_expect() -> None:
    """Counts fit, recall falls and precision rises with the threshold."""
    figures = summary(TRAINED.model, link(TRAINED.model, TRAINED.paired))
    assert figures["records"] == sum(figures["decisions"].values()) == len(TOWN)
    recall = [row["recall"] for row in figures["expected"]]
    precision = [row["precision"] for row in figures["expected"]]
    assert recall == sorted(recall, reverse=True)
    assert precision == pytest.approx(sorted(precision))
    assert 0.9 < figures["blocking"]["estimated_recall"] <= 1
    assert sum(row["pairs"] for row in figures["weights"]) == figures["pairs_compared"]


VALUES = Coded(np.array([0, 0, 0, 1, 2, -1], np.int32), ("an", "ba", "chi"))
PLACE = Field("town", "place", default().fields[0].history, (Level("same", 0.9, 0.1),), column="t")


def test_shares_count_people_and_foresee_the_rare() -> None:
    """Three records of one person are one; a value seen once is rarer than one of three."""
    model = replace(default(), fields=(PLACE,))
    person = np.array([0, 1, 2, 3, 4, 5], np.int32)
    shares = with_shares_of(model, (VALUES,), person).fields[0].shares
    assert shares is not None
    assert shares.listed["an"] > shares.unlisted
    alone = with_shares_of(model, (VALUES,), np.zeros(6, np.int32)).fields[0].shares
    assert alone is not None
    assert alone.listed == {}


def test_an_empty_column_has_no_shares() -> None:
    """Nor has a field of the default model, whose shares are the population's."""
    nothing = Coded(np.full(6, -1, np.int32), ())
    own = default().fields[0]
    model = replace(default(), fields=(PLACE, own))
    found = with_shares_of(model, (nothing, nothing), np.zeros(6, np.int32))
    assert found.fields == (PLACE, own)
