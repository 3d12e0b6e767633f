"""The resources of a message and the references between them."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.fhir.parts import Part, many, one, text

_URL = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?$")
_QUERY = re.compile(r"^([A-Z][A-Za-z]+)\?(?:.*&)?identifier=([^&]*)")


_PATCH = "PATCH"
_LONGEST = 64  # letters of a resource type


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource, what it is called in the message, and whether it is to be deleted."""

    resource: Part
    url: str = ""
    deletes: bool = False

    @property
    def kind(self) -> str:
        """Its resource type; what cannot be the name of one is none."""
        said = text(self.resource.get("resourceType"))
        return said if said.isascii() and said.isalpha() and len(said) <= _LONGEST else ""

    @property
    def id(self) -> str:
        """Its logical id, else the end of its full URL."""
        return text(self.resource.get("id")) or self.url.rpartition("/")[2].rpartition(":")[2]

    @property
    def table(self) -> str:
        """What it is called in editions and origins: `Observation/12`."""
        return f"{self.kind}/{self.id}"


@dataclass(slots=True)
class Index:
    """Resources of a message by every way in which a reference can name them."""

    by_url: dict[str, Entry] = field(default_factory=dict)
    by_identifier: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Know an entry by full URL, by type and id, by its identifiers."""
        for name in (entry.url, f"{entry.kind}/{entry.id}"):
            if name:
                self.by_url.setdefault(name, entry)
        for identifier in many(entry.resource.get("identifier")):
            value = text(identifier.get("value"))
            for system in {text(identifier.get("system")), ""}:
                self.by_identifier.setdefault((entry.kind, f"{system}|{value}"), entry)

    def find(
        self, reference: object, holder: Part | None = None, kind_meant: str = ""
    ) -> Entry | None:
        """Follow a Reference: contained, full URL, urn:uuid, relative, absolute or conditional.

        `kind_meant` is what a logical reference without a type refers to.
        """
        part = one(reference)
        said = text(part.get("reference"))
        if said.startswith("#"):
            return _contained(holder or {}, said[1:])
        if said in self.by_url:
            return self.by_url[said]
        kind, key = _named(said)
        if found := self.by_url.get(f"{kind}/{key}") or self.by_identifier.get((kind, key)):
            return found
        return self._by_logical(part, kind_meant)

    def _by_logical(self, part: Part, kind: str) -> Entry | None:
        identifier = one(part.get("identifier"))
        value, kind = text(identifier.get("value")), text(part.get("type")) or kind
        return self.by_identifier.get((kind, f"{text(identifier.get('system'))}|{value}"))


def key_of(reference: object, kind: str) -> str:
    """Give the logical id or identifier value that a reference to a resource elsewhere names."""
    part = one(reference)
    found, key = _named(text(part.get("reference")))
    if found == kind:
        return key.rpartition("|")[2]
    identifier = one(part.get("identifier"))
    return text(identifier.get("value"))


def by_logical_id(reference: object) -> bool:
    """Tell whether a reference names a logical id (`Patient/12`), not an identifier."""
    return bool(_URL.search(text(one(reference).get("reference"))))


def _named(said: str) -> tuple[str, str]:
    """Give type and id of a URL, or type and `system|value` of a conditional reference."""
    if query := _QUERY.match(said):
        value = urllib.parse.unquote(query[2])
        return query[1], value if "|" in value else f"|{value}"
    found = _URL.search(said)
    return (found[1], found[2]) if found else ("", "")


def _contained(holder: Part, key: str) -> Entry | None:
    found = (each for each in many(holder.get("contained")) if text(each.get("id")) == key)
    return next((Entry(each, f"#{key}") for each in found), None)


def entries_of(resource: Part) -> Iterator[Entry]:
    """Give every resource of a Bundle or of Parameters, at any depth, or the resource itself."""
    if text(resource.get("resourceType")) != "Bundle":
        yield Entry(resource)
        for inner in _of_parameters(resource):
            yield from entries_of(inner)
        return
    for entry in many(resource.get("entry")):
        inner, url = one(entry.get("resource")), text(entry.get("fullUrl"))
        method = text(one(entry.get("request")).get("method"))
        if method == _PATCH:
            continue
        if inner.get("resourceType") in {"Bundle", "Parameters"}:
            yield from entries_of(inner)
        elif inner:
            yield Entry(inner, url, deletes=method == "DELETE")


def _of_parameters(resource: Part) -> Iterator[Part]:
    for parameter in many(resource.get("parameter") or resource.get("part")):
        if inner := one(parameter.get("resource")):
            yield inner
        yield from _of_parameters(parameter)


def deletions_of(resource: Part) -> Iterator[str]:
    """Name the resources that a Bundle deletes without sending them; it does not say whose.

    A history lists the newest first: a resource above its deletion was made anew.
    """
    above: set[str] = set()
    for entry in many(resource.get("entry")):
        asked, inner = one(entry.get("request")), one(entry.get("resource"))
        if inner and resource.get("type") == "history":
            above.add(Entry(inner).table)
        if text(asked.get("method")) == "DELETE" and not inner:
            name = "/".join(_named(text(asked.get("url"))))
            if name not in above:
                yield name


def patches_of(resource: Part) -> Iterator[str]:
    """Name the resources that a Bundle would change in part: what changes them is no resource."""
    for entry in many(resource.get("entry")):
        asked = one(entry.get("request"))
        if text(asked.get("method")) == _PATCH:
            yield "/".join(_named(text(asked.get("url"))))


def index_of(entries: Iterable[Entry]) -> Index:
    """Index every entry."""
    index = Index()
    for entry in entries:
        index.add(entry)
    return index
