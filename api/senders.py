"""Who may send by MLLP or DICOM, and for which facility: a JSON file of the deployment's own.

    [{"facility": "01013", "names": ["BV BACH MAI"], "networks": ["10.20.0.0/16"],
      "certificates": ["his.01013.example"], "ae_titles": ["PACS01013"]}]

A sender is known when the name that its messages give (MSH-4; the calling AE title for DICOM) is
listed and it comes from a listed network or with a listed client certificate. Nobody else is.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.hl7v2.tables import bare
from mpi.errors import BadInput

_KEYS = {"facility", "names", "networks", "certificates", "ae_titles"}
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end: its address, and the names in its client certificate, if any."""

    address: str
    certificate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """One line of the file."""

    facility: str
    names: frozenset[str]
    networks: tuple[_Network, ...]
    certificates: frozenset[str]
    ae_titles: frozenset[str]

    def comes_as(self, peer: Peer) -> bool:
        """Tell whether a peer proves to be this sender."""
        if self.certificates.intersection(peer.certificate):
            return True
        address = _address(peer.address)
        return address is not None and any(address in network for network in self.networks)


@dataclass(frozen=True, slots=True)
class Senders:
    """All that are known."""

    listed: tuple[Sender, ...] = ()

    def facility(self, name: str, peer: Peer) -> str:
        """The facility that a message named so by a peer speaks for; empty when it may not."""
        plain = bare(name)
        found = (s for s in self.listed if plain in s.names and s.comes_as(peer))
        return next((sender.facility for sender in found), "")

    def only_facility(self, peer: Peer) -> str:
        """The facility of a peer that can speak for one alone, else empty."""
        found = {sender.facility for sender in self.listed if sender.comes_as(peer)}
        return next(iter(found)) if len(found) == 1 else ""

    def facility_of_title(self, title: str, peer: Peer) -> str:
        """The facility of a calling AE title that comes from its place; empty when it may not."""
        found = (s for s in self.listed if title in s.ae_titles and s.comes_as(peer))
        return next((sender.facility for sender in found), "")


def load_senders(path: Path | None) -> Senders:
    """Read the file; none means nobody. Raises BadInput naming the line and what is wrong."""
    if path is None:
        return Senders()
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput("senders_file", f"cannot be read: {type(error).__name__}") from None
    if not isinstance(rows, list):
        raise BadInput("senders_file", "must be a list of senders")
    return Senders(tuple(_sender(row, f"senders_file[{n}]") for n, row in enumerate(rows)))


def _sender(row: Any, place: str) -> Sender:
    if not isinstance(row, dict) or not isinstance(row.get("facility"), str):
        raise BadInput(place, "facility is missing")
    if unknown := set(row) - _KEYS:
        raise BadInput(place, f"does not know {min(unknown)}")
    texts = {key: _texts(row.get(key, []), f"{place}.{key}") for key in _KEYS - {"facility"}}
    facility = row["facility"].upper()
    return Sender(
        facility,
        frozenset(map(bare, (facility, *texts["names"]))),
        tuple(_network(text, f"{place}.networks") for text in texts["networks"]),
        frozenset(texts["certificates"]),
        frozenset(texts["ae_titles"]),
    )


def _texts(value: Any, place: str) -> Iterable[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadInput(place, "must be a list of texts")
    return value


def _network(text: str, place: str) -> _Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise BadInput(place, "is no network such as 10.20.0.0/16") from None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
