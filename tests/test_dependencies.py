"""What the project needs is written down: imports are declared, the lock holds all of it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.pages import ROOT, tracked
from tools.lock import LOCK, asked_for, needed

_PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
_ROOMS = ("mpi", "graph", "ingest", "ai", "api", "simulator")
_OWN = {*_ROOMS, "tests", "tools", "bench", "install", "server"}


def _names(lines: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines}


def _imported(folder: str) -> Iterator[tuple[str, str]]:
    """Give file and top-level module of each import that is not our own or the library's."""
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if path.suffix == ".py" and name.startswith(f"{folder}/"):
            for module in _modules(ast.parse(path.read_text("utf-8"))):
                top = module.partition(".")[0]
                if top not in sys.stdlib_module_names and top not in _OWN:
                    yield name, top


def _modules(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("folder", [*_ROOMS, "tests", "tools"])
def test_what_is_imported_is_declared(folder: str) -> None:
    """The rooms need what the project and its extras name, tests and tools the dev group too."""
    extras = _PROJECT["project"]["optional-dependencies"].values()
    declared = _names(_PROJECT["project"]["dependencies"] + [n for extra in extras for n in extra])
    if folder not in _ROOMS:
        declared |= _names(_PROJECT["dependency-groups"]["dev"])
    homes = packages_distributions()
    missing = [
        (name, top)
        for name, top in _imported(folder)
        if not declared & {canonicalize_name(home) for home in homes.get(top, ())}
    ]
    assert missing == []


def test_the_lock_holds_versions_only() -> None:
    """One `name==version` a line, sorted, no address, no option."""
    lines = LOCK.read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.!+]*", line)] == []
    names = [line.partition("==")[0] for line in lines]
    assert names == sorted(names)


def test_the_lock_holds_what_is_needed_and_no_more() -> None:
    """The closure of pyproject.toml; `make lock` writes it anew."""
    locked = {line.partition("==")[0] for line in LOCK.read_text("utf-8").splitlines()}
    assert locked == set(needed())


def test_the_lock_agrees_with_pyproject() -> None:
    """Each version in the lock is one that pyproject.toml allows."""
    locked = dict(line.split("==") for line in LOCK.read_text("utf-8").splitlines())
    for wanted in asked_for():
        version = Version(locked[canonicalize_name(wanted.name)])
        assert wanted.specifier.contains(version), wanted
