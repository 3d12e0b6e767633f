"""Bring a store to the schema of this version of the project, step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from graph import ddl
from graph.kinds import SCHEMA_VERSION
from graph.schema_three import to_schema_three
from graph.schema_two import to_schema_two
from graph.store import Statement, Store
from graph.values import instant
from mpi.errors import Unavailable

Step = Callable[[Store], None]

READ_VERSION = Statement("""
    MATCH (s:StoreInfo {id: 'schema'})
    RETURN s.version AS version
""")

SET_VERSION = Statement(
    """
    MERGE (s:StoreInfo {id: 'schema'})
    SET s.version = $version, s.migrated_at = $at
    """,
    writes=True,
)


def migrate(store: Store) -> int:
    """Run the steps that the store has not had, each once, and give its version.

    Safe to repeat. Raises Unavailable for a store that a newer version of the project made.
    """
    have = schema_version(store)
    refuse_newer(have)
    return _from(store, have)


def resume_from(store: Store, version: int) -> int:
    """Take a store whose content is of `version`, as a backup says, to the present schema."""
    if version:
        _set_version(store, version)
    return _from(store, version)


def schema_version(store: Store) -> int:
    """The version that a store was brought to; 0 when it never was."""
    rows = store.read(lambda work: work.run(READ_VERSION))
    return int(rows[0]["version"]) if rows else 0


def require_current(store: Store) -> Store:
    """The same store, when its schema is the one that this version of the project works on.

    Raises Unavailable with what to do otherwise.
    """
    have = schema_version(store)
    refuse_newer(have)
    if have < SCHEMA_VERSION:
        raise Unavailable(
            f"this store has schema {have}, {SCHEMA_VERSION} is needed:"
            " run `healthgraph store migrate`",
            retry_after=0,
        )
    return store


def refuse_newer(version: int) -> None:
    """Raise Unavailable when a newer version of the project has been here."""
    if version > SCHEMA_VERSION:
        raise Unavailable(
            f"this store has schema {version}, newer than {SCHEMA_VERSION}:"
            " use the version of the project that made it",
            retry_after=0,
        )


def define_all(store: Store) -> None:
    """Constraints and indexes of every kind in `graph.kinds`; repeating it changes nothing."""
    store.define(ddl.statements())


def _from(store: Store, have: int) -> int:
    for version in range(have + 1, SCHEMA_VERSION + 1):
        STEPS[version](store)
        _set_version(store, version)
    return SCHEMA_VERSION


def _set_version(store: Store, version: int) -> None:
    now = instant(dt.datetime.now(dt.UTC).replace(microsecond=0))
    store.write(lambda work: work.run(SET_VERSION, version=version, at=now))


#: Version -> what brings a store of the version before to it.
STEPS: Mapping[int, Step] = {
    1: define_all,
    2: to_schema_two,
    3: to_schema_three,
    4: define_all,  # PatientCode is new
}
