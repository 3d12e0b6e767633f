"""TCP acknowledges what comes next at once, when told to."""

from __future__ import annotations

import socket

from api.prompt_acks import acknowledge_at_once


def test_the_next_piece_is_acknowledged_without_delay() -> None:
    """The option that Linux clears by itself is set again on a real connection."""
    with (
        socket.create_server(("127.0.0.1", 0)) as door,
        socket.create_connection(door.getsockname()),
        door.accept()[0] as here,
    ):
        here.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)
        acknowledge_at_once(here)
        assert here.getsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK) == 1
