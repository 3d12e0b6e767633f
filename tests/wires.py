"""Factories of records as wires beside the ministry's XML give them: no whole visits."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.model import Encounter, Event, Origin, Record, Source
from mpi.identity import Identity
from tests.records import at


def said(
    identity: Identity,
    *events: Event,
    visit: str = "",
    facility: str = "01004",
    local_id: str = "BN1",
    wire: str = "fhir-r4",
    said_at: dt.datetime | None = None,
    editions: Mapping[str, str] | None = None,
    tables: Sequence[str] = (),
    words: str = "",
) -> Record:
    """A record of a wire; with no `visit` its events are of the patient. `tables` may be empty."""
    moment = said_at or at("2026-03-02", 12)
    digest = hashlib.sha256(f"{facility}{local_id}{visit}{wire}{moment}{events}{words}".encode())
    return Record(
        facility, local_id, visit, identity, events,
        Source(
            facility, digest.hexdigest(), wire, "4.0.1", f"{moment:%Y%m%dT%H%M%S}", moment, moment
        ),
        frozenset({*tables, *(event.origin.table for event in events)}),
        complete=False,
        editions=editions or {},
    )  # fmt: skip


def stay(table: str = "Encounter/1", **said_of: object) -> Encounter:
    """A visit on 2 March 2026 at 08:00, as a wire's own encounter."""
    began = Encounter(Origin(table), kind="01", started_at=at("2026-03-02"))
    return replace(began, **said_of)  # type: ignore[arg-type]
