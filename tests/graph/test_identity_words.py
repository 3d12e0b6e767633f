"""Evidence in words: nothing of the model in hand is told a steward in its own code."""

from __future__ import annotations

import pytest

from graph.identity_words import FIELDS, LEVELS, reason
from mpi.decision import Evidence
from mpi.model import default

MODEL = default()


def test_every_field_and_level_of_the_default_model_has_words() -> None:
    """In both languages; a model that was trained may call its own levels as it likes."""
    assert {field.field for field in MODEL.fields} <= FIELDS.keys()
    said = {level.level for field in MODEL.fields for level in field.levels}
    assert said | {f"or {it.relation}" for it in MODEL.relations} <= LEVELS.keys()


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("insurance", "Khớp: số thẻ BHYT giống nhau."),
        ("personal_number", "Khớp: số định danh (CCCD) giống nhau."),
    ],
)
def test_abbreviations_keep_their_capitals(field: str, words: str) -> None:
    """Within a sentence only the first letter becomes small."""
    assert reason([Evidence(field, "same", 9.0)]).vi == words
