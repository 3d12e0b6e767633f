"""Run the benchmarks: all of them, or the one named, with its own options behind its name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import (
    book_pages,
    facts,
    fuzz,
    growth,
    intake,
    linking,
    model,
    orders,
    questions,
    read,
    resolve,
    wires,
)

BENCHES = {
    "read": read.main,
    "intake": intake.main,
    "facts": facts.main,
    "growth": growth.main,
    "book": book_pages.main,
    "linking": linking.main,
    "orders": orders.main,
    "resolve": resolve.main,
    "questions": questions.main,
    "model": model.main,
    "fuzz": fuzz.main,
    "wires": wires.main,
}


def main() -> int:
    """Give 2 for a name that is none."""
    if len(sys.argv) == 1:
        for bench in BENCHES.values():
            bench([])
        return 0
    if sys.argv[1] not in BENCHES:
        print(f"usage: bench/run.py [{'|'.join(BENCHES)}] [options]", file=sys.stderr)
        return 2
    BENCHES[sys.argv[1]](sys.argv[2:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
