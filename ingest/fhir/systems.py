"""URIs of code and identifier systems, those of both Vietnamese guides included: a table."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources

from ingest.hl7v2.tables import authorities, bare, systems
from ingest.memory import remembered

#: Kinds of the identifier types of HL7 table 0203.
TYPES: Mapping[str, str] = {
    "MR": "patient", "PI": "patient", "VN": "visit", "PPN": "passport", "NI": "personal",
    "HC": "insurance", "SB": "insurance", "FI": "facility", "MD": "licence", "LN": "licence",
    "PLAC": "placer", "FILL": "filler", "ACSN": "accession",
}  # fmt: skip


#: `ICD10VN`, `ICD102019`, `VNICD10CS`: editions of WHO's classification, not ICD-10-CM or -PCS.
_EDITION = re.compile(r"(VN)?ICD10(VN|BYT|WHO|CS|VNCS)?(20\d\d)?")


@functools.cache
def _table() -> Mapping[tuple[str, str], str]:
    lines = resources.files(__package__).joinpath("systems.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {(kind, uri): name for uri, kind, name in rows}


def code_system(uri: str) -> str | None:
    """Give our name of a code system, "" for the ministry's own lists, None for an unknown URI.

    A URI that is not listed is known by the name at its end, where that is a known catalogue.
    """
    known = _table().get(("code", uri.rstrip("/")))
    return known if known is not None else _catalogue(_name(uri)) or None


def identifier_kind(uri: str) -> str:
    """Give what an identifier system numbers: personal, insurance, patient, visit …, or ""."""
    known = _table().get(("identifier", uri.rstrip("/")))
    return known if known is not None else kind_named(uri)


def kind_named(text: str) -> str:
    """Give what a name says a number is: the end of a URI, or words such as `Thẻ BHYT`."""
    name = _name(text)
    listed = _table().get(("name", name)) or authorities().get(("authority", name), "")
    return listed if listed not in {"local", "other"} else ""


def _catalogue(name: str) -> str:
    """A catalogue by its name; ICD-10 also by those of its editions that keep its codes."""
    known = systems().get(name, "")
    return "icd10" if not known and _EDITION.fullmatch(name) else known


@remembered(4096)
def _name(text: str) -> str:
    return bare(re.split(r"[/:#|]", text.rstrip("/"))[-1])
