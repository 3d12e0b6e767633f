"""How commands end: one line that says what is wrong, and the exit code that goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import application
from tests.api.commands import Call, Simulated

pytestmark = pytest.mark.xdist_group("cli")

_HERE = "--store=embedded:store"

_MISUSED = [
    (("stats",), "Missing option '--store'"),
    (("nothing",), "No such command 'nothing'"),
    (("stat", _HERE), "Did you mean 'stats'"),
    (("stats", "--stor=x"), "No such option"),
    (("stats", "--store", "foo:bar"), "--store: must be embedded:PATH or neo4j://"),
    (("stats", "--store", ""), "--store: must be embedded:PATH or neo4j://"),
    (("stats", "--store", "embedded:"), "--store: must be embedded:PATH or neo4j://"),
    (("stats", "--store", "neo4j://n@db:x/y"), "port 1 to 65535"),
    (("stats", "--store", "neo4j://n:pw@db/y"), "set HEALTHGRAPH_NEO4J_PASSWORD"),
    (("stats", _HERE), "no store 'embedded:store'"),
    (("check", "--store", "embedded:a-file"), "no store 'embedded:a-file'"),
    (("book", _HERE), "Missing argument"),
    (("book", "p-1", _HERE, "--as-of", "2026-13-01"), "'--as-of'"),
    (("find", _HERE, "--birth-date", "1985-13-01"), "--birth-date"),
    (("find", _HERE, "--name", "An", "--limit", "0"), "'--limit'"),
    (("ingest", "nowhere", _HERE), "no file 'nowhere'"),
    (("ingest", "empty", _HERE), "PATH: no files found"),
    (("evaluate", _HERE, "--truth", "nowhere.csv"), "no file 'nowhere.csv'"),
    (("evaluate", _HERE, "--truth", "a-file"), "column facility is missing"),
    (("evaluate", "--links", "a-file", "--truth", "a-file", "--as-of", "2026-01-01"), "--as-of"),
    (("reference", "load", "nowhere.tsv", _HERE), "no file 'nowhere.tsv'"),
    (("store", "restore", "nowhere.gz", _HERE), "cannot be read"),
    (("quarantine", "list", _HERE), "no intake ledger"),
    (("token", "--role", "king", "--subject", "x", _HERE), "'--role'"),
    (("token", "--role", "clinician", "--subject", "x", _HERE), "facility"),
    (("facility", "add", "1", "--name", "x", _HERE), "MA_CSKCB"),
    (("simulate", "out", "--people", "9", "--seed", "1", "--from", "2025-01-02", "--to",
      "2025-01-01"), "must not be before"),
    (("simulate", "out", "--people", "9", "--seed", "1", "--from", "1999-01-01"), "none before"),
    (("simulate", "a-file", "--people", "9", "--seed", "1"), "is a file"),
    (("demo", "--store", "nothing"), "--store: must be embedded:PATH or neo4j://"),
    (("serve", _HERE, "--port", "99999"), "'--port'"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder with one file and one empty folder, without settings around."""
    (tmp_path / "a-file").write_text("something\n")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEALTHGRAPH_STORE_URL", raising=False)


@pytest.mark.parametrize(("words", "complaint"), _MISUSED)
def test_bad_usage_or_input_ends_with_2(call: Call, words: tuple[str, ...], complaint: str) -> None:
    """One line on standard error names what is wrong; nothing is on standard output."""
    done = call(*words)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err
    assert done.err.startswith("healthgraph: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("words", [(), ("store",), ("quarantine",)])
def test_a_group_without_a_command_shows_its_help(call: Call, words: tuple[str, ...]) -> None:
    """The help is the answer, and the code says that something was missing."""
    done = call(*words)
    assert done.code == 2
    assert "Usage: healthgraph" in done.out + done.err


def test_errors_are_words_even_with_json(call: Call) -> None:
    """A program that reads JSON never finds half an answer: errors go to standard error only."""
    done = call("stats", _HERE, "--json")
    assert (done.code, done.out) == (2, "")
    assert done.err == "healthgraph: no store 'embedded:store'\n"


def test_an_unknown_person_is_bad_input(call: Call, simulated: Simulated) -> None:
    """A book that is nobody's ends with 2, and says no more than that."""
    done = call("book", "p-nobody", "--store", simulated.store)
    assert (done.code, done.err) == (2, "healthgraph: no person 'p-nobody'\n")


@pytest.mark.parametrize(
    ("password", "complaint"), [("", "no password for Neo4j"), ("x", "Neo4j does not answer")]
)
def test_neo4j_that_is_away_ends_with_3(
    call: Call, monkeypatch: pytest.MonkeyPatch, password: str, complaint: str
) -> None:
    """A server that does not run is the engine's fault, not the caller's."""
    monkeypatch.setenv("HEALTHGRAPH_NEO4J_PASSWORD", password)
    done = call("stats", "--store", "neo4j://neo4j@127.0.0.1:1/neo4j")
    assert (done.code, done.out) == (3, "")
    assert done.err == f"healthgraph: {done.err[13:].rstrip()}\n"
    assert complaint in done.err


def test_a_store_that_cannot_be_made_ends_with_3(call: Call) -> None:
    """A path below a file has no place for a store."""
    done = call("store", "migrate", "--store", "embedded:a-file/store")
    assert (done.code, done.err) == (3, "healthgraph: a-file/store: Not a directory\n")


@pytest.mark.parametrize(
    ("error", "code", "complaint"),
    [
        (PermissionError(13, "Permission denied", "x.xml"), 2, "x.xml: Permission denied"),
        (IsADirectoryError(21, "Is a directory", "x"), 2, "x: Is a directory"),
        (OSError(28, "No space left on device"), 3, "No space left on device"),
        (KeyboardInterrupt(), 130, "stopped"),
        (EOFError(), 130, "stopped"),
        (ZeroDivisionError("secret"), 3, "internal error (ZeroDivisionError)"),
    ],
)
def test_faults_from_below_are_told_in_one_line(
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    complaint: str,
) -> None:
    """Faults of files end with 2, of the disk with 3, a stop with 130; never a traceback."""

    def fails(_arguments: list[str]) -> int:
        raise error

    monkeypatch.setattr(application, "_invoke", fails)
    done = call("stats")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"healthgraph: {complaint}")
    assert "secret" not in done.err


def test_the_traceback_is_there_for_who_asks(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """HEALTHGRAPH_DEBUG=1 shows where an unforeseen error came from."""
    monkeypatch.setattr(application, "_invoke", lambda _arguments: 1 // 0)
    monkeypatch.setenv("HEALTHGRAPH_DEBUG", "1")
    assert "ZeroDivisionError: integer division" in call("stats").err


def test_the_version_is_told(call: Call) -> None:
    """`--version` needs no command."""
    assert call("--version").out.startswith("healthgraph 0.")
