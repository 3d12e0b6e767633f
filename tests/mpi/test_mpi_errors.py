"""The five categories of error: what they say and what they keep."""

import pytest

from mpi.errors import BadInput, Conflict, Forbidden, HealthGraphError, NotFound, Unavailable


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BadInput("birth_date", "month 13", "19851304"), "birth_date: month 13 in '19851304'"),
        (BadInput("birth_date", "is missing"), "birth_date: is missing"),
        (NotFound("person", "p-1"), "no person 'p-1'"),
        (Conflict("person p-1", "v2"), "person p-1 was changed meanwhile (v2)"),
        (Conflict("person p-1"), "person p-1 was changed meanwhile"),
        (Forbidden("steward", "citizen"), "needs steward, has citizen"),
        (Forbidden("steward"), "needs steward"),
        (Unavailable("the store is busy"), "the store is busy"),
    ],
)
def test_words(error: HealthGraphError, words: str) -> None:
    """Every error of the project is one of the tree and reads as a sentence."""
    assert str(error) == words


def test_fields() -> None:
    """An edge translates fields, not words."""
    bad, gone = BadInput("f", "r", "x"), NotFound("k", "i")
    changed, refused, away = Conflict("w", "v"), Forbidden("n", "h"), Unavailable("w", 2.5)
    assert (bad.field, bad.rule, bad.found) == ("f", "r", "x")
    assert (gone.kind, gone.key) == ("k", "i")
    assert (changed.what, changed.version) == ("w", "v")
    assert (refused.need, refused.have) == ("n", "h")
    assert (away.what, away.retry_after) == ("w", 2.5)
