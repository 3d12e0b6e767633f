"""JSON of our own: a record as the types of `graph.model` say it (docs/healthgraph-record.md)."""

from ingest.own.reader import read
from ingest.own.sniff import WIRE, looks_like_own

__all__ = ["WIRE", "looks_like_own", "read"]
