"""A model as settings of Splink, so that many machines can block, compare and add up.

The levels stay ours: Splink is given a function that finds the level of two values, and one column
of text for each field. What Splink cannot say (overlaps, relations, ceilings) is added to the pairs
that it returns; without these its match weight is ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from mpi.batch.blocks import Blocks
from mpi.batch.coded import Columns
from mpi.batch.compared import value
from mpi.batch.keys import Keys
from mpi.batch.levels import levels
from mpi.batch.pairs import LARGE
from mpi.batch.said import NEEDS
from mpi.batch.shared import share_of_level
from mpi.blocking import PARTS
from mpi.compare.values import VALUE_KINDS
from mpi.model_parts import BlockRule, Field, Level, Model

#: Stands between the texts of several columns of one field.
_UNIT = "\x1f"
#: Splink wants two levels: the second of a field that has one. No pair comes to it.
_NEVER = {"label_for_charts": "never", "m_probability": 0.5, "u_probability": 0.5}


def settings(model: Model) -> dict[str, Any]:
    """Give the settings: they name columns `f0` … by field, `k0` … by rule, and `level_0` …."""
    fields = enumerate(model.fields)
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_id",
        "probability_two_random_records_match": 1 / (1 + model.population),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.k{n} = r.k{n}"}
            | ({"arrays_to_explode": [f"k{n}"]} if _several(rule, model) else {})
            for n, rule in enumerate(model.blocking)
        ],
        "comparisons": [_comparison(n, field) for n, field in fields],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def _several(rule: BlockRule, model: Model) -> bool:
    """Say whether a record may have several keys, as it has where it gives several wards."""
    parts = {*rule.parts, *(rule.split.by if rule.split else ())}
    lists = {f.field for f in model.fields if f.column and VALUE_KINDS[f.kind].several}
    return any(part in PARTS or part.split(":")[0] in lists for part in parts)


def _comparison(n: int, field: Field) -> dict[str, Any]:
    found = f"level_{n}(f{n}_l, f{n}_r)"
    nothing = {
        "sql_condition": f"{found} = -1",
        "label_for_charts": "unsaid",
        "is_null_level": True,
    }
    told = [_level(n, found, place, level) for place, level in enumerate(field.levels)]
    if len(told) == 1:
        told.append(dict(_NEVER))
    told[-1]["sql_condition"] = "ELSE"
    return {"output_column_name": f"f{n}", "comparison_levels": [nothing, *told]}


def _level(n: int, found: str, place: int, level: Level) -> dict[str, Any]:
    u = min(level.u, 1.0)
    told = {
        "sql_condition": f"{found} = {place}",
        "label_for_charts": level.level,
        "m_probability": level.m if level.u <= 1 else level.m / level.u,
        "u_probability": u,
    }
    if level.rarity or level.by_value:
        told |= {
            "tf_adjustment_column": f"f{n}_{place}",
            "tf_adjustment_weight": 1.0,
            "disable_tf_exact_match_detection": True,
        }
    return told


def records(model: Model, frame: pl.DataFrame) -> pl.DataFrame:
    """Give the records as Splink needs them: fields as text, once more where shares count, keys."""
    keys = Keys(Columns(frame), model.fields)
    made = frame.select("record_id", *[_text(frame, f).alias(f"f{n}") for n, f in _numbered(model)])
    again = [pl.col(f"f{n}").alias(f"f{n}_{place}") for n, place, _, _ in _shared(model)]
    made = made.with_columns(again).with_row_index("record")
    for n, rule in enumerate(model.blocking):
        found = _keys(keys, rule)
        if _several(rule, model):
            found = found.group_by("record").agg("key")
        made = made.join(found.rename({"key": f"k{n}"}), on="record", how="left")
    return made.sort("record").drop("record")


def _keys(keys: Keys, rule: BlockRule) -> pl.DataFrame:
    """Give each record's key as text; blocks that are too large are split as elsewhere."""
    blocks, parts = Blocks.of(len(keys), [keys.part(part) for part in rule.parts]), []
    by = rule.split.by if rule.split else ()
    for stage, part in enumerate((*by, "")):
        small, big = blocks.parted(LARGE)
        keyed = pl.DataFrame({"record": small.record, "key": small.key}).with_columns(
            pl.col("record").cast(pl.UInt32), pl.format(f"{stage}:{{}}", "key").alias("key")
        )
        parts.append(keyed.unique(maintain_order=True))
        blocks = big.within(keys.part(part), or_none=True) if part else big
    return pl.concat(parts)


def _numbered(model: Model) -> Iterator[tuple[int, Field]]:
    return iter(enumerate(model.fields))


def _shared(model: Model) -> Iterator[tuple[int, int, Field, Level]]:
    for n, field in enumerate(model.fields):
        for place, level in enumerate(field.levels):
            if level.rarity or level.by_value:
                yield n, place, field, level


def _columns(field: Field) -> tuple[str, ...]:
    return tuple(field.column.split("|")) if field.kind in VALUE_KINDS else NEEDS[field.kind]


def _text(frame: pl.DataFrame, field: Field) -> pl.Expr:
    texts = [pl.col(c).fill_null("") if c in frame else pl.lit("") for c in _columns(field)]
    return pl.concat_str(texts, separator=_UNIT)


def shares(model: Model, made: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give for each column whose value counts its table: the value, and u times its share."""
    for n, place, field, level in _shared(model):
        name, texts = f"f{n}_{place}", made[f"f{n}"].unique(maintain_order=True)
        values = _values(field, texts)
        share_of = share_of_level(field, level, model.frequencies)
        found = [
            1.0 if code < 0 or share_of is None else share_of(values.forms[code])
            for code in values.codes.tolist()
        ]
        yield name, pl.DataFrame({name: texts, f"tf_{name}": found})


def _values(field: Field, texts: pl.Series) -> Any:
    names = _columns(field)
    parts = texts.str.split_exact(_UNIT, len(names) - 1).struct.rename_fields(list(names))
    frame = parts.struct.unnest() if len(names) > 1 else texts.alias(names[0]).to_frame()
    return value(Columns(frame.with_columns(pl.col(pl.String).replace("", None))), field)


def level_numbers(field: Field, left: list[str], right: list[str]) -> list[int]:
    """Give the number of the level of each two texts, -1 where nothing is compared.

    Each distinct text is read once and each distinct pair compared once.
    """
    texts = pl.Series([*left, *right], dtype=pl.String)
    values = _values(field, texts)
    half = len(left)
    first = np.arange(half, dtype=np.int32)
    found = levels(field, values, first, first + np.int32(half))
    return [int(level) for level in found]


def plain_weight(model: Model, found: list[int], shared: list[float]) -> float:
    """Give the bits that Splink should give: prior and fields, nothing counted against another."""
    bits = -math.log2(model.population)
    for field, level, share in zip(model.fields, found, shared, strict=True):
        if level >= 0:
            bits += math.log2(field.levels[level].m / field.levels[level].u) - share
    return bits
