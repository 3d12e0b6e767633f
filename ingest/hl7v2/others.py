"""What has no kind of its own, Z segments too: counted by name, whole in the archived message."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import OtherResource
from ingest.hl7v2.group import Group, Said, origin

#: Read elsewhere, or about the message itself.
_READ = frozenset(
    {
        "MSH", "SFT", "UAC", "EVN", "PID", "PD1", "PV1", "PV2", "NK1", "DG1", "PRB", "PR1",
        "AL1", "IAM", "IN1", "ORC", "OBR", "OBX", "NTE", "TQ1", "TQ2", "RXO", "RXE", "RXD",
        "RXR", "RXC", "RXA", "SPM", "SCH", "TXA", "RF1", "PRD", "MRG", "AIS", "AIG", "AIL",
        "AIP", "RGS", "PRT", "ROL", "CTD", "IPC", "RQD", "RQ1", "ODS", "ODT", "DSC", "BLG",
    }
)  # fmt: skip


def others(group: Group) -> Iterator[Said]:
    """Give one count for each segment that nobody reads."""
    for segment in group.segments:
        given = segment.name == "RXA" and group.type[0] == "RAS"
        if given or segment.name not in _READ:
            yield Said(
                segment.name,
                OtherResource(
                    origin(segment.name, segment),
                    kind=segment.name,
                    reference=f"{segment.name}/{segment.number}",
                    said_at=group.said_at,
                ),
            )
