"""Units rehearsed and done again at once: the same graph as a transaction would have made."""

from __future__ import annotations

import gzip
import random
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bench.citizens import visits
from bench.filling import people_rows, registered
from graph.embedded import EmbeddedStore, open_embedded
from graph.joining import join
from graph.migrate import migrate
from graph.model import Record
from graph.people_statements import RESAY_RECORDS, TOUCH_KEYS
from graph.rehearsal import Change, Rehearsal, in_one
from graph.store import Statement, Work
from graph.unit import Unit
from mpi.errors import Conflict
from mpi.model import default

T = TypeVar("T")

ADD = Statement("CREATE (p:Person {id: $id})", writes=True)
ADD_TASK = Statement("CREATE (t:ReviewTask {id: $id})", writes=True)
PEOPLE = Statement("MATCH (p:Person) RETURN p.id AS id ORDER BY id", whole=True)
CLOSE = Statement(
    "MATCH (t:ReviewTask {id: $id}) SET t.state = 'decided'",
    writes=True,
    late=frozenset({"state"}),
)
STATE = Statement("MATCH (t:ReviewTask {id: $id}) RETURN t.state AS state")
KIND = Statement("MATCH (t:ReviewTask {id: $id}) RETURN t.kind AS kind")
DROP = Statement(
    """
    UNWIND $ids AS id
    MATCH (p:Person {id: id})
    DETACH DELETE p
    RETURN id AS id
    ORDER BY id
""",
    writes=True,
)


class InOneTransaction(EmbeddedStore):
    """The oracle: every unit is committed as the transaction that it was."""

    def _attempt(self, work: Callable[[Work], T]) -> T:
        transaction = self._session.begin()

        def execute(statement: Statement, given: dict[str, Any]) -> Any:
            return transaction.cypher(statement.text, params=given).to_list()

        result = work(Unit(execute, writes=True, alone=True))
        transaction.commit()
        return result


def batches() -> list[list[Record]]:
    """Citizens who come, come again to the same and to another hospital, and are resent."""
    people = list(visits(40))
    again = [registered(number, visit) for visit in (1, 2) for number in range(30)]
    return [people[:25], people[20:], again[:40], [again[5]], again[30:], people[:10]]


def joined(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, dump: Path) -> bytes:
    """What the store holds after the batches, all chance being the same."""
    dice = random.Random(3)
    monkeypatch.setattr(secrets, "token_bytes", dice.randbytes)
    monkeypatch.setattr(secrets, "token_hex", lambda n: dice.randbytes(n).hex())
    migrate(store)
    for batch in batches():
        join(store, batch, default(), at=batch[0].source.received_at)
    store.backup(dump)
    store.close()
    return b"\n".join(line for line in gzip.open(dump) if b"migrated_at" not in line)


def test_graph_is_the_one_of_a_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dumps of both ways agree to the byte, their order included, and hold what was joined."""
    ours = open_embedded("embedded:", tmp_path / "ours")
    other = open_embedded("embedded:", tmp_path / "other")
    oracle = InOneTransaction("embedded:", other._session)
    found = joined(ours, monkeypatch, tmp_path / "ours.gz")
    assert found == joined(oracle, monkeypatch, tmp_path / "oracle.gz")
    assert len(found) > 100_000


def test_unit_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Neither a unit that raises nor one whose last write breaks a key stores its first write."""
    store = open_embedded("embedded:", tmp_path)
    migrate(store)
    store.write(lambda work: work.run(ADD, id="p-1"))
    with pytest.raises(Conflict):
        store.write(lambda work: [work.run(ADD, id=name) for name in ("p-2", "p-1")])
    with pytest.raises(ZeroDivisionError):
        store.write(lambda work: [work.run(ADD, id="p-3"), 1 // 0])
    assert store.read(lambda work: work.run(PEOPLE)) == [{"id": "p-1"}]
    store.close()


def test_rows_of_a_write_come_from_the_rehearsal(tmp_path: Path) -> None:
    """A write that gives rows gives them once; what follows it in the unit is stored as well."""
    store = open_embedded("embedded:", tmp_path)
    migrate(store)
    store.write(lambda work: [work.run(ADD, id=name) for name in ("p-1", "p-2", "p-3")])
    gone = store.write(
        lambda work: [work.run(DROP, ids=["p-1", "p-3", "p-9"]), work.run(ADD, id="p-4")]
    )
    assert gone[0] == [{"id": "p-1"}, {"id": "p-3"}]
    assert store.read(lambda work: work.run(PEOPLE)) == [{"id": "p-2"}, {"id": "p-4"}]
    store.close()


def test_late_write_is_seen_by_whoever_names_it(tmp_path: Path) -> None:
    """A unit that asks for what it put off gets it, and every reader does afterwards."""
    store = open_embedded("embedded:", tmp_path)
    migrate(store)
    store.write(lambda work: work.run(ADD_TASK, id="t-1"))
    seen = store.write(lambda work: [work.run(s, id="t-1") for s in (CLOSE, KIND, STATE)])
    assert seen == [[], [{"kind": None}], [{"state": "decided"}]]
    assert store.read(lambda work: work.run(STATE, id="t-1")) == [{"state": "decided"}]
    store.close()


def test_late_write_waits_in_its_place() -> None:
    """It is tried when somebody names what it sets, and keeps its place in the order."""
    tried = list[str]()

    def attempt(text: str, _: dict[str, Any]) -> tuple[list[Any], bool]:
        tried.append(text)
        return [], "RETURN" not in text

    rehearsal = Rehearsal(attempt)
    for statement in (CLOSE, ADD, KIND, STATE, KIND):
        rehearsal.run(statement, {"id": "x"})
    assert tried == [each.text for each in (ADD, KIND, CLOSE, STATE, KIND)]
    assert [change.text for change in rehearsal.changes] == [CLOSE.text, ADD.text]


def test_writer_that_is_alone_takes_the_shorter_text() -> None:
    """Keys that are there are not written again where nobody else can be writing."""
    texts = list[str]()

    def attempt(text: str, _: dict[str, Any]) -> tuple[list[Any], bool]:
        texts.append(text)
        return [], False

    Rehearsal(attempt).run(TOUCH_KEYS, {"keys": []})
    assert texts == [TOUCH_KEYS.alone] != [TOUCH_KEYS.text]


def test_late_properties_are_those_that_a_record_says() -> None:
    """`RESAY_RECORDS` is late for exactly what a record's row sets, or a read would miss some."""
    (tables,) = people_rows(0, 1)
    said = set(tables["PatientRecord"].columns) - {"id", "created_at", "facility", "local_id"}
    assert RESAY_RECORDS.late == said


def test_parts_keep_their_own_values() -> None:
    """Parts of one statement may use the same names for different values."""
    text, given = in_one([Change("SET $rows", {"rows": 1}), Change("SET $rows", {"rows": 2})])
    assert text.count("$s0_rows") == text.count("$s1_rows") == 1
    assert given == {"s0_rows": 1, "s1_rows": 2}
