"""The schema of a model file is what its types say, and the default model fits it."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from api.model_schema_doc import PAGE, page
from mpi.model import default, dump
from mpi.model_parts import Model


def test_the_schema_in_docs_is_that_of_the_types() -> None:
    """`make docs` writes it; it names every part of a model with what it means."""
    assert PAGE.read_text("utf-8") == page()
    assert set(json.loads(page())["properties"]) == set(json.loads(dump(default())))


def test_the_default_model_fits_and_a_spoilt_one_does_not() -> None:
    """What is written reads back equal; a level without its m is refused."""
    told = json.loads(dump(default()))
    assert dump(TypeAdapter(Model).validate_python(told)) == dump(default())
    del told["fields"][0]["levels"][0]["m"]
    with pytest.raises(ValidationError, match="m"):
        TypeAdapter(Model).validate_python(told)
