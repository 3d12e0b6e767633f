"""Gold numbers: what a gold query comes to, counted with pandas from a dump of the graph.

It reads the gold query as the corpus has it and shares no code with the compiler; it knows counts
of visits, people and cases, and says None of a query that it cannot count.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from graph.store import Store

Gold = Mapping[str, Any]
Numbers = dict[tuple[str, ...], float]
_BEDS = {"03", "04", "06", "09"}
_COUNTS: dict[str, Callable[[pd.DataFrame], float]] = {
    "encounters": lambda v: v.id.nunique(),
    "inpatient_encounters": lambda v: v[v.kind.isin(_BEDS)].id.nunique(),
    "outpatient_encounters": lambda v: v[~v.kind.isin(_BEDS)].id.nunique(),
    "emergency_encounters": lambda v: v[v.insurance_object == "2"].id.nunique(),
    "admissions": lambda v: v[v.kind.isin({"03", "09"})].id.nunique(),
    "people_treated": lambda v: v.person.nunique(),
    "cases": lambda v: v.id.nunique(),
    "people_with_diagnosis": lambda v: v.person.nunique(),
}
_OF_DIAGNOSES = {"cases", "people_with_diagnosis"}
_KNOWN = {
    "facility", "sex", "kind", "insurance_object", "ward", "department", "month", "quarter",
    "weekday", "week", "day", "code",
}  # fmt: skip
#: Codes of the groups that the corpus asks about, by their beginnings (QĐ 97/2026, QĐ 4469/2020).
_GROUPS = {
    "dengue": ("A90", "A91", "A97"), "hand-foot-mouth": ("B08.4",), "measles": ("B05",),
    "influenza": ("J09", "J10", "J11"), "pneumonia": tuple(f"J{n}" for n in range(12, 19)),
    "hypertension": tuple(f"I{n}" for n in range(10, 16)), "covid": ("U07.1", "U07.2"),
    "diabetes": tuple(f"E{n}" for n in range(10, 15)), "asthma": ("J45", "J46"),
    "stroke": tuple(f"I{n}" for n in range(60, 65)),
}  # fmt: skip


def diagnosed_visits(store: Store, folder: Path) -> pd.DataFrame:
    """One row a visit and diagnosis, with who, where, when, and whether it is the main one."""
    nodes, edges = _dump(store, folder)
    record, person = dict(edges["OF"]), dict(edges["IDENTIFIES"])
    of_visit = dict(edges["DIAGNOSED_IN"])
    codes = pd.DataFrame(
        [(of_visit[key], d.get("code"), d.get("role")) for key, d in nodes["Diagnosis"].items()],
        columns=["id", "code", "role"],
    )
    rows = [_visit(key, e, person[record[key]]) for key, e in nodes["Encounter"].items()]
    return pd.DataFrame(rows).merge(codes[codes.role.isin({"main", "secondary"})], how="left")


def numbers(frame: pd.DataFrame, gold: Gold) -> Numbers | None:
    """The number of each group, none that are empty; None for what is not counted here."""
    (metric,) = gold["metrics"][:1]
    if metric not in _COUNTS or len(gold["metrics"]) > 1 or not set(gold["dimensions"]) <= _KNOWN:
        return None
    some = frame[frame.day.between(*gold["period"])]
    if metric in _OF_DIAGNOSES:
        some = some[some.code.notna()]
    for each in gold["filters"]:
        keep = _members(some, each, main=metric not in _OF_DIAGNOSES)
        if keep is None:
            return None
        some = some[keep != each["excluded"]]
    return _grouped(some, gold["dimensions"], _COUNTS[metric])


def _grouped(
    some: pd.DataFrame, by: list[str], count: Callable[[pd.DataFrame], float]
) -> Numbers | None:
    if not by:
        return {(): float(count(some))}
    if len(by) > 1:
        return None
    groups = {(str(key),): float(count(part)) for key, part in some.groupby(by[0])}
    return {key: number for key, number in groups.items() if number and key != ("",)}


def _members(some: pd.DataFrame, each: Gold, *, main: bool) -> pd.Series[bool] | None:
    name, members = each["dimension"], each["members"]
    if name in _KNOWN:
        return some[name].isin(members)
    if name not in {"icd", "disease_group"}:
        return None
    if name == "disease_group" and not set(members) <= set(_GROUPS):
        return None
    starts = [code for m in members for code in (_GROUPS[m] if name != "icd" else _range(m))]
    ill = some.code.fillna("").str.startswith(tuple(starts))
    return ill & (some.role == "main") if main else ill


def _range(member: str) -> list[str]:
    if "-" not in member:
        return [member]
    first, last = member.split("-")
    return [f"{first[0]}{n:02}" for n in range(int(first[1:]), int(last[1:]) + 1)]


def _visit(key: str, e: Mapping[str, Any], person: str) -> dict[str, Any]:
    day = pd.to_datetime(str(e["started_on"]), format="%Y%m%d")
    year, week, weekday = day.isocalendar()
    return {
        "id": key, "person": person, "facility": e["facility"], "day": f"{day:%Y-%m-%d}",
        "month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{day.quarter}",
        "week": f"{year}-W{week:02}", "weekday": str(weekday), "sex": e.get("patient_sex") or "",
        "kind": e.get("kind") or "", "ward": e.get("patient_ward") or "",
        "insurance_object": str(e.get("entitlement") or "").split(".")[0],
        "department": e.get("department") or "",
    }  # fmt: skip


def _dump(
    store: Store, folder: Path
) -> tuple[dict[str, dict[str, Any]], dict[str, list[tuple[str, str]]]]:
    nodes: dict[str, dict[str, Any]] = {"Encounter": {}, "Diagnosis": {}}
    edges: dict[str, list[tuple[str, str]]] = {"OF": [], "IDENTIFIES": [], "DIAGNOSED_IN": []}
    store.backup(folder / "gold.jsonl.gz")
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in map(json.loads, file):
            for row in line.get("rows", ()):
                if line.get("nodes") in nodes:
                    nodes[line["nodes"]][row["id"]] = row["properties"]
                elif "edges" in line and line["edges"][0] in edges:
                    edges[line["edges"][0]].append((row["source"], row["target"]))
    return nodes, edges
