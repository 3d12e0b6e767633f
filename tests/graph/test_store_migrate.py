"""A store is brought to the schema once, and a store of another version is not touched."""

from __future__ import annotations

import pytest

from graph import ddl, migrate
from graph.aliases import today
from graph.decision_log import OF_PERSON, Author, Deed, Given, entries
from graph.kinds import NODES, SCHEMA_VERSION
from graph.people_statements import SAID_OF_RECORDS
from graph.relinking import Signed, merge
from graph.schema import NodeKind, Property, Type
from graph.store import Statement, Store
from graph.whereabouts import presence_of
from mpi.errors import Unavailable

FORGET = Statement("MATCH (s:StoreInfo {id: 'schema'}) DETACH DELETE s", writes=True)
INFO = Statement("MATCH (s:StoreInfo) RETURN s.id AS id, s.version AS version", whole=True)
CONSTRAINTS = Statement("SHOW CONSTRAINTS", whole=True)
TASK_OF_OLD = Statement(
    "MATCH (t:ReviewTask {id: 't-01004|BN1'}) RETURN t.kind AS kind, t.decision AS decision"
)


def pretend(store: Store, version: int) -> None:
    """Make the store say that it is of another version."""
    at = "2026-03-02T01:14:00Z"
    store.write(lambda work: work.run(migrate.SET_VERSION, version=version, at=at))


def test_migrating_twice_changes_nothing(store: Store) -> None:
    """The second time there is no step to run."""
    assert migrate.migrate(store) == migrate.migrate(store) == SCHEMA_VERSION
    assert store.read(lambda work: work.run(INFO)) == [{"id": "schema", "version": SCHEMA_VERSION}]


def test_new_store_has_no_version(store: Store) -> None:
    """Before its first migration a store is of version 0, and is not served."""
    store.write(lambda work: work.run(FORGET))
    assert migrate.schema_version(store) == 0
    with pytest.raises(Unavailable, match="healthgraph store migrate"):
        migrate.require_current(store)
    migrate.migrate(store)
    assert migrate.require_current(store) is store


def test_newer_store_is_left_alone(store: Store) -> None:
    """A store that a newer version has migrated is neither served nor migrated back."""
    pretend(store, SCHEMA_VERSION + 1)
    for refuses in (migrate.migrate, migrate.require_current):
        with pytest.raises(Unavailable, match="newer"):
            refuses(store)
    assert migrate.schema_version(store) == SCHEMA_VERSION + 1


def test_there_is_a_step_to_every_version() -> None:
    """Versions count up from 1 without a gap."""
    assert sorted(migrate.STEPS) == list(range(1, SCHEMA_VERSION + 1))


def test_ddl_of_a_kind() -> None:
    """A label gives a unique id; a property an index of its kind, named after both."""
    kind = NodeKind(
        "ReviewTask",
        "t",
        "",
        (
            Property("state", Type.TEXT, "", index="equal"),
            Property("opened", Type.DAY, "", index="range"),
            Property("bits", Type.NUMBER, ""),
        ),
    )
    assert ddl.statements([kind]) == (
        "CREATE CONSTRAINT review_task_id IF NOT EXISTS FOR (n:ReviewTask) REQUIRE n.id IS UNIQUE",
        "CREATE INDEX review_task_state IF NOT EXISTS FOR (n:ReviewTask) ON (n.state)",
        "CREATE RANGE INDEX review_task_opened IF NOT EXISTS FOR (n:ReviewTask) ON (n.opened)",
    )


def test_every_label_has_a_unique_id_in_the_engine(store: Store) -> None:
    """What the engine lists is what the schema says."""
    rows = store.read(lambda work: work.run(CONSTRAINTS))
    assert {row["labelsOrTypes"][0] for row in rows} == {kind.label for kind in NODES}


LINKS_OF_ONE = Statement(
    """
    CREATE (r:PatientRecord {id: '01004|BN1'})
    CREATE (p:Person {id: 'p-old'})
    SET p.created_at = '2026-01-01T00:00:00Z', p.provisional = true
    CREATE (q:Person {id: 'p-likely'})
    CREATE (r)-[:IDENTIFIES {since: '2026-01-01T00:00:00Z', decision: 'd-old'}]->(p)
    CREATE (d:Decision {id: 'd-old'})
    SET d.at = '2026-01-01T00:00:00Z', d.person = 'p-old', d.outcome = 'maybe',
        d.made_by = 'model 1'
    CREATE (d)-[:ABOUT]->(r)
    CREATE (d)-[:GIVES]->(p)
    CREATE (t:ReviewTask {id: 't-01004|BN1'})
    SET t.state = 'open', t.person = 'p-likely'
    CREATE (t)-[:ASKS_ABOUT]->(r)
    CREATE (t)-[:SUGGESTS]->(q)
    CREATE (p)-[:POSSIBLY_SAME_AS {bits: 3.0, decision: 'd-old'}]->(q)
""",
    writes=True,
)


def test_a_store_of_version_1_can_be_lived_with(store: Store) -> None:
    """Its decisions were links and say whom they gave what; its tasks know who asked."""
    store.write(lambda work: work.run(LINKS_OF_ONE))
    pretend(store, 1)
    assert migrate.migrate(store) == SCHEMA_VERSION
    log = store.read(lambda work: entries(work.run(OF_PERSON, person="p-old")))
    assert [(e.deed, e.given) for e in log] == [(Deed.LINK, (Given("01004|BN1", "p-old"),))]
    (row,) = store.read(lambda work: work.run(TASK_OF_OLD))
    assert (row["kind"], row["decision"]) == ("same", "d-old")
    merge(store, ["p-old", "p-likely"], Signed(Author("steward", "hoa")))
    assert today(store, "p-old") == "p-likely"


RECORD_OF_TWO = Statement(
    """
    CREATE (r:PatientRecord {id: '01004|BN1'})
    SET r.facility = '01004', r.identity = '{}', r.said_at = '2026-01-05T00:00:00Z'
    CREATE (e:Encounter {id: '01004|V1'})
    SET e.started_at = '2026-01-02T00:00:00Z', e.admitted_at = '2026-01-02T00:00:00Z',
        e.ended_at = '2026-01-05T00:00:00Z', e.result = '5'
    CREATE (e)-[:OF]->(r)
""",
    writes=True,
)


def test_records_of_version_2_get_their_days(store: Store) -> None:
    """Since when they said so is when they said it; stays and deaths follow from the visits."""
    store.write(lambda work: work.run(RECORD_OF_TWO))
    pretend(store, 2)
    assert migrate.migrate(store) == SCHEMA_VERSION
    (row,) = store.read(lambda work: work.run(SAID_OF_RECORDS, records=["01004|BN1"]))
    (stay,) = presence_of(row).stays
    assert row["said_since"] == row["said_at"]
    assert presence_of(row).died == stay.left
