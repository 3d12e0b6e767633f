"""An arrival that an app registers: a visit of which only the check-in is known, like XML0."""

from __future__ import annotations

import datetime as dt

import orjson

from api.archive import Archive
from api.views.resolutions import ResolveForm
from graph.model import HANOI, Encounter, Origin, Record, Source

_TABLE = "XML0"
_UNKNOWN = "0" * 14


def arrival(form: ResolveForm, facility: str, archive: Archive, now: dt.datetime) -> Record:
    """Keep the form in the archive, as every message is, and read it into a record."""
    said = {"facility": facility, "at": now.isoformat(), **form.model_dump(mode="json")}
    message = archive.keep([orjson.dumps(said)])[0]
    return Record(
        facility=facility,
        local_id=form.local_id,
        visit=form.visit,
        identity=form.identity.value(now.astimezone(HANOI).date()),
        events=(Encounter(Origin(_TABLE), started_at=now, arrival_only=True),),
        source=_source(facility, message, now),
        tables=frozenset({_TABLE}),
        complete=False,
    )


def _source(facility: str, message: str, now: dt.datetime) -> Source:
    return Source(
        facility=facility,
        message=message,
        wire="app-json",
        version="1",
        edition=f"{now.astimezone(HANOI):%Y%m%d%H%M%S}|{_UNKNOWN}|{_UNKNOWN}",
        said_at=now,
        received_at=now,
    )
