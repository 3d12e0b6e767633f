"""A record as JSON of our own says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import AwareDatetime, Field

from graph.model import Record, Source
from ingest.own.event_forms import AnyEvent, value_of
from ingest.own.identity_form import Form, IdentityForm
from ingest.own.sniff import WIRE
from mpi.identity import Identity


class RecordForm(Form):
    """What one facility says of one visit of a patient, or of the patient outside any visit."""

    healthgraph: Literal["healthgraph-record/1"]
    facility: str = Field(
        "", max_length=20, description="MA_CSKCB; left out: of the sending account"
    )
    local_id: str = Field(min_length=1, max_length=200, description="the facility's patient code")
    visit: str = Field("", max_length=200, description="visit number; empty: outside any visit")
    identity: IdentityForm | None = None
    said_at: AwareDatetime | None = Field(None, description="when the facility said it")
    edition: str = Field("", description="sorts as text; a later one replaces an earlier one")
    complete: bool = Field(default=False, description="speaks of the whole visit")
    tables: tuple[str, ...] = Field(
        (), description="tables spoken of; one without an event is taken back"
    )
    editions: Mapping[str, str] = Field(default_factory=dict)
    events: tuple[AnyEvent, ...] = ()

    def record(self, message: str, received_at: dt.datetime, wire: str = WIRE) -> Record:
        """Give the record. `message` is the SHA-256 of the bytes as received."""
        events = tuple(value_of(form, row) for row, form in enumerate(self.events, 1))
        said = self.said_at or received_at
        stamp = f"{said.astimezone(dt.UTC):%Y%m%dT%H%M%S%f}"
        return Record(
            facility=self.facility,
            local_id=self.local_id,
            visit=self.visit,
            identity=self.identity.value() if self.identity else Identity(),
            events=events,
            source=Source(
                self.facility, message, wire, "1", self.edition or stamp, said, received_at
            ),
            tables=frozenset({*self.tables, *(event.origin.table for event in events)}),
            complete=self.complete,
            editions=self.editions,
        )
