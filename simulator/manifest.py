"""What a simulation was asked for and what came out, as `manifest.json` keeps it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.habits import Habits
from simulator.outbreaks import Outbreak

#: Goes up whenever the same settings give other bytes.
VERSION = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for; equal settings give equal bytes."""

    seed: int
    people: int
    facilities: int
    start: dt.date
    end: dt.date
    version: int = VERSION

    def as_json(self) -> dict[str, int | str]:
        """Give the settings with their days as text."""
        return dataclasses.asdict(self) | {"start": f"{self.start}", "end": f"{self.end}"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """A finished simulation.

    `counts` and `roles` count the feed and `records.csv`; `truth_sha256` covers the files of the
    truth in the order of their names.
    """

    settings: Settings
    counts: Mapping[str, int]
    roles: Mapping[str, int]
    habits: Mapping[str, Habits]
    outbreaks: Sequence[Mapping[str, int | str]]
    truth_sha256: str

    def as_json(self) -> str:
        """Write the manifest; the same for the same settings, so it names no time of making."""
        content = {
            "settings": self.settings.as_json(),
            "counts": dict(self.counts),
            "roles": dict(self.roles),
            "habits": {code: dataclasses.asdict(habit) for code, habit in self.habits.items()},
            "outbreaks": [dict(outbreak) for outbreak in self.outbreaks],
            "truth_sha256": self.truth_sha256,
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def settings_of(out: Path) -> dict[str, int | str] | None:
    """Read the settings of a finished simulation; None where there is none."""
    try:
        found = json.loads((out / NAME).read_text(encoding="utf-8"))["settings"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, dict) else None


def sha256(files: Mapping[str, str]) -> str:
    """Give one digest for several files by name."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\n".encode())
        total.update(files[name].encode())
    return total.hexdigest()


def outbreak_row(outbreak: Outbreak) -> dict[str, int | str]:
    """Write an outbreak down, its disease by ICD-10."""
    return {
        "disease": outbreak.disease.code,
        "ward": outbreak.ward,
        "start": f"{outbreak.start}",
        "weeks": outbreak.weeks,
        "cases": outbreak.cases,
    }
