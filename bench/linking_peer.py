"""Splink 5 on DuckDB at its best: marks folded first, its own comparisons for each kind of column.

DuckDB's string distances count bytes, so every text is folded to ASCII before it sees it.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from mpi.compare.general_dates import read_date
from mpi.compare.plain import compact, plain

#: Probabilities at which clusters are cut; the best is told as well as the customary .95.
THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
WORDS = (
    "given_name",
    "middle_name",
    "family_name",
    "full_name",
    "address",
    "street",
    "ward",
    "mother_name",
    "father_name",
    "birth_place",
    "occupation",
    "city",
)
#: What families share: with these it calls whole households one person.
LEFT_OUT = frozenset({"mother_name", "father_name"})
_NUMBERS = ("personal_number", "insurance_number", "phone", "postcode", "mrn")
CODES = (*_NUMBERS, "state", "sex", "source")


def splink_links(
    frame: pl.DataFrame,
    seed: int = 1,
    rules: Sequence[tuple[str, ...]] = (),
    thresholds: Sequence[float] = THRESHOLDS,
) -> tuple[dict[float, list[str]], float, int]:
    """Give person ids by threshold in the order of the frame, seconds, and pairs compared.

    `rules` replace the blocking rules. Folding the text is not counted in the seconds.
    """
    from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415

    folded = _folded(frame)
    began = time.perf_counter()
    linker = learnt(DuckDBAPI().register(folded.to_pandas()), folded.columns, seed, rules)
    predicted = linker.inference.predict(threshold_match_probability=min(thresholds))
    found = {at: _clusters(linker, predicted, at, frame) for at in thresholds}
    return found, time.perf_counter() - began, len(predicted.as_pandas_dataframe())


def learnt(
    table: Any, columns: Sequence[str], seed: int, rules: Sequence[tuple[str, ...]] = ()
) -> Any:
    """Give Splink's linker over a registered table of folded columns, trained."""
    from splink import Linker, SettingsCreator, block_on  # noqa: PLC0415

    logging.disable(logging.WARNING)
    settings = SettingsCreator(
        link_type="dedupe_only",
        retain_matching_columns=False,
        comparisons=list(_comparisons(columns)),
        blocking_rules_to_generate_predictions=[
            block_on(*each) for each in rules or _rules(columns)
        ],
    )
    linker: Any = Linker(table, settings)
    strict = [block_on(*each) for each in _strict(columns)]
    training = linker.training
    training.estimate_probability_two_random_records_match(strict, recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=seed)
    for each in _training(columns):
        with contextlib.suppress(ValueError):  # it gives up where a level was never seen
            training.estimate_parameters_using_expectation_maximisation(block_on(*each))
    return linker


def _clusters(linker: Any, predicted: Any, at: float, frame: pl.DataFrame) -> list[str]:
    cluster = linker.clustering.cluster_pairwise_predictions_at_threshold
    rows = cluster(predicted, threshold_match_probability=at).as_pandas_dataframe()
    known = dict(zip(rows["unique_id"], rows["cluster_id"], strict=True))
    return [str(known[record]) for record in frame["record_id"]]


def _folded(frame: pl.DataFrame) -> pl.DataFrame:
    made = {"unique_id": frame["record_id"].to_list()}
    for column in frame.columns:
        if column in WORDS:
            made[column] = [plain(t or "") or None for t in frame[column]]
        elif column in CODES:
            texts = [(t or "").split(";")[0] for t in frame[column]]
            made[column] = [compact(t)[-10:] or None for t in texts]
    if "birth_year" in frame.columns:
        made["birth_year"] = frame["birth_year"].to_list()
    if "birth_date" in frame.columns:
        dates = [read_date(t or "") for t in frame["birth_date"]]
        made["birth_date"] = [d.iso if d and d.complete else None for d in dates]
        made["birth_year"] = [f"{d.year}" if d else None for d in dates]
    return pl.DataFrame(made)


def _comparisons(columns: Sequence[str]) -> Iterator[Any]:
    import splink.comparison_library as cl  # noqa: PLC0415

    for column in columns:
        adjusted = {"term_frequency_adjustments": True}
        if column in {"given_name", "family_name"}:
            yield cl.NameComparison(column).configure(**adjusted)
        elif column in WORDS and column not in LEFT_OUT:
            yield cl.JaroWinklerAtThresholds(column, [0.95, 0.88, 0.7]).configure(**adjusted)
        elif column == "birth_date":
            yield cl.DateOfBirthComparison(column, input_is_string=True)
        elif column == "birth_year" and "birth_date" not in columns:
            yield cl.DistanceFunctionAtThresholds(
                column, "levenshtein", [1], higher_is_more_similar=False
            )
        elif column in _NUMBERS:
            yield cl.LevenshteinAtThresholds(column, [1, 2]).configure(**adjusted)
        elif column in {"state", "sex"}:
            yield cl.ExactMatch(column).configure(term_frequency_adjustments=column == "state")


def _rules(columns: Sequence[str]) -> list[tuple[str, ...]]:
    wanted = [
        ("personal_number",), ("insurance_number",), ("birth_date",), ("phone",),
        ("full_name", "birth_year"), ("full_name", "ward"), ("given_name", "family_name"),
        ("family_name", "postcode"), ("given_name", "postcode"), ("address",),
        ("family_name", "birth_year"), ("given_name", "ward"), ("street", "ward"),
        ("given_name", "birth_year"), ("family_name", "ward"), ("birth_year", "postcode"),
        ("street", "postcode"), ("ward", "postcode"), ("given_name", "birth_place"),
        ("family_name", "birth_place"), ("mrn",),
    ]  # fmt: skip
    return [rule for rule in wanted if set(rule) <= set(columns)]


def _strict(columns: Sequence[str]) -> list[tuple[str, ...]]:
    wanted = [("personal_number",), ("insurance_number",), ("full_name", "birth_date"),
              ("given_name", "family_name", "birth_date")]  # fmt: skip
    vague = [("given_name", "family_name", "birth_year")]
    return [r for r in wanted if set(r) <= set(columns)] or vague


def _training(columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Blockings that are nearly all matches, where there are numbers; else names and date."""
    wanted = [("personal_number",), ("insurance_number",)]
    other = [("birth_date",), ("given_name", "family_name"), ("postcode",),
             ("given_name", "birth_year"), ("family_name", "birth_year")]  # fmt: skip
    rules = wanted if set(columns) >= {"personal_number", "insurance_number"} else other
    return [rule for rule in rules if set(rule) <= set(columns)]
