"""Linking on Spark: the same weights as here, and the same people."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from api.spark import paired, score_on_spark, session_at
from mpi.batch.link import link
from mpi.batch.splink import level_numbers, plain_weight, records, settings
from mpi.compare import level_names
from mpi.model import default
from mpi.model_parts import BlockRule
from mpi.training.spec import FieldSpec, Spec
from mpi.training.train import train
from tests.api.commands import Call
from tests.mpi.files import town

TOWN, _ = town(60)
_KINDS = {"given_name": "name part", "birth_date": "date", "phone": "number"}
_RULES = (BlockRule("date", ("birth_date:value",)), BlockRule("phone", ("phone:end",)))
SPEC = Spec(tuple(FieldSpec(c, k, c) for c, k in _KINDS.items()), _RULES)
LEARNT = train(TOWN, SPEC, default())
#: Bits by which Splink's weight may differ: it adds up in another order.
TOLERANCE = 1e-9


@pytest.mark.filterwarnings("ignore")
def test_weights_and_people_are_those_of_this_machine(tmp_path: Path) -> None:
    """Splink's weight of every pair is ours without overlaps; the people are the very same."""
    model = LEARNT.model
    with session_at("local[2]", tmp_path) as session:
        scored = score_on_spark(model, TOWN, session, tmp_path)
    found = paired(model, TOWN, scored)
    assert found.pairs is not None
    pairs = zip(scored["record_id_l"], scored["record_id_r"], strict=True)
    theirs = {frozenset(p): w for p, w in zip(pairs, scored["match_weight"], strict=True)}
    ids = TOWN["record_id"]
    for n in range(len(found.pairs)):
        levels = [int(each[n]) for each in found.pairs.levels]
        ours = plain_weight(model, levels, [float(each[n]) for each in found.pairs.shared])
        pair = frozenset((ids[int(found.pairs.first[n])], ids[int(found.pairs.second[n])]))
        assert theirs[pair] == pytest.approx(ours, abs=TOLERANCE)
    here = link(model, LEARNT.paired).outcomes.person
    assert np.array_equal(link(model, found).outcomes.person, here)


def test_the_settings_are_json_of_every_level() -> None:
    """Each field has its levels, at least two, and one for nothing said; the default too."""
    for model in (LEARNT.model, default()):
        told = json.loads(json.dumps(settings(model)))
        many = [len(each["comparison_levels"]) - 1 for each in told["comparisons"]]
        assert many == [max(2, len(field.levels)) for field in model.fields]
        assert len(told["blocking_rules_to_generate_predictions"]) == len(model.blocking)


def test_a_record_may_have_several_keys_of_a_rule() -> None:
    """Of two phones each makes a key; a rule of single values gives text."""
    said = {
        "record_id": ["a", "b"],
        "full_name": ["Hà Văn An", "Ha Van An"],
        "birth_date": ["19850704", "19850704"],
        "phone": ["0912345678;0987654321", ""],
    }
    made = records(default(), pl.DataFrame(said))
    several = [made[name] for name in made.columns if made[name].dtype == pl.List]
    assert made.height == 2
    assert 2 in {len(keys) for column in several for keys in column.drop_nulls()}


def test_texts_are_compared_as_values() -> None:
    """Levels of Vietnam's kinds and of general ones, with nothing where nothing is said."""
    name, phone = default().fields[0], LEARNT.model.fields[2]
    told = level_numbers(name, ["Hà Văn An\x1f", "\x1f"], ["Ha Van An\x1f", "Lê An\x1f"])
    assert [level_names("name")[told[0]], told[1]] == ["marks lost", -1]
    assert level_numbers(phone, ["0912345678"], ["0912345678"]) == [0]


def test_spark_needs_a_model(call: Call, tmp_path: Path) -> None:
    """It links and does not learn; the option is named."""
    TOWN.write_csv(tmp_path / "town.csv")
    done = call("link", tmp_path / "town.csv", "--engine", "spark", "--out", tmp_path / "out")
    assert (done.code, "--model: is needed with --engine spark" in done.err) == (2, True)
