"""Write requirements.lock: what pyproject.toml asks for, with all that it needs, as installed now.

Project, its extras and `dev`, and what builds the project itself; versions only, never an address.
Whatever else lies in the environment is left out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"


def asked_for() -> list[Requirement]:
    """Give what pyproject.toml names."""
    said: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = [
        *said["project"]["dependencies"],
        *(each for extra in said["project"]["optional-dependencies"].values() for each in extra),
        *said["dependency-groups"]["dev"],
        *said["build-system"]["requires"],
    ]
    return [Requirement(name) for name in names]


def needed() -> dict[str, str]:
    """Give name and installed version of everything that is needed, sorted."""
    found: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = asked_for()
    while todo:
        wanted = todo.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key not in seen:
            seen.add(key)
            found[key[0]] = distribution(wanted.name).version
            todo += _behind(wanted)
    return dict(sorted(found.items()))


def _behind(wanted: Requirement) -> Iterator[Requirement]:
    """Give what one distribution needs here, with the extras that were asked for."""
    extras = ["", *wanted.extras]
    for line in distribution(wanted.name).requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
            yield requirement


def page() -> str:
    """Write the lock: one `name==version` a line."""
    return "".join(f"{name}=={version}\n" for name, version in needed().items())


if __name__ == "__main__":
    LOCK.write_text(page(), encoding="utf-8")
