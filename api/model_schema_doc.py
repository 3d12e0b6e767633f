"""docs/matching-model.schema.json, the JSON schema of a model file, written from its types.

`python -m api.model_schema_doc` writes it; what a schema cannot say, `mpi.model.load` checks.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from mpi.model_parts import Model

PAGE = Path(__file__).resolve().parents[1] / "docs" / "matching-model.schema.json"


def page() -> str:
    """Write the schema (2020-12) of a model file."""
    made = TypeAdapter(Model).json_schema()
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
