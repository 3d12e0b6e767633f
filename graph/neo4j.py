"""Neo4j over Bolt, by the official driver. `neo4j://user@host:port/database`, also `bolt://`.

Neo4j reads what is committed at each statement, so a read is a row of auto-commit statements,
each with its own time-out (a transaction would have one for all); a write is one transaction.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import neo4j

from graph.backup import dump, load
from graph.neo4j_errors import translated
from graph.neo4j_lists import in_one_map
from graph.retry import Patience, insist
from graph.store import Statement, Work
from graph.unit import Execute, Unit
from mpi.errors import Unavailable

T = TypeVar("T")

PASSWORD_VARIABLE = "HEALTHGRAPH_NEO4J_PASSWORD"  # noqa: S105  its name, not its value
_AWAIT_INDEXES = "CALL db.awaitIndexes(300)"
_WRITE_TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a store's URL: what the driver connects to, as whom, and which database."""

    server: str
    user: str
    database: str

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read a URL; user, port and database may be left out.

        >>> Address.parse("neo4j://an@db:7688/city")
        Address(server='neo4j://db:7688', user='an', database='city')
        >>> Address.parse("bolt://localhost")
        Address(server='bolt://localhost:7687', user='neo4j', database='neo4j')
        """
        parts = urlsplit(url)
        user, database = unquote(parts.username or ""), parts.path.strip("/")
        return cls(_server(parts), user or "neo4j", database or "neo4j")


class Neo4jStore:
    """A `graph.store.Store` on a Neo4j server."""

    def __init__(self, url: str, driver: neo4j.Driver, database: str) -> None:
        self.url = url
        self._driver, self._database = driver, database

    def read(self, work: Callable[[Work], T], /, *, timeout: float = 10.0) -> T:
        """See `graph.store.Store.read`. Each statement reads what is committed when it starts."""
        return insist(lambda: self._look(work, timeout), Patience())

    def write(self, work: Callable[[Work], T], /) -> T:
        """See `graph.store.Store.write`. Deadlocks and a server that restarts are retried."""
        return insist(lambda: self._attempt(work), Patience())

    def define(self, ddl: Sequence[str], /) -> None:
        """See `graph.store.Store.define`. Waits until every index can be used."""
        for text in (*ddl, _AWAIT_INDEXES):
            insist(lambda text=text: self._define(text), Patience())  # type: ignore[misc]

    def backup(self, target: Path, /) -> None:
        """See `graph.store.Store.backup`. Let writers rest meanwhile: it is not one snapshot."""
        dump(self, target)

    def restore(self, source: Path, /) -> None:
        """See `graph.store.Store.restore`."""
        load(self, source)

    def close(self) -> None:
        """Close every connection."""
        self._driver.close()

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=access)

    def _define(self, text: str) -> None:
        with translated(), self._session(neo4j.WRITE_ACCESS) as session:
            session.run(_query(text, None)).consume()

    def _look(self, work: Callable[[Work], T], timeout: float) -> T:
        with self._session(neo4j.READ_ACCESS) as session:

            def run(text: str, params: dict[str, Any]) -> neo4j.Result:
                return session.run(_query(text, timeout), params)

            return work(Unit(_execute(run), writes=False))

    def _attempt(self, work: Callable[[Work], T]) -> T:
        with self._session(neo4j.WRITE_ACCESS) as session:
            with translated():
                transaction = session.begin_transaction(timeout=_WRITE_TIMEOUT)
            with transaction:
                unit = Unit(_execute(transaction.run), writes=True)
                result = work(unit)
                unit.settle()
                with translated():
                    transaction.commit()
        return result


def open_neo4j(url: str, password: str | None = None) -> Neo4jStore:
    """The store at `url`; the password comes from the environment when None.

    Raises Unavailable when the server does not answer or refuses.
    """
    address = Address.parse(url)
    secret = os.environ.get(PASSWORD_VARIABLE, "") if password is None else password
    if not secret:
        raise Unavailable(f"no password for Neo4j: set {PASSWORD_VARIABLE}", 0)
    driver = _connect(address, secret)
    return Neo4jStore(url, driver, address.database)


def _connect(address: Address, secret: str) -> neo4j.Driver:
    with translated():
        driver = neo4j.GraphDatabase.driver(
            address.server,
            auth=(address.user, secret),
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            connection_timeout=5.0,
            connection_acquisition_timeout=30.0,
        )
        try:
            with driver.session(database=address.database) as session:
                session.run("RETURN 1 AS one").consume()
        except Exception:
            driver.close()
            raise
    return driver


def _server(parts: SplitResult) -> str:
    host = parts.hostname or "localhost"
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}:{parts.port or 7687}"


def _query(text: str, timeout: float | None) -> neo4j.Query:
    return neo4j.Query(text, timeout=timeout)


def _execute(run: Callable[[str, dict[str, Any]], neo4j.Result]) -> Execute:
    def execute(statement: Statement, params: dict[str, Any]) -> list[Mapping[str, Any]]:
        with translated():
            return [dict(record) for record in run(*in_one_map(statement.text, params))]

    return execute
