"""FHIR as other servers send it: histories, Parameters, contained patients, unknown modifiers."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.model import Observation, OtherResource
from ingest.reading import Reading
from ingest.wires import read
from tests.ingest.bundles import CLINICAL, ENCOUNTER, HOSPITAL, WHO, Resource, bundle, encoded

AT = dt.datetime(2026, 3, 6, 1, 0, tzinfo=dt.UTC)
SEEN = CLINICAL[2]
DELETED: Resource = {"request": {"method": "DELETE", "url": "Observation/b1"}}


def history(*entries: Resource) -> Reading:
    """Read a history of an observation, newest first, below the patient and the visit."""
    asked = bundle(WHO, HOSPITAL, ENCOUNTER)
    asked |= {"type": "history", "entry": [*asked["entry"], *entries]}
    return read(encoded(asked), AT)


def version(number: str, day: str, value: int) -> Resource:
    """A version of the observation with the value that it had."""
    meta = {"versionId": number, **({"lastUpdated": f"2026-03-{day}T00:00:00Z"} if day else {})}
    return {"resource": {**SEEN, "meta": meta, "valueQuantity": {"value": value}}}


def values(it: Reading) -> list[str]:
    """The values of the observations of a reading."""
    return [e.value for r in it.records for e in r.events if isinstance(e, Observation)]


@pytest.mark.parametrize(
    ("first", "second"),
    [(("2", "03"), ("1", "02")), (("1", "02"), ("2", "03")), (("9", ""), ("10", ""))],
)
def test_only_the_newest_version_speaks(first: tuple[str, str], second: tuple[str, str]) -> None:
    """Of two versions in one message the later is read, in whatever order, 10 being after 9."""
    newest = max((first, second), key=lambda each: int(each[0]))
    asked = [version(*each, value=int(each[0])) for each in (first, second)]
    assert values(history(*asked)) == [newest[0]]


def test_of_equals_the_first_stands() -> None:
    """Versions that say no time and no number are as a history lists them, the newest first."""
    assert values(history(version("", "", 7), version("", "", 8))) == ["7"]


def test_a_history_that_ends_in_a_deletion() -> None:
    """What was deleted after its last version is taken back, and whose it was is known."""
    found = history(DELETED, version("1", "02", 5))
    assert values(found) == []
    assert any("Observation/b1" in record.tables for record in found.records)
    assert found.findings == ()


def test_a_history_of_what_was_made_anew() -> None:
    """A version above the deletion stands."""
    assert values(history(version("3", "04", 6), DELETED, version("1", "02", 5))) == ["6"]


def test_resources_inside_parameters() -> None:
    """Resources of Parameters are read at any depth, Bundles among them."""
    inner = {"name": "b", "part": [{"name": "c", "resource": bundle(HOSPITAL, ENCOUNTER, SEEN)}]}
    asked = {"resourceType": "Parameters", "parameter": [{"name": "a", "resource": WHO}, inner]}
    for data in (asked, bundle(asked)):
        found = read(encoded(data), AT)
        assert values(found) == ["5.4"]
        assert {record.local_id for record in found.records} == {"BN1"}


@pytest.mark.parametrize("identifiers", [WHO["identifier"], WHO["identifier"][:1]])
def test_a_contained_patient_is_one(identifiers: list[Resource]) -> None:
    """A patient inside of two resources is one person, known by code, else by number."""
    who = {**WHO, "id": "inside", "identifier": identifiers}
    alone = {k: v for k, v in SEEN.items() if k != "encounter"}
    two = [
        {**alone, "id": key, "subject": {"reference": "#inside"}, "contained": [who]}
        for key in ("x", "y")
    ]
    (record,) = read(encoded(bundle(*two)), AT).records
    assert record.local_id == ("BN1" if len(identifiers) > 1 else "001085012345")
    assert (record.identity.name, len(record.events)) == ("Nguyễn Văn An", 2)


def test_a_contained_patient_without_any_number() -> None:
    """Nobody else can be meant: the name inside of the resource holds for it alone."""
    who = {**WHO, "id": "inside", "identifier": []}
    asked = {"subject": {"reference": "#inside"}, "contained": [who], "encounter": {}}
    (record,) = read(encoded({**SEEN, **asked}), AT).records
    assert (record.local_id, len(record.events)) == ("Observation/b1#inside", 1)


def test_an_unknown_modifier_is_kept_and_not_understood() -> None:
    """FHIR R4, 2.4.1: what may turn the meaning round is no fact; it is counted, and said."""
    turned = {**SEEN, "modifierExtension": [{"url": "http://x.example/not", "valueBoolean": True}]}
    found = read(encoded(bundle(WHO, HOSPITAL, ENCOUNTER, turned)), AT)
    assert values(found) == []
    kept = [e for r in found.records for e in r.events if isinstance(e, OtherResource)]
    assert [each.reference for each in kept] == ["Observation/b1"]
    assert [(f.rule, f.table) for f in found.findings] == [("fhir-modifier", "Observation/b1")]
