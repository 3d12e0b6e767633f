"""The JSON schema of our own records in docs, written by `python -m api.record_schema_doc`."""

from __future__ import annotations

from pathlib import Path

from ingest.own.schema import page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "healthgraph-record.schema.json"

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
