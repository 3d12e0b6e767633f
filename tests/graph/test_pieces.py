"""Objects of one study in one batch: one record to join, and the same graph as one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.counting import CountingStore
from graph.joining import Effect, join
from graph.model import Record
from graph.pieces import gathered
from graph.store import Statement, Store
from mpi.model import default
from tests.graph.test_images import ORDER, image
from tests.ingest.hl7_messages import AT

_STUDIES = Statement("""
    MATCH (n:ImagingStudy)
    RETURN n.id AS id, n.series AS series, n.modalities AS modalities, n.instances AS instances,
        n.accession AS accession, n.origin_table AS place
    ORDER BY id
""")
_STATED = Statement("""
    MATCH (r:PatientRecord)-[:STATED_IN]->(m:Message)
    RETURN r.id AS unit, m.id AS message
    ORDER BY unit, message
    UNION
    MATCH (e:Encounter)-[:STATED_IN]->(m:Message)
    RETURN e.id AS unit, m.id AS message
    ORDER BY unit, message
""")


def _of(record: Record, facility: str, message: str) -> Record:
    source = replace(record.source, facility=facility, message=message)
    return replace(record, facility=facility, source=source)


def _pieces(facility: str = "01013", visit: str = "") -> list[Record]:
    """Three objects of a study, two of them of one series."""
    said = [image("2", visit=visit), image("1", "PT", visit, 40), image("2", "SR", visit)]
    return [_of(each, facility, f"object-{n}-of-{facility}") for n, each in enumerate(said)]


def _rows(store: Store, statement: Statement) -> list[str]:
    return [str(row) for row in store.read(lambda work: work.run(statement))]


def test_what_is_told_together() -> None:
    """Objects of a study by one wire, until something else is said of the patient."""
    one, two, three = _pieces()
    (order,) = ORDER
    elsewhere, here = replace(order, local_id="BN2"), replace(order, local_id=one.local_id)
    renamed = replace(two, identity=replace(two.identity, name="Trần Thị Bình"))
    later = replace(two, source=replace(two.source, said_at=AT.replace(year=2027)))
    assert gathered(range(3), [one, two, three]) == {0: [1, 2]}
    assert gathered(range(4), [one, elsewhere, two, three]) == {0: [2, 3], 1: []}
    assert gathered(range(4), [one, two, here, three]) == {0: [1], 2: [], 3: []}
    assert gathered(range(3), [one, renamed, three]) == {0: [], 1: [], 2: []}
    assert gathered(range(3), [one, later, three]) == {0: [2], 1: []}


@pytest.mark.parametrize("visit", ["", "V1"])
def test_a_batch_gives_what_one_by_one_gives(store: Store, visit: str) -> None:
    """Study, series, sources and receipts are the same for a facility whose objects come singly."""
    model = default()
    together = join(store, _pieces(visit=visit), model)
    singly = [join(store, [each], model)[0] for each in _pieces("01014", visit)]
    assert [(r.effect, r.outcome is None) for r in together] == [
        (r.effect, r.outcome is None) for r in singly
    ]
    for statement in (_STUDIES, _STATED):
        rows = _rows(store, statement)
        first, second = ([r for r in rows if code in r] for code in ("01013", "01014"))
        assert [row.replace("01014", "01013") for row in second] == first
        assert first


def test_many_objects_cost_what_two_do(store: Store) -> None:
    """Forty objects of a study take no more statements than two."""
    model, counting, costs = default(), CountingStore(store), []
    for many in (2, 40):
        study = [_of(image(str(n)), f"010{many}", f"{many}-{n}") for n in range(many)]
        counting.reset()
        receipts = join(counting, study, model)
        costs.append(counting.statements)
        assert [each.effect for each in receipts] == [Effect.STORED] + [Effect.REPLACED] * (
            many - 1
        )
    assert costs[0] >= costs[1]


def test_objects_of_an_older_edition(store: Store) -> None:
    """What does not stand is superseded, every part of it, and states nothing."""
    join(store, _pieces(visit="V1"), default())
    before = _rows(store, _STATED)
    older = [
        replace(each, source=replace(each.source, edition="1999", message=f"old-{n}"))
        for n, each in enumerate(_pieces(visit="V1"))
    ]
    assert {each.effect for each in join(store, older, default())} == {Effect.SUPERSEDED}
    assert _rows(store, _STATED) == before
