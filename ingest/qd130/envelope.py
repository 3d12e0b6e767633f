"""The envelope GIAMDINHHS: who sends, when it was made, and the files of each visit in it."""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ingest.encodings import decode
from ingest.qd130.markup import Parsed, content, local, parse
from ingest.qd130.schema import TABLES, table
from ingest.unpack import Limits
from mpi.errors import BadInput

_ROOTS = {table(name).root: name for name in TABLES if table(name).root}


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in NOIDUNGFILE: elements (inline XML) or text (XML or base64 of it)."""

    declared: str
    inside: ET.Element


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message: sender, NGAYLAP as sent, and for every HOSO its files."""

    facility: str
    made_on: str
    visits: tuple[tuple[Content, ...], ...]


def open_envelope(root: ET.Element) -> Envelope:
    """Find the parts by name, wherever they stand; a bare table is taken as a visit of its own.

    Raises BadInput (`not-envelope`) when nothing of the decision is inside.
    """
    if local(root.tag) in _ROOTS:
        return Envelope("", "", ((Content("", root),),))
    visits = [_files(visit) for visit in _outermost(root, "HOSO")] or [_files(root)]
    if not any(visits):
        raise BadInput("document", "not-envelope")
    return Envelope(_first(root, "MACSKCB").upper(), _first(root, "NGAYLAP"), tuple(visits))


def _first(root: ET.Element, name: str) -> str:
    return next((content(e) for e in root.iter() if local(e.tag) == name), "")


def _files(visit: ET.Element) -> tuple[Content, ...]:
    return tuple(map(_content, _outermost(visit, "FILEHOSO")))


def _outermost(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """Find the elements of this name that are in no other of it, in document order."""
    waiting = [*reversed(root)]
    while waiting:
        element = waiting.pop()
        if local(element.tag) == name:
            yield element
        else:
            waiting.extend(reversed(element))


def _content(file: ET.Element) -> Content:
    parts = {local(part.tag): part for part in file}
    declared = content(parts["LOAIHOSO"]) if "LOAIHOSO" in parts else ""
    return Content(declared, parts.get("NOIDUNGFILE", file))


def table_name(given: Content, root_tag: str = "") -> str:
    """Name the table by its root tag where that is known, else as declared; empty when neither.

    >>> table_name(Content(" xml01", ET.Element("X")))
    'XML1'
    """
    digits = given.declared.strip().upper().removeprefix("XML").strip()
    name = f"XML{int(digits)}" if digits.isdecimal() and len(digits) <= 2 else ""
    return _ROOTS.get(root_tag, name if name in TABLES else "")


@dataclass(frozen=True, slots=True)
class Opened:
    """A table's elements, and its text where they were not inline; `rules` were overlooked."""

    root: ET.Element
    rules: tuple[str, ...] = ()


def text_of(given: Content) -> tuple[str, tuple[str, ...]]:
    """Give the XML text inside NOIDUNGFILE, with the rules overlooked.

    Raises BadInput (`base64`) when it is neither XML nor whole base64.
    """
    inside = content(given.inside)
    if inside.startswith("<"):
        return inside, ()
    decoded = decode(_from_base64(inside))
    return decoded.text, decoded.rules


def inline(given: Content) -> ET.Element | None:
    """Give the table's root when it stands in NOIDUNGFILE as elements, or is the whole document."""
    inside = given.inside
    if local(inside.tag) in _ROOTS or len(inside) > 1:
        return inside
    return inside[0] if len(inside) else None


def opened(text: str, limits: Limits) -> Opened:
    """Parse the text of a table. Raises BadInput as `markup.parse` does."""
    parsed: Parsed = parse(text, limits)
    return Opened(parsed.root, ("markup-repaired",) if parsed.mended else ())


def _from_base64(text: str) -> bytes:
    digits = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return binascii.a2b_base64(digits + "=" * (-len(digits) % 4), strict_mode=True)
    except ValueError:
        raise BadInput("NOIDUNGFILE", "base64") from None
