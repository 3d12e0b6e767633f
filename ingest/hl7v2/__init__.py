"""HL7 v2.3 to v2.8, as messages, batches and files (docs/formats.md)."""

from ingest.hl7v2.reader import WIRE, read

__all__ = ["WIRE", "read"]
