"""Linking files: right and fast, beside Splink 5 on the same records in the same run."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

from bench.keeping import keep, memory_mb
from bench.linking_data import Truth, city, febrl
from bench.linking_peer import splink_links
from mpi.batch.link import link
from mpi.evaluate import Unit, evaluate
from mpi.model import default
from mpi.training.spec import chosen
from mpi.training.train import train

SETS: dict[str, Callable[[argparse.Namespace], Truth]] = {
    "febrl3": lambda _: febrl(3),
    "febrl4": lambda _: febrl(4),
    "city": lambda asked: city(asked.people, asked.records, asked.seed),
}


def main(arguments: list[str]) -> None:
    """Link every set with both; the peer's best threshold is chosen with the truth in hand."""
    parser = argparse.ArgumentParser(prog="bench linking", description=main.__doc__)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--people", type=int, default=23_000)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args(arguments)
    keep("linking", {name: _both(SETS[name](asked)) for name in asked.sets.split(",")})


def _both(truth: Truth) -> dict[str, Any]:
    ours = _ours(truth)
    found, seconds, pairs = splink_links(truth.frame)
    by_threshold = {at: _figures(truth, people) for at, people in found.items()}
    best = max(by_threshold, key=lambda at: by_threshold[at]["cluster_f1"])
    peer = {"seconds": round(seconds, 1), "pairs": pairs, "best_at": best}
    return {
        "records": len(truth.frame),
        "ours": ours,
        "splink_best": by_threshold[best] | peer,
        "splink_at_.95": by_threshold[0.95],
        "seconds_over_splink": round(ours["seconds"] / seconds, 2),
    }


def _ours(truth: Truth) -> dict[str, Any]:
    began = time.perf_counter()
    learnt = train(truth.frame, chosen(truth.frame, truth.other), default())
    linked = link(learnt.model, learnt.paired)
    seconds = time.perf_counter() - began
    outcome = linked.outcomes
    same = [truth.person[r.first] == truth.person[r.second] for r in outcome.reviews]
    return {
        **_figures(truth, [str(person) for person in outcome.person]),
        "reviews": len(same),
        "reviews_same": sum(same),
        "pairs": len(learnt.paired.candidates),
        "seconds": round(seconds, 1),
        "memory_mb": round(memory_mb()),
    }


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
