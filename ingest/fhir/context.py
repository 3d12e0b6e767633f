"""What a resource is read in: its message, the facility, and the names of what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.model import Event, Origin
from ingest.fhir.bundle import Entry, Index, key_of
from ingest.fhir.parts import Part, many, one, text
from ingest.fhir.who import name_of, numbers


@dataclass(frozen=True, slots=True)
class Context:
    """A resource on its way into events. `facility` may be empty: then the sender's is used."""

    entry: Entry
    index: Index
    facility: str = ""

    @property
    def resource(self) -> Part:
        """The resource."""
        return self.entry.resource

    @property
    def origin(self) -> Origin:
        """Where it was said."""
        return Origin(self.entry.table)

    def practitioner(self, reference: object) -> str:
        """Give the licence of who is referred to, else an identifier, else the name as sent."""
        found = self.index.find(reference, self.resource)
        if found is None:
            part = one(reference)
            return text(one(part.get("identifier")).get("value")) or text(part.get("display"))
        if found.kind == "PractitionerRole":
            return self.practitioner(found.resource.get("practitioner"))
        licences = numbers(found.resource, "licence")
        every = [text(each.get("value")) for each in many(found.resource.get("identifier"))]
        return next((each for each in (*licences, *every) if each), "") or name_of(found.resource)

    def facility_of(self, reference: object) -> str:
        """Give the ministry's code of an Organization that is referred to, or ""."""
        found = self.index.find(reference, self.resource)
        if found is not None and found.kind == "Location":
            return self.facility_of(found.resource.get("managingOrganization"))
        if found is not None:
            return next(iter(numbers(found.resource, "facility")), "").upper()
        return next(iter(numbers({"identifier": one(reference).get("identifier")}, "facility")), "")

    def text_of(self, reference: object) -> str:
        """Give the display of a reference, else the key of what it names."""
        part = one(reference)
        said = text(part.get("display"))
        return said or key_of(part, text(part.get("reference")).partition("/")[0])


#: Reads the events of one kind of resource.
Reader = Callable[[Context], Iterator[Event]]
