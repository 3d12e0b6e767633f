"""ICD-10's hierarchy comes with the first visit that says a code, on both engines."""

from __future__ import annotations

from graph.joining import join
from graph.store import Statement, Store
from mpi.model import default
from tests.records import diagnosis, visit, who

MODEL = default()

VISITS_BELOW = Statement("""
    MATCH (w:Concept {id: $code})<-[:IS_A*1..6]-(:Concept)<-[:CODED_AS]-(:Diagnosis)
        -[:DIAGNOSED_IN]->(e:Encounter)
    RETURN DISTINCT e.id AS visit
    ORDER BY visit
""")
EDGES = Statement("MATCH (:Concept)-[e:IS_A]->(:Concept) RETURN count(e) AS many")


def below(store: Store, code: str) -> list[str]:
    """The visits with a code that is narrower than one."""
    return [row["visit"] for row in store.read(lambda w: w.run(VISITS_BELOW, code=f"icd10|{code}"))]


def test_a_block_and_a_chapter_can_be_asked(store: Store) -> None:
    """J00–J06 finds the cold and the sore throat, chapter X the pneumonia too, A92–A99 dengue."""
    for key, code in (("V1", "J06.9"), ("V2", "J02"), ("V3", "J18.9"), ("V4", "A90")):
        join(store, [visit(who(), key=key, events=[diagnosis(code)])], MODEL)
    assert below(store, "J00-J06") == ["01004|V1", "01004|V2"]
    assert below(store, "X") == ["01004|V1", "01004|V2", "01004|V3"]
    assert below(store, "A92-A99") == ["01004|V4"]


def test_a_code_said_again_adds_nothing(store: Store) -> None:
    """Edges are made once; a code that nobody knows is kept without any."""
    join(store, [visit(who(), events=[diagnosis("J06.9"), diagnosis("U99.9")])], MODEL)
    first = store.read(lambda w: w.run(EDGES))[0]["many"]
    join(store, [visit(who(), key="V2", events=[diagnosis("J06.9")])], MODEL)
    assert store.read(lambda w: w.run(EDGES))[0]["many"] == first == 3
