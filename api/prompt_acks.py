"""TCP acknowledgements without delay, for senders that write a message in pieces.

Such a sender holds all but the first piece back until that is acknowledged (Nagle, RFC 896), and
the receiver, which has nothing to say before the message is whole, would wait 40 ms for company.
DCMTK's tools and many MLLP senders do so.
"""

from __future__ import annotations

import socket
from typing import Protocol


class _Socket(Protocol):
    def setsockopt(self, level: int, option: int, value: int, /) -> None: ...


def acknowledge_at_once(connection: _Socket) -> None:
    """Have what comes next acknowledged as it comes; to be said after each answer (tcp(7))."""
    if hasattr(socket, "TCP_QUICKACK"):  # Linux
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
