"""The two doors: a stored object, or an array of DICOM JSON; a Reading out, never an exception."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import warnings
from collections.abc import Iterable
from typing import Any

from pydicom.dataset import Dataset

from graph.model import Record
from ingest.dicom.fields import text
from ingest.dicom.header import parse
from ingest.dicom.kept import KEPT
from ingest.dicom.study import record
from ingest.hl7v2.tables import bare
from ingest.reading import Reading, finding, rejection
from ingest.unpack import Limits, unpack
from mpi.errors import BadInput

WIRE, JSON_WIRE = "dicom", "dicom-json"
_MOST = 10_000
_BARE = re.compile(rb"[\x02\x08]\x00[\x00-\x7f]\x00")
_TAG = re.compile(rb'^\s*\[?\s*\{\s*"[0-9A-Fa-f]{8}"\s*:')


def looks_like_dicom(head: bytes) -> bool:
    """Tell whether the first bytes are a DICOM file (PS3.10: `DICM` behind 128 bytes).

    A bare data set, without that preamble, begins with an element of group 2 or 8.
    """
    return head[128:132] == b"DICM" or _BARE.match(head) is not None


def looks_like_json(head: bytes) -> bool:
    """Tell whether the first bytes are DICOM JSON (PS3.18 annex F: tags as names)."""
    return _TAG.match(head) is not None


def read(data: bytes, received_at: dt.datetime, limits: Limits | None = None) -> Reading:
    """Read the header of one object. `received_at` is aware."""
    try:
        found = parse(unpack(data, limits or Limits()))
    except BadInput as error:
        return _rejected(error.rule, WIRE)
    return _reading([found], hashlib.sha256(data).hexdigest(), WIRE, received_at)


def read_json(data: bytes, received_at: dt.datetime, limits: Limits | None = None) -> Reading:
    """Read an answer of QIDO-RS: studies, series or instances."""
    try:
        rows = json.loads(unpack(data, limits or Limits()))
    except BadInput as error:
        return _rejected(error.rule, JSON_WIRE)
    except (ValueError, RecursionError):
        return _rejected("dicom", JSON_WIRE)
    listed = rows if isinstance(rows, list) else [rows]
    sets = [found for row in listed[:_MOST] if (found := _dataset(row)) is not None]
    return _reading(sets, hashlib.sha256(data).hexdigest(), JSON_WIRE, received_at)


def _dataset(row: Any) -> Dataset | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Dataset.from_json(row) if isinstance(row, dict) else None
        except Exception:  # noqa: BLE001  pydicom raises whatever a broken row makes it raise
            return None


def _reading(sets: Iterable[Any], sha: str, wire: str, at: dt.datetime) -> Reading:
    records: list[Record] = []
    lost = 0
    for dataset in sets:
        found = record(dataset, bare(text(dataset, "InstitutionName")), sha, wire, at)
        records += [found] if found else []
        lost += found is None
    if not records:
        return _rejected("dicom-no-study", wire)
    findings = (finding("dicom-object", row=0),) if lost else ()
    return Reading(tuple(records), findings, None, records[0].facility, wire, "3")


def _rejected(code: str, wire: str) -> Reading:
    return Reading((), (), rejection(code), "", wire, "3")


__all__ = ["KEPT", "looks_like_dicom", "looks_like_json", "read", "read_json"]
