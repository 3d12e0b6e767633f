"""What stands between a mistake of ours in a reader and the intake: every message has an answer."""

from __future__ import annotations

from collections.abc import Callable

from ingest.reading import Reading, rejection


def answered(read: Callable[[], Reading]) -> Reading:
    """Read; where the reader itself fails, the message is put aside as `reader-failed`.

    It can be replayed once the reader is mended, and the messages beside it are not held up.
    """
    try:
        return read()
    except Exception:  # noqa: BLE001  whatever a reader does with bytes that nobody foresaw
        return Reading((), (), rejection("reader-failed"), "", "", "")
