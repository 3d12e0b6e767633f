"""A hospital's end of an MLLP line, for tests."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

VT, FS = b"\x0b", b"\x1c\r"


class Line:
    """A connection that sends frames and reads answers."""

    def __init__(self, plug: socket.socket) -> None:
        self.plug = plug
        self._held = b""

    def send(self, message: bytes) -> None:
        """Send one message in its frame."""
        self.plug.sendall(VT + message + FS)

    def answer(self) -> str:
        """Read one answer; empty when the other end is closed."""
        while FS not in self._held:
            more = self.plug.recv(65536)
            if not more:
                return ""
            self._held += more
        answer, _, self._held = self._held.partition(FS)
        return answer.removeprefix(VT).decode("latin-1")

    def ask(self, message: bytes) -> list[str]:
        """Send a message and give MSA-1, MSA-2 and ERR-3's code of its answer."""
        self.send(message)
        segments = [line.split("|") for line in self.answer().split("\r") if line]
        err = [s[3].partition("^")[0] for s in segments if s[0] == "ERR"]
        return [*next(s[1:3] for s in segments if s[0] == "MSA"), *err]


@contextmanager
def line(port: int, tls: ssl.SSLContext | None = None) -> Iterator[Line]:
    """Open a line to a server on this machine; nothing waits longer than ten seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        if tls is None:
            yield Line(plain)
            return
        with tls.wrap_socket(plain, server_hostname="localhost") as plug:
            yield Line(plug)
