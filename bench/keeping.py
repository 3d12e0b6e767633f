"""How figures are measured and kept: with the commit, the machine and the date."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import resource
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def keep(bench: str, figures: dict[str, Any]) -> None:
    """Print figures and write them to results/<commit>-<bench>.json."""
    commit = _commit()
    about = {
        "bench": bench,
        "commit": commit,
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(about | figures, indent=2, ensure_ascii=False)
    (RESULTS / f"{commit}-{bench}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def memory_mb() -> float:
    """Resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def _commit() -> str:
    run = ("git", "rev-parse", "--short", "HEAD")
    done = subprocess.run(run, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() or "no-commit"
