"""What listens beside the HTTP service: MLLP and DICOM, each when its port is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from api.dicom import DicomReceiver, Receiving
from api.mllp.door import Door
from api.mllp.server import Listening, MllpServer
from api.reception import Reception
from api.senders import load_senders
from api.settings import Settings


class Listener(Protocol):
    """A server of its own thread. `port` is the one it listens on once started."""

    port: int

    def start(self) -> None:
        """Listen. Raises Unavailable when the port is taken."""

    def stop(self) -> None:
        """Take no more, answer what is in hand, and wait for that."""


def listeners_of(
    settings: Settings, reception: Reception, wake: Callable[[], None]
) -> tuple[Listener, ...]:
    """Make what the settings ask for; nothing listens yet. Raises BadInput (`senders_file`)."""
    return tuple(_asked_for(settings, reception, wake))


def check_files(settings: Settings) -> None:
    """Read the files that listeners need, so that a service with a wrong one does not start.

    Raises BadInput (`mllp_tls`, `senders_file`).
    """
    if settings.mllp_port is not None:
        _mllp(settings, settings.mllp_port).tls()
    load_senders(settings.senders_file)


def _asked_for(
    settings: Settings, reception: Reception, wake: Callable[[], None]
) -> Iterator[Listener]:
    if settings.mllp_port is not None:
        senders = load_senders(settings.senders_file)
        door = Door(reception, senders, reception.metrics, settings.hl7_processing)
        yield MllpServer(door, _mllp(settings, settings.mllp_port), wake)
    if settings.dicom_port is not None:
        senders = load_senders(settings.senders_file)
        where = Receiving(settings.dicom_host, settings.dicom_port, settings.dicom_ae_title)
        yield DicomReceiver(reception, senders, where, wake)


def _mllp(settings: Settings, port: int) -> Listening:
    return Listening(
        host=settings.mllp_host,
        port=port,
        limit=settings.mllp_max_bytes,
        idle=settings.mllp_idle_seconds,
        frame=settings.mllp_frame_seconds,
        connections=settings.mllp_connections,
        certificate=settings.mllp_tls_certificate,
        key=settings.mllp_tls_key,
        client_ca=settings.mllp_tls_client_ca,
    )
