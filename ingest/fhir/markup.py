"""FHIR XML into the shape of FHIR JSON; narrative stays in the archived message."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from ingest.qd130.markup import parse
from ingest.unpack import Limits

_XHTML = "{http://www.w3.org/1999/xhtml}"
_HOLDERS = frozenset({"resource", "contained", "outcome"})


def resource_of(markup: str, limits: Limits) -> dict[str, Any]:
    """Read a resource from XML. Raises BadInput as `ingest.qd130.markup.parse` does."""
    return _resource(parse(markup, limits).root)


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _resource(element: ET.Element) -> dict[str, Any]:
    return {"resourceType": _name(element), **_children(element)}


def _children(element: ET.Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        if isinstance(child.tag, str) and not child.tag.startswith(_XHTML):
            name = _name(child)
            value = _value(child, name)
            found[name] = [*_listed(found[name]), value] if name in found else value
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(element: ET.Element, name: str) -> Any:
    if name in _HOLDERS and len(element):
        return _resource(element[0])
    if "value" in element.attrib:
        return element.attrib["value"]
    return _children(element) | {k: v for k, v in element.attrib.items() if k in {"id", "url"}}
