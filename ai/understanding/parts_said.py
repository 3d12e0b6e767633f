"""Where the words begin of what a share is taken: "tỷ lệ nữ trong số người trên 60 tuổi"."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ai.understanding.senses import Piece, Role
from mpi.names import fold

#: What stands between the part and the whole; the whole comes after it.
_AMONG = ("trong so", "trong tong so", "among", "amongst")


def whole_from(pieces: Sequence[Piece]) -> float:
    """Give the word from which on the whole is said; infinity where no part stands before it."""
    begins = next((piece.end for piece in pieces if fold(piece.text) in _AMONG), math.inf)
    part = any(piece.sense.role is Role.MEMBER and piece.start < begins for piece in pieces)
    return begins if part else math.inf
