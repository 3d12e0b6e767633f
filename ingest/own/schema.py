"""The JSON schema of our own records; `python -m api.record_schema_doc` writes it down."""

from __future__ import annotations

import json
from typing import Any

from ingest.own.record_form import RecordForm


def schema() -> dict[str, Any]:
    """Give the JSON schema (2020-12) of one record."""
    made = RecordForm.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def page() -> str:
    """Write it as the file in docs has it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
