"""The light reader against `fhir.resources.R4B`: what ours reads is FHIR, and says the same."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from graph.model import Coding, Encounter, Immunization, Observation
from ingest import fhir
from ingest.fhir.systems import code_system
from tests.ingest.hl7_messages import AT

pytestmark = pytest.mark.shared


def _bundles(shared: Path) -> list[bytes]:
    """Every sixth bundle of the samples: parsing all by the oracle would take a quarter minute."""
    packed = sorted((shared / "samples" / "synthea").glob("*.json.gz"))
    return [gzip.decompress(path.read_bytes()) for path in packed[::6]]


def _parsed(data: bytes) -> list[Any]:
    """Every resource of a bundle by the oracle, which raises for what is no R4B."""
    resources = [entry["resource"] for entry in json.loads(data)["entry"]]
    return [get_fhir_model_class(each["resourceType"]).model_validate(each) for each in resources]


def test_what_we_accept_the_oracle_accepts(shared: Path) -> None:
    """Each sample is R4B resource by resource, and we count the same kinds."""
    for data in _bundles(shared):
        oracle = Counter(each.get_resource_type() for each in _parsed(data))
        reading = fhir.read(data, AT)
        assert reading.rejected is None
        assert Counter(reading.counts) == oracle


def test_values_are_those_of_the_oracle(shared: Path) -> None:
    """Numbers and units of observations, codes of vaccines, starts of visits, one by one."""
    compared = Counter[str]()
    for data in _bundles(shared):
        oracle = {f"{each.get_resource_type()}/{each.id}": each for each in _parsed(data)}
        for record in fhir.read(data, AT).records:
            for event in record.events:
                said = _SAID.get(type(event))
                if said and event.origin.row == 1:
                    ours, theirs = said(event, oracle[event.origin.table])
                    assert ours == theirs
                    compared[type(event).__name__] += 1
    assert min(compared[kind.__name__] for kind in _SAID) > 20


def _value(event: Observation, said: Any) -> tuple[object, object]:
    value = said.valueQuantity
    return (event.number, event.unit), (value.value, value.unit) if value else (None, "")


def _vaccine(event: Immunization, said: Any) -> tuple[object, object]:
    return event.codes, tuple(
        Coding(code_system(code.system) or "", code.code, code.display)
        for code in said.vaccineCode.coding
    )


def _stay(event: Encounter, said: Any) -> tuple[object, object]:
    return (event.started_at, event.ended_at), (said.period.start, said.period.end)


_SAID: dict[type, Callable[[Any, Any], tuple[object, object]]] = {
    Observation: _value,
    Immunization: _vaccine,
    Encounter: _stay,
}
