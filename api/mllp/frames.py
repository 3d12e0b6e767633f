"""MLLP frames: VT, the message, FS, CR (HL7 v2 transport, release 1)."""

from __future__ import annotations

from mpi.errors import BadInput

START, END = b"\x0b", b"\x1c\r"
_NOISE = b"\r\n\0 "


class Frames:
    """Collects what one connection sends and gives whole messages; at most `limit` bytes each."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = bytearray()
        self._seen = 0

    @property
    def open(self) -> bool:
        """True while a message has begun and not ended."""
        return bool(self._held)

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes as they came; give the messages that are whole now, in their order.

        Raises BadInput (`frame`) for what is no frame, (`too-large`) for one beyond the limit.
        """
        self._held += data
        found: list[bytes] = []
        while (message := self._next()) is not None:
            found.append(message)
        return found

    def _next(self) -> bytes | None:
        self._begin()
        end = self._held.find(END, max(0, self._seen - 1))
        if end < 0:
            self._seen = len(self._held)
            if self._seen > self._limit:
                raise BadInput("message", "too-large")
            return None
        if end > self._limit:
            raise BadInput("message", "too-large")
        message = bytes(self._held[1:end])
        del self._held[: end + len(END)]
        self._seen = 0
        return message

    def _begin(self) -> None:
        """Drop what some senders put between frames."""
        if self._seen == 0:
            self._held = bytearray(self._held.lstrip(_NOISE))
        if self._held and not self._held.startswith(START):
            raise BadInput("message", "frame")


def framed(message: bytes) -> bytes:
    """Put a message into its frame."""
    return START + message + END
