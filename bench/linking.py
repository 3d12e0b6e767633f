"""Linking files: right and fast, beside Splink 5 on the same records in the same run."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.calibration import calibration, draw, maybe
from bench.keeping import RESULTS, keep, memory_mb
from bench.linking_data import Truth, city, febrl
from bench.linking_million import million
from bench.linking_peer import splink_links
from bench.sets_censuses import censuses, clients
from bench.sets_clinics import cases, registry
from bench.sets_families import families
from bench.sets_historical import figures, parish
from bench.sets_pseudopeople import absent, pseudopeople
from mpi.batch.link import link
from mpi.batch.pairs import Candidates
from mpi.evaluate import Unit, evaluate
from mpi.model import default
from mpi.training.spec import chosen
from mpi.training.train import train

SETS: dict[str, Callable[[argparse.Namespace], Truth]] = {
    "febrl3": lambda _: febrl(3),
    "febrl4": lambda _: febrl(4),
    "city": lambda asked: city(asked.people, asked.records, asked.seed),
    "figures": lambda _: figures(),
    "parish": lambda _: parish(),
    "censuses": lambda _: censuses(),
    "clients": lambda _: clients(),
    "registry": lambda _: registry(),
    "cases": lambda _: cases(),
    "families": lambda _: families(),
    "pseudopeople": lambda _: pseudopeople(),
}


def main(arguments: list[str]) -> None:
    """Link every set with both; the peer's best threshold is chosen with the truth in hand."""
    parser = argparse.ArgumentParser(prog="bench linking", description=main.__doc__)
    parser.add_argument("--sets", default=",".join((*SETS, "million")))
    parser.add_argument("--people", type=int, default=23_000)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--million", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args(arguments)
    found = {name: _set(name, asked) for name in asked.sets.split(",")}
    keep("linking", found)
    drawn = {name: each["calibration"] for name, each in found.items() if "calibration" in each}
    if drawn:
        draw(drawn, RESULTS / "linking-calibration.svg")


def _set(name: str, asked: argparse.Namespace) -> dict[str, Any]:
    missing = absent() if name == "pseudopeople" else ""
    if name == "million":
        return million(asked.million, asked.seed)
    if missing:
        print(f"{name}: {missing}")
        return {"skipped": missing}
    return _both(SETS[name](asked))


def _both(truth: Truth) -> dict[str, Any]:
    ours, line = _ours(truth)
    found, seconds, pairs = splink_links(truth.frame)
    by_threshold = {at: _figures(truth, people) for at, people in found.items()}
    best = max(by_threshold, key=lambda at: by_threshold[at]["cluster_f1"])
    peer = {"seconds": round(seconds, 1), "pairs": pairs, "best_at": best}
    return {
        "records": len(truth.frame),
        "ours": ours,
        "calibration": line,
        "splink_best": by_threshold[best] | peer,
        "splink_at_.95": by_threshold[0.95],
        "seconds_over_splink": round(ours["seconds"] / seconds, 2),
    }


def _ours(truth: Truth) -> tuple[dict[str, Any], list[dict[str, float]]]:
    began = time.perf_counter()
    learnt = train(truth.frame, chosen(truth.frame, truth.other), default())
    linked = link(learnt.model, learnt.paired)
    seconds = time.perf_counter() - began
    figures_of = {
        **_figures(truth, [str(person) for person in linked.outcomes.person]),
        **maybe(truth, linked),
        "blocking_recall": round(_found(truth, learnt.paired.candidates), 4),
        "pairs": len(learnt.paired.candidates),
        "seconds": round(seconds, 1),
        "memory_mb": round(memory_mb()),
    }
    return figures_of, calibration(truth, linked)


def _found(truth: Truth, pairs: Candidates) -> float:
    """Share of the true pairs that blocking let through."""
    persons = np.unique(np.array(truth.person), return_inverse=True)[1]
    sizes = np.bincount(persons)
    right = persons[pairs.first] == persons[pairs.second]
    return float(right.sum()) / max(1.0, float((sizes * (sizes - 1) // 2).sum()))


def _figures(truth: Truth, people: list[str]) -> dict[str, Any]:
    rows = zip(people, truth.person, truth.household, strict=True)
    found = evaluate(Unit(str(n), *row) for n, row in enumerate(rows))
    return {
        "cluster_f1": round(found["cluster"]["f1"], 4),
        "pair_f1": round(found["pairwise"]["f1"], 4),
        "pair_precision": round(found["pairwise"]["precision"], 4),
        "pair_recall": round(found["pairwise"]["recall"], 4),
        "false_links": found["false_links"],
        "false_links_in_household": found["false_links_in_household"],
    }
