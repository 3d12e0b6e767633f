"""Recognising FHIR by its first bytes."""

from __future__ import annotations

import re

WIRE = "fhir-r4"

_JSON = re.compile(rb'^[\s\xef\xbb\xbf\[]*\{.*"resourceType"\s*:', re.DOTALL)
_XML = re.compile(rb"http://hl7\.org/fhir[\"'\s]")


def looks_like_fhir(head: bytes) -> bool:
    """Tell whether the first bytes are of resources, as JSON (a list or lines too) or as XML."""
    return bool(_JSON.match(head)) or (b"<" in head[:64] and bool(_XML.search(head)))
