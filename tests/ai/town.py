"""A town whose every visit is known, as a snapshot: places, codes and days that group."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import product
from typing import Any

from ai.columns import Snapshot
from ai.days import Held, mended, opened
from ai.places import Known, Places
from graph.daily_columns import packed, shaped

LEVELS = {"01001": "city", "01002": "city", "01003": "central", "01C01": "station"}
OWNERS = {"01001": "public", "01002": "private", "01003": "public", "01C01": "public"}
DISTRICTS = {"00001": "001", "00002": "001", "00003": "002"}
CODES = ("A90", "A97.0", "J18.9")
DAYS = (20260130, 20260131, 20260202)
ATOMS = list(product(LEVELS, DISTRICTS, CODES, DAYS))
PLACES = Places(LEVELS, LEVELS, DISTRICTS, DISTRICTS, frozenset())
Town = Mapping[tuple[str, str, str, int], int]


def town(seed: int) -> Town:
    """Draw a town with many small cells."""
    rng = random.Random(seed)
    return {atom: rng.choice((0, 0, 1, 2, 3, 6, 20, 40)) for atom in ATOMS}


def snapshot_of(population: Town) -> Snapshot:
    """Write the visits of the town as facts of days."""
    days = {day: opened(packed(shaped(day, _day(population, day)))) for day in DAYS}
    held = mended(Held(), days)
    return Snapshot(1, held.tables(), PLACES, Known(owners=OWNERS))


def _day(population: Town, day: int) -> dict[str, list[dict[str, Any]]]:
    visits, diagnoses = [], []
    for (facility, ward, code, when), many in population.items():
        for n in range(many if when == day else 0):
            key = f"{facility}|{ward}|{code}|{n}"
            visits.append(visit(key, facility=facility, ward=ward, person=f"p-{key}"))
            diagnoses.append({"visit": key, "role": "main", "code": code})
    empty: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("item", "birth", "referral", "appointment")
    }
    return {"visit": visits, "diagnosis": diagnoses, **empty}


_NONE = (
    "reason", "admitted", "ended", "received", "days", "referred_from", "referred_to", "result",
    "cost_total", "cost_insurance", "cost_patient", "provisional", "department", "ending", "birth",
)  # fmt: skip


def visit(key: str, **said: str) -> dict[str, Any]:
    """A visit as the statements of a day read it; what is not said is none."""
    row: dict[str, Any] = {"visit": key, "sex": "female", "kind": "01", "entitlement": "1.1"}
    row |= {"started": "2026-01-30T01:00:00Z", "booked": False, **dict.fromkeys(_NONE)}
    return row | said
