"""What a simulated city has beside its messages: facilities by name, beds, owners, inhabitants."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

from ai.given_table import read_given
from ai.places import RANKS
from ingest.reference.named import read_facilities
from simulator.run import simulate


def test_the_lists_are_of_the_city(tmp_path: Path) -> None:
    """Every sender has a name and a level; inhabitants are the city's citizens by their ward."""
    city = tmp_path / "city"
    simulate(city, 150, 5, 8, dt.date(2025, 9, 1), dt.date(2025, 9, 14))
    with (city / "facilities.csv").open(encoding="utf-8", newline="") as lines:
        named = {each.code: each for each in read_facilities(lines, tuple(RANKS))}
    assert {folder.name for folder in (city / "feed").iterdir()} <= set(named)
    given = read_given(city / "given.csv")
    with (city / "truth" / "people.csv").open(encoding="utf-8", newline="") as lines:
        living = Counter(row["ward"] for row in csv.DictReader(lines))
    assert given.population == living
    assert set(given.owners) == set(named)
    assert set(given.beds) == {code for code, each in named.items() if each.level != "station"}
