"""Text into elements, safely: no DTD, no entity, bounded size and depth, names without prefixes.

The parser is expat behind the standard library's ElementTree. It never opens anything outside,
and a document that declares a DTD, the only door to entities, is refused before it is parsed
(docs/adr/0004-reading-xml.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ingest.memory import remembered
from ingest.unpack import Limits
from mpi.errors import BadInput

_CUT_SHORT = frozenset({3, 5, 6, 20})  # expat: no element, unclosed token, partial char, CDATA

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_FORBIDDEN_REFERENCE = re.compile(r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[1-9]|2\d|3[01]));")
_PREFIXED_ATTRIBUTE = re.compile(r"""\s[\w.-]+:[\w.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_PREFIX = re.compile(r"(</?)[A-Za-z_][\w.-]*:")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The root of a document; `mended` says that characters had to be repaired first."""

    root: ET.Element
    mended: bool = False


def parse(text: str, limits: Limits) -> Parsed:
    """Parse one document. Raises BadInput whose rule is a code of `rules.tsv`."""
    body = text.strip("\ufeff \t\r\n\0")
    if not body.startswith("<"):
        raise BadInput("document", "not-xml")
    if "<!DOCTYPE" in body or "<!ENTITY" in body:
        raise BadInput("document", "dtd")
    if body.count("<") > limits.tags:
        raise BadInput("document", "too-many-tags")
    parsed = _parsed(body)
    if not _shallow(parsed.root, limits.depth):
        raise BadInput("document", "too-deep")
    return parsed


def _parsed(body: str) -> Parsed:
    try:
        return Parsed(ET.fromstring(body))  # noqa: S314  see the module's docstring
    except ET.ParseError:
        return Parsed(_mended(body), mended=True)


def _mended(body: str) -> ET.Element:
    """Parse once more without what XML forbids: control characters, bare `&`, unbound prefixes."""
    clean = _FORBIDDEN_REFERENCE.sub("", _BARE_AMPERSAND.sub("&amp;", _FORBIDDEN.sub("", body)))
    clean = _PREFIX.sub(r"\1", _PREFIXED_ATTRIBUTE.sub("", clean))
    try:
        return ET.fromstring(clean)  # noqa: S314  see the module's docstring
    except ET.ParseError as error:
        raise BadInput("document", "xml-cut" if error.code in _CUT_SHORT else "xml") from None


def _shallow(root: ET.Element, depth: int) -> bool:
    level = [root]
    for _ in range(depth):
        level = [child for element in level if len(element) for child in element]
        if not level:
            return True
    return False


@remembered(4096)
def local(tag: str) -> str:
    """Give the name of a tag without namespace, in capitals.

    >>> local("{urn:x}Ma_lk")
    'MA_LK'
    """
    return tag.rpartition("}")[2].upper()


def content(element: ET.Element) -> str:
    """Give the text of an element with that of anything inside it, without outer space."""
    if len(element):
        return "".join(element.itertext()).strip()
    return (element.text or "").strip()
