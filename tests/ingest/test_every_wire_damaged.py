"""Damaged messages of every wire: each is answered, and the reader itself never fails."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from itertools import count, islice

import pytest

from graph.facts import encounter_row, fact_rows
from graph.invariants import breaches
from graph.joining import join
from graph.store import Store
from ingest.checked import read_checked
from ingest.guard import answered
from ingest.reading import Reading
from mpi.errors import BadInput
from mpi.model import default
from tests.ingest.damage import damaged, seeds

AT = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
GOOD = seeds()
INPUTS = 300
STORED = 20  # that still give records, on each engine


@pytest.mark.parametrize("wire", GOOD)
def test_each_damaged_message_is_answered(wire: str) -> None:
    """Records that can be stored, or a reason; `make bench BENCH=fuzz` tries 20,000 of each."""
    chance = random.Random(wire)
    for _ in range(INPUTS):
        data = damaged(GOOD[wire], chance)
        reading = read_checked(data, AT)
        rows = [(encounter_row(record), fact_rows(record)) for record in reading.records]
        if reading.rejected is None:
            assert rows or reading.counts, data
        else:
            assert not rows
            assert reading.rejected.code != "reader-failed", data


@pytest.mark.parametrize("wire", GOOD)
def test_what_is_read_of_damaged_messages_is_stored(store: Store, wire: str) -> None:
    """Both engines store it or refuse it by name, and the graph stays sound."""
    chance = random.Random(f"{wire} stored")
    effects = Counter[str]()
    readings = (read_checked(damaged(GOOD[wire], chance), AT).sent_by("01013") for _ in count())
    for records in islice((it.records for it in readings if it.records), STORED):
        try:
            effects.update(it.effect.value for it in join(store, records, default()))
        except BadInput as refused:
            effects[refused.field] += 1
    assert effects["stored"] > 0
    assert breaches(store) == []


@pytest.mark.parametrize(
    "data",
    [
        b'{"resourceType": "Patient", "id": "1", "name": [{"use": {"a": 1}, "text": "An"}]}',
        b'{"resourceType": "Patient", "id": "1", "telecom": [{"system": [], "value": "1"}]}',
        b'{"resourceType": "Patient", "id": "1", "address": [{"use": {}, "text": "x"}]}',
    ],
)
def test_what_fuzzing_found(data: bytes) -> None:
    """A part where a word should stand is passed over."""
    assert len(read_checked(data, AT).records) == 1


def test_letters_that_nothing_can_store_are_replaced() -> None:
    """Half of a surrogate pair, which JSON can name, becomes a question mark."""
    data = b'{"resourceType": "Patient", "id": "1", "name": [{"text": "S\\u1ed1t \\ud800"}]}'
    (record,) = read_checked(data, AT).records
    assert record.identity.name == "Sốt ?"


def test_keys_are_composed(store: Store) -> None:
    """A code sent in decomposed letters is the same key as in composed ones, and is stored."""
    said = '{"healthgraph": "healthgraph-record/1", "facility": "01013", "local_id": "e%s"}'
    for accent in ("\\u0301", "\u0301"):
        (record,) = read_checked((said % accent).encode(), AT).records
        assert (record.facility, record.local_id) == ("01013", "é")
    assert [each.effect.value for each in join(store, [record], default())] == ["stored"]


def test_a_reader_that_fails_puts_the_message_aside() -> None:
    """A mistake of ours in a reader costs one message until it is mended, not the intake."""

    def failing() -> Reading:
        raise ZeroDivisionError

    rejected = answered(failing).rejected
    assert rejected is not None
    assert rejected.code == "reader-failed"


def test_a_type_that_cannot_be_one_is_none() -> None:
    """What stands for a resource type without being a name is not counted as one."""
    rejected = read_checked(b'{"resourceType": "9999-12-31", "id": "1"}', AT).rejected
    assert rejected is not None
    assert rejected.code == "fhir-empty"
