"""Imaging studies in pieces, and their orders, on both engines and in both orders of arrival."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from graph.joining import join
from graph.model import Record
from graph.store import Statement, Store
from ingest import wires
from mpi.model import default
from tests.ingest.hl7_messages import AT, PID, message, records, stay

_STUDIES = Statement("""
    MATCH (n:ImagingStudy)
    RETURN n.uid AS uid, n.series AS series, n.modalities AS modalities, n.instances AS instances,
        n.id AS id
    ORDER BY id
""")
_MADE_FOR = Statement("""
    MATCH (n:ImagingStudy)-[:MADE_FOR]->(s:ServiceRequest)
    RETURN n.uid AS uid, s.placer AS placer, n.id AS id ORDER BY id
""")
ORDER = records(
    message(
        "OMG^O19",
        "202603020900",
        PID,
        stay(),
        "ORC|NW|P1",
        "OBR|1|P1||71020^X quang^L||||||||||||||ACC1||||||XRC",
    )
)


def image(series: str, kind: str = "CT", visit: str = "", count: int = 0) -> Record:
    """One row of QIDO-RS about a series of the study 1.2, said by 01013."""
    values = {
        "0020000D": ("UI", "1.2"),
        "0020000E": ("UI", f"1.2.{series}"),
        "00080050": ("SH", "ACC1"),
        "00080060": ("CS", kind),
        "00100020": ("LO", "BN1"),
        "00380010": ("LO", visit),
    }
    row: dict[str, object] = {tag: {"vr": vr, "Value": [v]} for tag, (vr, v) in values.items() if v}
    if count:
        row["00201208"] = {"vr": "IS", "Value": [count]}
    (found,) = wires.read(json.dumps([row]).encode(), AT).records
    source = replace(found.source, facility="01013")
    return replace(found, facility="01013", source=source)


@pytest.mark.parametrize("visit", ["", "V1"])
def test_series_of_a_study_come_together(store: Store, visit: str) -> None:
    """Objects of two series, one of them twice, are one study with two series."""
    pieces = [image("2", visit=visit), image("1", "PT", visit, 40), image("2", "SR", visit)]
    join(store, pieces[:2], default())
    join(store, pieces[2:], default())
    (row,) = store.read(lambda work: work.run(_STUDIES))
    assert [(s["uid"], s["modality"]) for s in json.loads(row["series"])] == [
        ("1.2.1", "PT"),
        ("1.2.2", "SR"),
    ]
    assert (row["modalities"], row["instances"]) == (["CT", "PT", "SR"], 40)


@pytest.mark.parametrize("late", [False, True])
def test_study_meets_its_order(store: Store, late: bool) -> None:  # noqa: FBT001
    """By accession number, whichever comes first; another facility's number is another."""
    other = image("1")
    other = replace(
        other, facility="01004", source=replace(other.source, facility="01004", message="x")
    )
    batches = [[image("1")], [*ORDER, other]]
    for batch in reversed(batches) if late else batches:
        join(store, batch, default())
    rows = store.read(lambda work: work.run(_MADE_FOR))
    assert [(row["uid"], row["placer"]) for row in rows] == [("1.2", "P1")]


def test_order_that_is_said_again_keeps_its_study(store: Store) -> None:
    """A correction of the order replaces it, and the study is joined to what stands."""
    again = records(
        message(
            "OMG^O19",
            "202603020930",
            PID,
            stay(),
            "ORC|XO|P1",
            "OBR|1|P1||71020^X quang ngực^L||||||||||||||ACC1||||||XRC",
        )
    )
    for batch in ([image("1")], ORDER, again):
        join(store, batch, default())
    assert len(store.read(lambda work: work.run(_MADE_FOR))) == 1
