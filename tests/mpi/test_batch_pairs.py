"""Blocking keys of whole files: the same as real time's, each pair once, nothing lost unsaid."""

from __future__ import annotations

from itertools import combinations

import polars as pl

from mpi.batch.coded import Columns
from mpi.batch.keys import Keys
from mpi.batch.pairs import Candidates, by_rule, candidates
from mpi.batch.said import identity_of
from mpi.blocking import keys
from mpi.model import default
from mpi.model_parts import BlockRule, Model, Split
from mpi.training.spec import chosen
from mpi.training.start import start
from tests.mpi.files import town

TOWN, _ = town(80)
RULES = (
    BlockRule("names", ("family_name:value", "given_name:sound")),
    BlockRule("phone", ("phone:value",)),
)
MODEL = start(chosen(TOWN, {}), default(), RULES)


def _pairs(found: Candidates) -> set[tuple[int, int]]:
    return set(zip(found.first.tolist(), found.second.tolist(), strict=True))


def _by_brute_force(frame: pl.DataFrame, model: Model) -> set[tuple[int, int]]:
    said = ({c: text or "" for c, text in row.items()} for row in frame.to_dicts())
    known = [set(keys(identity_of(row), model)) for row in said]
    return {(a, b) for a, b in combinations(range(len(known)), 2) if known[a] & known[b]}


def test_files_are_blocked_as_real_time_blocks() -> None:
    """General fields: a pair is a candidate when the two records share a key, and only then."""
    found = candidates(Keys(Columns(TOWN), MODEL.fields), RULES)
    assert _pairs(found) == _by_brute_force(TOWN, MODEL)
    assert len(_pairs(found)) == len(found)


def test_the_default_models_rules_serve_files_too() -> None:
    """Several phones and cards give several keys, each of which finds the pair."""
    frame = pl.DataFrame(
        {
            "full_name": ["Lê An", "Le An", "Vũ Ba", "Lê An"],
            "birth_date": ["1985-07-04", "1985-04-07", "1960", "1985-07-04"],
            "phone": ["0912345679;0987123456", "0987123456", "0912345679", None],
            "insurance_number": ["GD4010123456789", None, "0123456789;0123456781", None],
        }
    )
    unsplit = tuple(rule for rule in default().blocking if rule.split is None)
    found = candidates(Keys(Columns(frame), ()), unsplit)
    assert _pairs(found) == {(0, 1), (0, 2), (0, 3), (1, 3)}


def test_every_pair_knows_which_rules_found_it() -> None:
    """Counts and masks agree, rule by rule."""
    found = candidates(Keys(Columns(TOWN), MODEL.fields), RULES)
    counts = [count.pairs for count in found.counts]
    assert [int(by_rule(found.rules, n).sum()) for n in range(len(RULES))] == counts


def test_a_large_block_is_split_and_what_is_left_out_is_counted() -> None:
    """Ten records of one name in two towns: three are few enough, seven are too many."""
    frame = pl.DataFrame({"name": ["an"] * 10, "town": ["x"] * 3 + ["y"] * 7})
    model = start(chosen(frame.with_columns(pl.Series("name", [*"abcdefghij"])),
                         {"name": "code", "town": "code"}), default(), ())  # fmt: skip
    split = Split(over=1, spread=1, by=("town:value",))
    rule = BlockRule("name", ("name:value",), split)
    found = candidates(Keys(Columns(frame), model.fields), (rule,), large=5)
    (count,) = found.counts
    assert (count.pairs, count.split, count.dropped) == (3, 1, 21)
    assert _pairs(found) == {(0, 1), (0, 2), (1, 2)}


def test_a_large_block_may_be_split_by_several_values() -> None:
    """Records with two phones stand in the part of each."""
    frame = pl.DataFrame(
        {
            "full_name": ["Lê An"] * 4,
            "phone": ["0912345679;0987123456", "0987123456", "0912345679", "0977123456"],
        }
    )
    rule = BlockRule("name", ("name",), Split(over=1, spread=1, by=("phone",)))
    found = candidates(Keys(Columns(frame), ()), (rule,), large=3)
    assert _pairs(found) == {(0, 1), (0, 2)}


def test_without_rules_there_are_no_pairs() -> None:
    """No rule, no candidate."""
    assert len(candidates(Keys(Columns(TOWN), MODEL.fields), ())) == 0
