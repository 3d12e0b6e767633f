"""Fail when a package's branch coverage is below 100 %.

    python tools/coverage_floor.py mpi ingest

Reads .coverage as `pytest --cov` left it. Exit 1 names the packages that fall short.
"""

from __future__ import annotations

import io
import sys

import coverage


def percent(package: str) -> float:
    """Line and branch coverage of one package, in per cent."""
    measured = coverage.Coverage()
    measured.load()
    report = io.StringIO()
    return measured.report(include=[f"{package}/*"], file=report, show_missing=True)


def main(packages: list[str]) -> int:
    """Print the coverage of each package; 1 when one is below 100 %."""
    figures = {package: percent(package) for package in packages}
    for package, figure in figures.items():
        print(f"coverage of {package}: {figure:.1f} %")
    return int(any(figure < 100 for figure in figures.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
