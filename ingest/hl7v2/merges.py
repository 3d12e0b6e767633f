"""MRG: the code that is given up for the patient's (chapter 3.3.36 to 3.3.51), and links of A24."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import PatientMerge
from ingest.hl7v2.group import Group, Said, origin
from ingest.hl7v2.syntax import Segment
from ingest.hl7v2.who import numbers


def merges(group: Group) -> Iterator[Said]:
    """Give what MRG gives up for the patient of PID: each code that MRG-1 repeats, else MRG-4."""
    what = group.trigger.merge
    if what not in {"patient", "both"}:
        return
    for gone in group.all("MRG"):
        listed = numbers(list(gone.parts(1)), group.facility)
        for other in dict.fromkeys((listed.local or gone.text(4), *listed.also)):
            if other and other != group.local_id:
                yield _merge(gone, group.local_id, other)


def links(here: Group, there: Group) -> Iterator[Said]:
    """Give the link of A24 between the patients of two PIDs."""
    both = here.local_id and there.local_id and here.local_id != there.local_id
    if here.trigger.merge == "link" and both:
        yield _merge(there.first("PID"), here.local_id, there.local_id)


def _merge(said: Segment, survivor: str, other: str) -> Said:
    table = f"MRG:{other}"
    return Said(table, PatientMerge(origin(table, said), survivor, other), of_patient=True)
