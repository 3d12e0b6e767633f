"""One Neo4j server as a child process: where it lives, how it is set up, started and stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

#: Neo4j reaches into these packages of java.base; it says so itself in its start script.
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
_READY = "Started."

SETTINGS: Mapping[str, str] = {
    "server.https.enabled": "false",
    "server.default_listen_address": "127.0.0.1",
    "dbms.usage_report.enabled": "false",
    "db.logs.query.enabled": "OFF",
    # how often a statement that is out of time is noticed
    "db.transaction.monitor.check.interval": "200ms",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps its data and listens; `http` 0 leaves the browser's port closed."""

    home: Path
    libraries: Path
    bolt: int
    http: int = 0
    heap: str = "512m"
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def conf(self) -> Path:
        """Folder of neo4j.conf."""
        return self.home / "conf"

    def prepare(self, password: str) -> None:
        """Write the configuration; the password counts only before the first start."""
        self.conf.mkdir(parents=True, exist_ok=True)
        lines = (f"{key}={value}\n" for key, value in self._all_settings().items())
        (self.conf / "neo4j.conf").write_text("".join(lines), encoding="utf-8")
        if not (self.home / "data" / "dbms").exists():
            self._set_password(password)

    def command(self) -> list[str]:
        """Give the command line of the server."""
        opened = [
            part for name in _OPENED for part in ("--add-opens", f"java.base/{name}=ALL-UNNAMED")
        ]
        memory = [f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseG1GC", "-Dfile.encoding=UTF-8"]
        entry = ["org.neo4j.server.CommunityEntryPoint"]
        folders = [f"--home-dir={self.home}", f"--config-dir={self.conf}"]
        return [*_java(), *memory, *opened, "-cp", f"{self.libraries}/*", *entry, *folders]

    def _all_settings(self) -> dict[str, str]:
        http = {"server.http.enabled": "false"}
        if self.http:
            http = {"server.http.listen_address": f":{self.http}"}
        bolt = {
            "server.bolt.listen_address": f"127.0.0.1:{self.bolt}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.bolt}",
            "server.memory.pagecache.size": "128m",
        }
        return {**SETTINGS, **bolt, **http, **self.settings}

    def _set_password(self, password: str) -> None:
        admin = [*_java(), "-cp", f"{self.libraries}/*", "org.neo4j.cli.AdminTool"]
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.conf)}
        words = [*admin, "dbms", "set-initial-password", password]
        done = subprocess.run(words, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"Neo4j refused its settings:\n{done.stdout}{done.stderr}")


class Server:
    """A running server; its output goes to `home`/console.log."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._process = subprocess.Popen(
            _dying_with_us(place.command()),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._started = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Give the process id."""
        return self._process.pid

    def wait_until_ready(self, seconds: float = 120.0) -> None:
        """Return when the server takes calls. Raise RuntimeError with its last words if not."""
        self._started.wait(seconds)
        if self._process.poll() is not None or not self._started.is_set():
            self.stop()
            raise RuntimeError(f"Neo4j did not start:\n{self._last_words()}")

    def wait(self) -> int:
        """Wait until it ends by itself and give its exit code."""
        return self._process.wait()

    def kill(self) -> None:
        """End it at once, as a power failure would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reader.join()

    def stop(self, seconds: float = 30.0) -> None:
        """Ask it to end, then insist."""
        self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self._reader.join(seconds)

    def _read(self) -> None:
        output = self._process.stdout
        if output is not None:
            with output, self._console().open("w", encoding="utf-8") as console:
                self._copy(output, console)
        self._started.set()

    def _copy(self, output: IO[str], console: IO[str]) -> None:
        for line in output:
            console.write(line)
            console.flush()
            if _READY in line:
                self._started.set()

    def _console(self) -> Path:
        return self.place.home / "console.log"

    def _last_words(self) -> str:
        return "".join(self._console().read_text("utf-8").splitlines(keepends=True)[-20:])


def _java() -> list[str]:
    return [shutil.which("java") or "java"]


def _dying_with_us(command: list[str]) -> list[str]:
    """Wrap a command so that it ends when this process is killed, where the system can do that."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else command
