"""docker-compose.yml says what the settings, the pom and the image can do, and nothing secret."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import PREFIX, Settings, variable
from graph.neo4j import PASSWORD_VARIABLE, Address
from tests.neo4j_server import free_port

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: Mapping[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: Mapping[str, Any] = COMPOSE["services"]
OURS: Mapping[str, str] = SERVICES["service"]["environment"]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")


def test_every_variable_is_a_setting() -> None:
    """A name that the settings do not have would be set for nothing."""
    known = {variable(name) for name in Settings.model_fields}
    assert {name for name in OURS if name.startswith(PREFIX)} - known == set()
    assert PASSWORD_VARIABLE in known


def test_settings_take_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service would start with them: every value is of its setting's type and range."""
    for name, value in OURS.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (settings.host, settings.port, str(settings.data_dir)) == ("0.0.0.0", 8000, "/data")  # noqa: S104
    assert Address.parse(settings.store_url) == Address("neo4j://neo4j:7687", "neo4j", "neo4j")


def test_neo4j_is_the_release_that_is_tested() -> None:
    """Image and pom are of one minor release."""
    pom = (ROOT / "tools" / "neo4j" / "pom.xml").read_text("utf-8")
    tested = re.search(r"<neo4j.version>(\d+\.\d+)\.\d+<", pom)
    assert tested is not None
    assert SERVICES["neo4j"]["image"] == f"neo4j:{tested[1]}-community"


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_watched_and_limited(name: str) -> None:
    """Each has a health check, limits of memory and processor, and comes back after a fall."""
    service = SERVICES[name]
    assert {"test", "interval", "timeout", "retries"} <= service["healthcheck"].keys()
    assert {"cpus", "memory"} <= service["deploy"]["resources"]["limits"].keys()
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_data_outlive_the_container(name: str) -> None:
    """What a service writes to /data is in a named volume that is declared."""
    mounts = dict(volume.split(":")[:2] for volume in SERVICES[name]["volumes"])
    assert "/data" in mounts.values()
    assert set(mounts) <= COMPOSE["volumes"].keys()


@pytest.mark.parametrize("name", SERVICES)
def test_password_is_a_secret(name: str) -> None:
    """No variable holds it; both containers read it from one declared secret."""
    environment = SERVICES[name]["environment"]
    assert environment["NEO4J_AUTH_FILE"] == "/run/secrets/neo4j_auth"
    assert not {"NEO4J_AUTH", PASSWORD_VARIABLE} & environment.keys()
    assert SERVICES[name]["secrets"] == list(COMPOSE["secrets"]) == ["neo4j_auth"]


def test_nothing_listens_beyond_this_machine() -> None:
    """Only the service has a port, and only on the loopback address."""
    published = {name: service.get("ports", []) for name, service in SERVICES.items()}
    assert published == {"neo4j": [], "service": ["127.0.0.1:8000:8000"]}


def test_heap_and_page_cache_fit_the_limit() -> None:
    """Neo4j is not killed for memory that it was told to take."""
    environment = SERVICES["neo4j"]["environment"]
    asked = ("NEO4J_server_memory_heap_max__size", "NEO4J_server_memory_pagecache_size")
    taken = sum(int(environment[name].removesuffix("g")) for name in asked)
    assert taken < int(
        SERVICES["neo4j"]["deploy"]["resources"]["limits"]["memory"].removesuffix("g")
    )


def test_image_is_built_from_what_is_there() -> None:
    """Every path that the Dockerfile copies exists and is not ignored."""
    assert SERVICES["service"]["build"] == {"context": ".", "dockerfile": "deploy/Dockerfile"}
    kept = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    copied = [line.split()[1:-1] for line in DOCKERFILE.splitlines() if line.startswith("COPY ")]
    paths = {path for line in copied for path in line if not path.startswith(("/", "--"))}
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    assert {path.split("/")[0] for path in paths} <= kept


def test_container_runs_as_nobody_special() -> None:
    """The process is no root, and its files are read-only."""
    assert re.search(r"^USER healthgraph$", DOCKERFILE, re.MULTILINE)
    assert SERVICES["service"]["read_only"] is True
    assert SERVICES["service"]["cap_drop"] == ["ALL"]


def test_entry_point_hands_on_the_password(tmp_path: Path) -> None:
    """`user/password` in the secret's file becomes the setting; the command runs in its place."""
    (tmp_path / "auth").write_text("neo4j/with/slash and space\n", encoding="utf-8")
    done = subprocess.run(
        ["sh", str(ROOT / "deploy" / "entrypoint.sh"), "printenv", PASSWORD_VARIABLE],
        env={"PATH": os.environ["PATH"], "NEO4J_AUTH_FILE": str(tmp_path / "auth")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "with/slash and space\n"


def test_health_check_fails_when_nobody_answers() -> None:
    """The health check's own command, run against a port that is closed, fails."""
    program = SERVICES["service"]["healthcheck"]["test"][3]
    environment = {**os.environ, "HEALTHGRAPH_PORT": str(free_port())}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=False
    )
    assert (done.returncode, b"Connection refused" in done.stderr) == (1, True)
