"""Bring a Neo4j server into .neo4j/lib: the libraries that pom.xml names, from Maven Central."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HOME = ROOT / ".neo4j"
LIBRARIES = HOME / "lib"
_STAMP = HOME / "installed.pom.xml"


def missing() -> str:
    """Say what this machine lacks to install or run Neo4j; empty when nothing."""
    wanted = ("java",) if installed() else ("java", "mvn")
    absent = [name for name in wanted if shutil.which(name) is None]
    return f"not found: {', '.join(absent)}" if absent else ""


def installed() -> bool:
    """Whether .neo4j/lib holds what pom.xml asks for today."""
    pom = (HERE / "pom.xml").read_bytes()
    return _STAMP.exists() and _STAMP.read_bytes() == pom


def install() -> Path:
    """Install once, however many processes ask at the same time; give the libraries' folder."""
    HOME.mkdir(exist_ok=True)
    with (HOME / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed():
            _fetch()
    return LIBRARIES


def _fetch() -> None:
    shutil.rmtree(LIBRARIES, ignore_errors=True)
    command = ["mvn", "--quiet", "--batch-mode", "--file", str(HERE / "pom.xml")]
    target = [f"-DoutputDirectory={LIBRARIES}", "-DincludeScope=runtime"]
    subprocess.run([*command, "dependency:copy-dependencies", *target], check=True)
    shutil.copyfile(HERE / "pom.xml", _STAMP)


if __name__ == "__main__":
    if reason := missing():
        sys.exit(f"Neo4j cannot be installed: {reason}")
    print(f"Neo4j is in {install().parent}")
