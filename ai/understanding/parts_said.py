"""Which of several members a share is asked of: "tỷ lệ nữ trong số bệnh nhân trên 60 tuổi"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ai.understanding.senses import Piece, Role
from ai.understanding.slots import Slots
from mpi.names import fold

#: What stands between the part and the whole; the whole comes after it.
_AMONG = ("trong so", "trong tong so", "among", "amongst")


def of_the_whole(slots: Slots, pieces: Sequence[Piece]) -> Slots:
    """Mark members that stand after "trong số": they narrow what the share is taken of."""
    begins = next((piece.end for piece in pieces if fold(piece.text) in _AMONG), None)
    if begins is None:
        return slots
    members = [piece for piece in pieces if piece.sense.role is Role.MEMBER]
    if len(members) != len(slots.members) or not any(p.start < begins for p in members):
        return slots
    slots.members = [
        replace(said, of_whole=piece.start >= begins)
        for said, piece in zip(slots.members, members, strict=True)
    ]
    slots.care_of_whole = any(
        piece.sense.role is Role.CARE and piece.start >= begins for piece in pieces
    )
    return slots
