"""The 76 sample messages in the graph of either engine: persons, encounters and facts, counted.

Each message is of a facility of its own, so that none replaces what another one says. The counts
are those of `tests/ingest/data/hl7v2_samples.tsv`, made by hand; who and when are cut out of the
lines here, without the reader.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.assigning import assigned
from graph.engines import open_store
from graph.invariants import breaches
from graph.joining import join
from graph.migrate import migrate
from graph.store import Statement, Store
from ingest.wires import read
from mpi.model import default
from tests import neo4j_server

pytestmark = pytest.mark.shared
AT = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
_TABLE = Path(__file__).parents[1] / "ingest" / "data" / "hl7v2_samples.tsv"
_LINES = [line.split("\t") for line in _TABLE.read_text().splitlines() if line[:1] != "#"]
_KINDS, ROWS = _LINES[0][3:], _LINES[1:]
FACILITY = {row[0]: f"S{number:04}" for number, row in enumerate(ROWS, 1)}

#: Column of the table -> label, and the condition that tells it from others of the label.
LABELS = {
    "diagnoses": ("Diagnosis", "n.role <> 'problem'"),
    "problems": ("Diagnosis", "n.role = 'problem'"),
    "procedures": ("Service", "true"),
    "allergies": ("Allergy", "true"),
    "coverages": ("Coverage", "true"),
    "immunizations": ("Immunization", "true"),
    "observations": ("Observation", "true"),
    "documents": ("Document", "true"),
    "requests": ("ServiceRequest", "true"),
    "prescriptions": ("Prescription", "true"),
    "appointments": ("Appointment", "true"),
    "referrals": ("Referral", "true"),
}


def _file(shared: Path, name: str) -> bytes:
    return (shared / "samples" / "hl7v2" / f"{name}.hl7").read_bytes()


@pytest.fixture(scope="module")
def filled(
    shared: Path, engine: str, request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Store]:  # fmt: skip
    """Give a store of each engine with every sample in it, each of its own facility."""
    url = f"embedded:{tmp_path_factory.mktemp('samples') / 'store'}"
    with pytest.MonkeyPatch.context() as env:
        if engine == "neo4j":
            url = request.getfixturevalue("neo4j_running")[0]
            env.setenv("HEALTHGRAPH_NEO4J_PASSWORD", neo4j_server.PASSWORD)
            neo4j_server.open_empty(url).close()
        store = open_store(url)
        migrate(store)
        for name, facility in FACILITY.items():
            join(store, assigned(read(_file(shared, name), AT), facility).records, default())
        yield store
        store.close()


def ask(store: Store, text: str) -> list[tuple[str, ...]]:
    """Read rows as tuples, in the order of their columns."""
    rows = store.read(lambda work: work.run(Statement(text, whole=True)))
    return [tuple(str(value or "") for value in row.values()) for row in rows]


def test_facts_of_every_message(filled: Store) -> None:
    """As many of each kind as the message's lines hold, message by message."""
    found: dict[str, Counter[str]] = {facility: Counter() for facility in FACILITY.values()}
    for kind, (label, which) in LABELS.items():
        for (key,) in ask(filled, f"MATCH (n:{label}) WHERE {which} RETURN n.id AS id"):
            found[key.partition("|")[0]][kind] += 1
    wanted = {
        FACILITY[row[0]]: Counter(dict(zip(_KINDS, map(int, row[3:]), strict=True))) for row in ROWS
    }
    for counts in wanted.values():
        del counts["merges"]
    assert found == wanted


def test_encounters_of_every_message(shared: Path, filled: Store) -> None:
    """The visit that the table names, at the moments of PV1-44 and 45, and no other."""
    rows = ask(filled, "MATCH (e:Encounter) RETURN e.id AS id, e.started_at AS a, e.ended_at AS b")
    found = {key: times for key, *times in rows}
    wanted = {f"{FACILITY[row[0]]}|{row[2]}": row[0] for row in ROWS if row[2]}
    silent = {key for key, name in wanted.items() if name.startswith("SIU")}
    assert wanted.keys() - silent <= found.keys() <= wanted.keys()
    for key, (start, end) in found.items():
        said = _segment(_file(shared, wanted[key]), "PV1")
        assert start == _utc(said[44])
        assert end in {_utc(said[45]), ""}


def test_persons_of_every_message(shared: Path, filled: Store) -> None:
    """Each message's patient by code, birth and sex as PID says, identified as somebody."""
    text = """MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person)
        RETURN r.id AS id, r.birth_date AS born, r.sex AS sex"""
    found = {key: said for key, *said in ask(filled, text)}
    sexes = {"M": "male", "F": "female"}
    for row in ROWS:
        pid = _segment(_file(shared, row[0]), "PID")
        born, sex = found[f"{FACILITY[row[0]]}|{row[1]}"]
        assert born.replace("-", "") == pid[7][:8]
        assert sex == sexes.get(pid[8][:1], "unknown")


def test_merges_made_one_person(filled: Store) -> None:
    """Where the table counts a merge two codes are one person; one purge names somebody twice."""
    text = """MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person)
        RETURN r.facility AS facility, p.id AS person, r.id AS id"""
    people: dict[str, list[str]] = {}
    for facility, person, _ in ask(filled, text):
        people.setdefault(facility, []).append(person)
    merging = {FACILITY[row[0]] for row in ROWS if row[3 + _KINDS.index("merges")] != "0"}
    assert {f for f, who in people.items() if len(who) > len(set(who))} == merging | {
        FACILITY["BAR-P02-01"]
    }
    assert breaches(filled) == []


def _segment(data: bytes, name: str) -> list[str]:
    """The fields of the first segment of a name, by their HL7 number."""
    text = data.decode("utf-8", "replace").replace("\n", "\r")
    line = next((line for line in text.split("\r") if line.startswith(name)), "")
    return line.split("|") + [""] * 60


def _utc(text: str) -> str:
    """A time of HL7 as the graph writes it; without a zone it is Hanoi's."""
    if not text:
        return ""
    digits, zone = text[:-5], text[-5:]
    if zone[0] not in "+-":
        digits, zone = text, "+0700"
    at = dt.datetime.strptime(digits.ljust(14, "0") + zone, "%Y%m%d%H%M%S%z")
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
