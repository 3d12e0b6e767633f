"""What is kept about questions: the log, receipts, what each reader was told, conversations.

One SQLite file, `questions.db`, beside the intake ledger; safe for several processes. An answer
is kept in one transaction before it is given: what was not noted was not told.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ai.answering.receipts import Receipt
from ai.disclosure.boxes import Box, Cell
from ai.query import Query, query_json, query_of
from api import questions_sql as sql
from mpi.errors import NotFound, Unavailable
from mpi.typed_json import encode

_BUSY = 10.0  # seconds to wait for another process's commit


@dataclass(frozen=True, slots=True)
class Entry:
    """One question in the log. `words` is None unless every word was explained by the catalogue."""

    at: str
    reader: str
    role: str
    scope: str
    door: str
    outcome: str
    reason: str = ""
    words: str | None = None
    receipt: str = ""


class Questions:
    """All that is kept about questions. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._db = sqlite3.connect(
                path, timeout=_BUSY, isolation_level=None, check_same_thread=False
            )
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._prepare(path)
        except (OSError, sqlite3.Error) as error:
            raise Unavailable(f"questions: {error}", 0) from None

    def _prepare(self, path: Path) -> None:
        """Make the tables; a file from before versions has those of version 1."""
        found = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        if found > sql.VERSION:
            self._db.close()
            rule = f"was written by a newer program (version {found}, this one knows {sql.VERSION})"
            raise Unavailable(f"{path.name}: {rule}; run that one, or move the file away", 0)
        self._db.executescript(sql.SCHEMA)
        self._db.execute(f"PRAGMA user_version = {sql.VERSION}")

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Make what is read and kept inside one transaction: two questions cannot slip past."""
        with self._lock, _translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def log(self, entry: Entry) -> None:
        """Note who asked and how it ended."""
        self._run(sql.LOG, encode(entry))

    def logged(self, limit: int = 100) -> list[Entry]:
        """List the log, newest first."""
        return [Entry(*row) for row in self._run(sql.LOGGED, (limit,))]

    def told(self, reader: str, measures: Iterable[str]) -> list[Cell]:
        """List what a reader was shown or refused of some measures, oldest first."""
        rows = self._run(sql.TOLD, (reader, json.dumps(sorted(set(measures)))))
        return [_cell(*row) for row in rows]

    def tell(self, reader: str, cells: Sequence[Cell]) -> None:
        """Add what a reader is shown or refused now."""
        for cell in cells:
            self._run(sql.TELL, _row(reader, cell))

    def keep(self, reader: str, receipt: Receipt) -> None:
        """Keep a receipt."""
        self._run(sql.KEEP_RECEIPT, (receipt.id, reader, json.dumps(encode(receipt))))

    def receipt(self, run: str) -> tuple[str, Receipt]:
        """Give a receipt and the reader that it was given to. Raises NotFound."""
        rows = self._run(sql.RECEIPT, (run,))
        if not rows:
            raise NotFound("receipt", run)
        content = json.loads(rows[0][1])
        tuples = {name: tuple(content[name]) for name in ("columns", "rows")}
        return rows[0][0], Receipt(**content | tuples)

    def remember(self, reader: str, conversation: str, query: Query) -> None:
        """Keep the query that a follow-up of this conversation will edit."""
        self._run(sql.REMEMBER, (reader, conversation, json.dumps(query_json(query))))
        self._run(sql.FORGET_MISSED, (reader, conversation))

    def miss(self, reader: str, conversation: str) -> None:
        """Keep that the last words of this conversation got no answer."""
        self._run(sql.MISS, (reader, conversation))

    def missed(self, reader: str, conversation: str) -> bool:
        """Tell whether the last words of this conversation got no answer."""
        return bool(self._run(sql.MISSED, (reader, conversation)))

    def recall(self, reader: str, conversation: str) -> Query | None:
        """Give the last query of a reader's conversation."""
        rows = self._run(sql.RECALL, (reader, conversation))
        return query_of(json.loads(rows[0][0])) if rows else None

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _run(self, text: str, values: Any) -> list[Any]:
        with self._lock, _translated():
            return self._db.execute(text, values).fetchall()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Unavailable(f"questions: {error}") from None


def _row(reader: str, cell: Cell) -> Mapping[str, object]:
    sides = json.dumps({axis: sorted(leaves) for axis, leaves in sorted(cell.box.sides.items())})
    return {
        "reader": reader,
        "measure": cell.box.measure,
        "box": hashlib.sha256(sides.encode()).hexdigest(),
        "sides": sides,
        "additive": int(cell.box.additive),
        "count": cell.count,
        "shown": int(cell.shown),
    }


def _cell(measure: str, sides: str, additive: int, count: int, shown: int) -> Cell:
    leaves = {axis: frozenset(each) for axis, each in json.loads(sides).items()}
    return Cell(Box(measure, leaves, bool(additive)), count, bool(shown))
