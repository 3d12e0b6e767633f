"""URIs of code and identifier systems, those of both Vietnamese guides included: a table."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

#: Kinds of the identifier types of HL7 table 0203.
TYPES: Mapping[str, str] = {
    "MR": "patient", "PI": "patient", "VN": "visit", "PPN": "passport", "NI": "personal",
    "HC": "insurance", "SB": "insurance", "FI": "facility", "MD": "licence", "LN": "licence",
    "PLAC": "placer", "FILL": "filler", "ACSN": "accession",
}  # fmt: skip


@functools.cache
def _table() -> Mapping[tuple[str, str], str]:
    lines = resources.files(__package__).joinpath("systems.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {(kind, uri): name for uri, kind, name in rows}


def code_system(uri: str) -> str | None:
    """Give our name of a code system, "" for the ministry's own lists, None for an unknown URI."""
    return _table().get(("code", uri.rstrip("/")))


def identifier_kind(uri: str) -> str:
    """Give what an identifier system numbers: personal, insurance, patient, visit …, or ""."""
    return _table().get(("identifier", uri.rstrip("/")), "")
