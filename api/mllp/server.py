"""The MLLP server: asyncio in a thread of its own beside the HTTP service.

Each connection is read by itself, so a sender that hangs or trickles keeps nobody waiting; its
messages are answered in their order. What came together is kept together, in one commit.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from api.mllp.door import Door
from api.mllp.frames import Frames, framed
from api.prompt_acks import acknowledge_at_once
from api.senders import Peer
from mpi.errors import BadInput, Unavailable

_log = structlog.get_logger("mllp")
_CHUNK = 1 << 16
_TOGETHER = 64  # messages of one connection that are kept in one commit
_STOP = 15.0  # seconds that messages in hand are given
_GLANCE = 5.0  # seconds that a connection too many has to say what is refused
_TURNED_AWAY = 50  # connections too many that are answered at one time; others are closed


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen and what a connection may cost; times in seconds, sizes in bytes."""

    host: str
    port: int
    limit: int = 16 << 20
    idle: float = 300.0
    frame: float = 30.0
    connections: int = 200
    certificate: Path | None = None
    key: Path | None = None
    client_ca: Path | None = None

    def tls(self) -> ssl.SSLContext | None:
        """The TLS context, when there is a certificate; with `client_ca` clients must have one."""
        if self.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key)
            if self.client_ca:
                context.load_verify_locations(self.client_ca)
                context.verify_mode = ssl.CERT_REQUIRED
        except OSError as error:  # ssl.SSLError is one
            raise BadInput("mllp_tls", f"cannot be read: {type(error).__name__}") from None
        return context


class MllpServer:
    """Listens from `start` to `stop`; `wake` is called after messages were kept."""

    def __init__(self, door: Door, where: Listening, wake: Callable[[], None]) -> None:
        self.door, self._where, self._wake = door, where, wake
        self._pool = ThreadPoolExecutor(8, "mllp-door")
        self._thread = threading.Thread(target=self._run, name="mllp", daemon=True)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stopping = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()
        self._too_many = 0
        self._failed: Exception | None = None
        self._context: ssl.SSLContext | None = None
        self.port = where.port

    def start(self) -> None:
        """Listen. Raises Unavailable when the port is taken, BadInput when TLS cannot be set up."""
        self._context = self._where.tls()
        self._thread.start()
        self._ready.wait()
        if self._failed is not None:
            where = f"{self._where.host}:{self._where.port}"
            raise Unavailable(f"cannot listen for MLLP on {where}: is the port taken?", 0)

    def stop(self) -> None:
        """Take no more, answer what is in hand, and wait for that."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
        self._pool.shutdown()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()
            self._ready.set()

    async def _serve(self) -> None:
        where = self._where
        try:
            server = await asyncio.start_server(
                self._meet, where.host, where.port, ssl=self._context, limit=_CHUNK
            )
        except OSError as error:
            self._failed = error
            return
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        server.close()
        if self._connections:
            await asyncio.wait(self._connections, timeout=_STOP)
        for task in self._connections:
            task.cancel()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._connections) >= self._where.connections:
            _log.warning("too many connections")
            await self._turn_away(reader, writer)
            return
        self._connections.add(task)
        try:
            await self._talk(reader, writer, _peer(writer))
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError, ssl.SSLError):
            _log.info("connection lost")
        except BadInput as error:
            _log.warning("connection closed", why=error.rule)
        finally:
            self._connections.discard(task)
            writer.close()

    async def _turn_away(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the first message with AR, so that its sender learns why, and close."""
        self._too_many += 1
        try:
            if self._too_many <= _TURNED_AWAY:
                async with asyncio.timeout(_GLANCE):
                    writer.writelines(self.door.busy(await self._first(reader)))
                    await writer.drain()
        except (OSError, BadInput):
            _log.info("connection lost")
        finally:
            self._too_many -= 1
            writer.close()

    async def _first(self, reader: asyncio.StreamReader) -> list[bytes]:
        frames = Frames(self._where.limit)
        while data := await self._read(reader, _GLANCE):
            if found := frames.feed(data):
                return found
        return []

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: Peer
    ) -> None:
        """Read and answer until the sender ends, is too slow, or the server stops.

        A message that has begun must be whole within `frame` seconds; between messages the sender
        may be silent for `idle` seconds.
        """
        frames, clock = Frames(self._where.limit), asyncio.get_running_loop().time
        until = clock() + self._where.idle
        while data := await self._read(reader, until - clock()):
            before = frames.open
            waiting = frames.feed(data)
            for start in range(0, len(waiting), _TOGETHER):
                await self._answer(waiting[start : start + _TOGETHER], writer, peer)
            if not frames.open:
                until = clock() + self._where.idle
            elif waiting or not before:
                until = clock() + self._where.frame

    async def _answer(
        self, together: list[bytes], writer: asyncio.StreamWriter, peer: Peer
    ) -> None:
        loop = asyncio.get_running_loop()
        answers = await loop.run_in_executor(self._pool, self.door.answer, together, peer)
        self._wake()
        writer.writelines(framed(answer) for answer in answers if answer is not None)
        async with asyncio.timeout(self._where.frame):
            await writer.drain()
        acknowledge_at_once(writer.get_extra_info("socket"))

    async def _read(self, reader: asyncio.StreamReader, patience: float) -> bytes:
        """Wait for bytes; none at the end of the connection, or when the server stops."""
        reading = asyncio.ensure_future(reader.read(_CHUNK))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            done, _ = await asyncio.wait(
                (reading, stopping),
                timeout=max(0.0, patience),
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            stopping.cancel()
            if not reading.done():
                reading.cancel()
        if reading in done:
            return reading.result()
        if not done:
            _log.warning("sender too slow")
        return b""


def _peer(writer: asyncio.StreamWriter) -> Peer:
    """Say who is at the other end: address, and the names and digest of its certificate."""
    address = str((writer.get_extra_info("peername") or ("",))[0])
    held: Any = writer.get_extra_info("ssl_object")
    if held is None:
        return Peer(address)
    subject = (held.getpeercert() or {}).get("subject", ())
    names = [value for part in subject for key, value in part if key == "commonName"]
    der = held.getpeercert(binary_form=True)
    if der:
        names.append(hashlib.sha256(der).hexdigest())
    return Peer(address, tuple(names))
