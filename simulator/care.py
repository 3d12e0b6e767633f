"""What is done in a visit: drugs, services and their results, as the disease asks for."""

from __future__ import annotations

import datetime as dt
import functools
import random
from dataclasses import dataclass

from simulator.chance import happens
from simulator.illness import Disease
from simulator.tables import Row, by_key, rows
from simulator.visits import Visit

_DOUBLED = 0.75
_NEGATIVE = "Âm tính"


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug given or prescribed: its row of the drug table and how much."""

    row: Row
    quantity: int
    ordered: dt.datetime

    @property
    def amount(self) -> int:
        """What it costs, in đồng."""
        return self.quantity * int(self.row["price"])


@dataclass(frozen=True, slots=True)
class Act:
    """A service done: its row of the service table, how often, when ordered and when done."""

    row: Row
    quantity: int
    ordered: dt.datetime
    done: dt.datetime

    @property
    def amount(self) -> int:
        """What it costs, in đồng."""
        return self.quantity * int(self.row["price"])


@dataclass(frozen=True, slots=True)
class Result:
    """One index of a service, or the report of an image (`index` is empty then)."""

    service: Row
    index: Row
    value: str
    description: str
    conclusion: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Care:
    """Everything done in one visit."""

    drugs: tuple[Drug, ...]
    acts: tuple[Act, ...]
    results: tuple[Result, ...]


def give(rng: random.Random, visit: Visit) -> Care:
    """Draw what is done; ward stations have no laboratory."""
    acts = tuple(_acts(rng, visit))
    results = tuple(r for act in acts for r in _results(rng, act, visit.disease))
    return Care(tuple(_drugs(rng, visit)), acts, results)


def _drugs(rng: random.Random, visit: Visit) -> list[Drug]:
    keys = visit.disease.drugs
    few = 2 if len(keys) > 2 and visit.disease.course == "chronic" else len(keys)
    chosen = sorted(rng.sample(range(len(keys)), few))
    if visit.refers and visit.refers.upward and not visit.inpatient:
        chosen = chosen[:1]
    at = visit.end - dt.timedelta(minutes=rng.randrange(5, 30))
    return [_drug(keys[place], visit, at) for place in chosen]


def _drug(key: str, visit: Visit, at: dt.datetime) -> Drug:
    row = by_key("drugs", "key")[key]
    usual = int(row["quantity"])
    months = 1
    if visit.disease.course == "chronic" and visit.books:
        months = max(1, round((visit.books.day - visit.end.date()).days / 30))
    return Drug(row, usual * months, at)


def _acts(rng: random.Random, visit: Visit) -> list[Act]:
    services = by_key("services", "key")
    start = visit.admitted or visit.start
    acts = [Act(services[_examination(visit)], 1, visit.start, visit.start)]
    for key in visit.disease.services:
        if visit.facility.rank and not (key.startswith("exam")) and _done(rng, visit):
            ordered = start + dt.timedelta(minutes=rng.randrange(4, 20))
            done = min(visit.end, ordered + dt.timedelta(minutes=rng.randrange(10, 90)))
            acts.append(Act(services[key], 1, ordered, done))
    if visit.inpatient:
        acts.append(Act(services["bed"], max(1, visit.days - 1), start, visit.end))
    return acts


def _done(rng: random.Random, visit: Visit) -> bool:
    """Not every test is repeated when somebody comes back."""
    return visit.inpatient or happens(rng, 0.35 if visit.keeps else _DOUBLED)


_EXAMINATIONS = {
    "K18": "examchild", "K27": "examob", "K19": "examsurg", "K30": "exameye", "K28": "exament",
    "K13": "examskin",
}  # fmt: skip


def _examination(visit: Visit) -> str:
    return _EXAMINATIONS.get(visit.disease.department, "exam")


@functools.cache
def _indices() -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows("indices"):
        found[row["service"]] = (*found.get(row["service"], ()), row)
    return found


def _results(rng: random.Random, act: Act, ill: Disease) -> list[Result]:
    report = by_key("reports", "service").get(act.row["key"])
    if report:
        words = (report["description"], report["conclusion"])
        return [Result(act.row, {}, "", *words, act.done)]
    findings = dict(ill.findings)
    return [
        Result(act.row, index, _value(rng, index, findings), "", "", act.done)
        for index in _indices().get(act.row["key"], ())
    ]


def _value(rng: random.Random, index: Row, findings: dict[str, str]) -> str:
    """Draw a value: that of the disease (`96±28`, or a word) or the usual one."""
    usual = f"{index['mean']}±{index['spread']}" if index["mean"] else _NEGATIVE
    mean, sign, spread = findings.get(index["code"], usual).partition("±")
    if not sign:
        return mean
    value = max(float(mean) / 8, rng.gauss(float(mean), float(spread)))
    return f"{value:.{index['decimals']}f}"
