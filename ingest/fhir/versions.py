"""Several versions of a resource in one message, as a history has them: only the newest speaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from ingest.fhir.bundle import Entry
from ingest.fhir.parts import moment, one, whole

_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


def newest(entries: Iterable[Entry], gone: Collection[str]) -> list[Entry]:
    """Keep the newest version of each resource, in the order sent; those in `gone` are deleted.

    A version is newer by `meta.lastUpdated`, then by `meta.versionId`; of equals the first stands,
    as a history lists the newest first. `gone` are tables (`Observation/12`).
    """
    kept: dict[tuple[str, str, str], Entry] = {}
    for place, entry in enumerate(entries):
        key = (entry.url, entry.kind, entry.id or str(place))
        if key not in kept or _version(entry) > _version(kept[key]):
            kept[key] = entry
    return [replace(e, deletes=True) if e.table in gone else e for e in kept.values()]


def _version(entry: Entry) -> tuple[dt.datetime, int]:
    meta = one(entry.resource.get("meta"))
    return moment(meta.get("lastUpdated")) or _NEVER, whole(meta.get("versionId")) or 0
