"""The DICOM receiver: C-STORE and C-ECHO (pynetdicom); of an object only its header is kept.

A listed calling AE title from its place speaks for its facility (api.senders); any other
association is rejected. Status 0000 is answered once the header is in archive and ledger.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from pynetdicom import AE, AllStoragePresentationContexts, _config, evt

from api.prompt_acks import acknowledge_at_once
from api.reception import Message, Reception
from api.senders import Peer, Senders
from api.transactions import Channel
from ingest.dicom.header import header_of, headers_only
from mpi.errors import BadInput, Unavailable

_log = structlog.get_logger("dicom")
_SUCCESS, _CANNOT_UNDERSTAND, _OUT_OF_RESOURCES, _NOT_AUTHORISED = 0x0000, 0xC000, 0xA700, 0x0124
#: Connections that have not asked for an association yet; beyond these the library rejects.
_UNASKED = 500
_VERIFICATION = "1.2.840.10008.1.1"
#: Transfer syntaxes that are offered; the header is read in any, the pixels in none.
_SYNTAXES = [
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.4.50",
    "1.2.840.10008.1.2.4.51",
    "1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.81",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.4.91",
    "1.2.840.10008.1.2.5",
]


@dataclass(frozen=True, slots=True)
class Receiving:
    """Where the receiver listens, and as whom.

    `associations` at one time, of which one facility may have half; `silence` in seconds that an
    association may last, `greeting` those in which a connection must have asked for one.
    """

    host: str
    port: int
    title: str
    associations: int = 40
    silence: float = 60.0
    greeting: float = 10.0


class DicomReceiver:
    """Listens from `start` to `stop`; `wake` is called after a header was kept."""

    def __init__(
        self, reception: Reception, senders: Senders, where: Receiving, wake: Callable[[], None]
    ) -> None:
        self._reception, self._senders, self._where, self._wake = reception, senders, where, wake
        self._server: Any = None
        self.port = where.port

    def start(self) -> None:
        """Listen. Raises Unavailable when the port is taken."""
        logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)  # its lines name patients
        _config.LOG_HANDLER_LEVEL = "none"  # nor are they made, which takes a tenth of receiving
        handlers = [
            (evt.EVT_C_STORE, self._store),
            (evt.EVT_REQUESTED, self._requested),
            (evt.EVT_DATA_SENT, _answered),
        ]
        try:
            self._server = self._entity().start_server(
                (self._where.host, self._where.port), block=False, evt_handlers=handlers
            )
        except OSError:
            where = f"{self._where.host}:{self._where.port}"
            raise Unavailable(
                f"cannot listen for DICOM on {where}: is the port taken?", 0
            ) from None
        self.port = self._server.server_address[1]

    def stop(self) -> None:
        """Take no more, and end the associations."""
        if self._server is not None:
            self._server.shutdown()

    def _entity(self) -> Any:
        entity = AE(ae_title=self._where.title)
        entity.require_called_aet = True
        entity.maximum_associations = _UNASKED
        entity.network_timeout = entity.dimse_timeout = self._where.silence
        entity.acse_timeout = self._where.greeting
        for context in AllStoragePresentationContexts:
            entity.add_supported_context(str(context.abstract_syntax), _SYNTAXES)
        entity.add_supported_context(_VERIFICATION)
        return entity

    def _facility(self, association: Any) -> str:
        requestor = association.requestor
        title = str(requestor.primitive.calling_ae_title).strip()
        return self._senders.facility_of_title(title, Peer(str(requestor.address)))

    def _requested(self, event: Any) -> None:
        """Reject whoever is not listed, and what is too much at one time (PS3.8 9.3.4)."""
        facility = self._facility(event.assoc)
        if not facility:
            _log.warning("unknown application entity", address=str(event.assoc.requestor.address))
            self._reject(event.assoc, 0x01, 0x01, 0x03)
        elif self._crowded(event.assoc, facility):
            _log.warning("too many associations", facility=facility)
            self._reject(event.assoc, 0x02, 0x03, 0x02)

    def _crowded(self, association: Any, facility: str) -> bool:
        """Tell whether all places are taken, or this facility has its half of them."""
        others = [a for a in association.ae.active_associations if a.is_established]
        theirs = [a for a in others if self._facility(a) == facility]
        most = self._where.associations
        return len(others) >= most or len(theirs) >= max(1, most // 2)

    def _reject(self, association: Any, result: int, source: int, reason: int) -> None:
        association.acse.send_reject(result, source, reason)
        association.kill()

    def _store(self, event: Any) -> int:
        status = self._kept(event)
        self._reception.metrics.dicom.labels(f"{status:04X}").inc()
        return status

    def _kept(self, event: Any) -> int:
        facility = self._facility(event.assoc)
        if not facility:
            return _NOT_AUTHORISED
        try:
            header = _header(event)
            self._reception.receive([Message(header)], facility=facility, channel=Channel.DICOM)
        except BadInput:
            return _CANNOT_UNDERSTAND
        except Unavailable:
            return _OUT_OF_RESOURCES
        except Exception as error:  # noqa: BLE001  pydicom raises whatever an object makes it raise
            _log.warning("object not understood", error=type(error).__name__)
            return _CANNOT_UNDERSTAND
        self._wake()
        return _SUCCESS


def _answered(event: Any) -> None:
    acknowledge_at_once(event.assoc.dul.socket.socket)


def _header(event: Any) -> bytes:
    request = event.request
    plain = header_of(
        event.encoded_dataset(include_meta=False),
        str(event.context.transfer_syntax),
        str(request.AffectedSOPClassUID),
        str(request.AffectedSOPInstanceUID),
    )
    return headers_only(event.dataset) if plain is None else plain
