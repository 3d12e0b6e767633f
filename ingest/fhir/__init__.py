"""FHIR R4: bundles of every type, single resources, newline-delimited JSON, and XML."""

from ingest.fhir.reader import read
from ingest.fhir.sniff import WIRE, looks_like_fhir

__all__ = ["WIRE", "looks_like_fhir", "read"]
