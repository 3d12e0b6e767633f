"""What was read is remembered, but never so much that a sender could fill the memory."""

from __future__ import annotations

from ingest.memory import remembered


def test_short_texts_are_remembered_and_long_ones_are_not() -> None:
    """The function is asked once for a short text, each time for a long one, and for the oldest."""
    asked: list[str] = []

    @remembered(2, longest=3)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length(t) for t in ("a", "a", "long", "long", "b", "c", "a")] == [1, 1, 4, 4, 1, 1, 1]
    assert asked == ["a", "long", "long", "b", "c", "a"]
