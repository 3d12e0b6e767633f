"""Nouns that a member brings with it, and that say nothing more: "BV tuyến trung ương"."""

from __future__ import annotations

from collections.abc import Sequence

from ai.understanding.senses import Piece, Role

#: "Nhóm bệnh I20-I25", "bệnh chương IX": the noun says what kind of code follows.
ILL = {"icd", "disease_group", "icd_chapter", "icd_block"}


def noun_of(name: str, member: str) -> bool:
    """True for the noun that a member brings: "nhóm bệnh I20-I25", "BV tuyến trung ương"."""
    return (name in ILL and member in ILL) or (name == "facility" and member in {"level", "owner"})


def without_nouns(said: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out the noun that a member brings after "không tính": "không tính BV tuyến TW"."""
    gone = {
        at
        for at in range(1, len(said) - 1)
        if said[at - 1].sense.role is Role.EXCEPT
        and (said[at].sense.role, said[at + 1].sense.role) == (Role.DIMENSION, Role.MEMBER)
        and noun_of(said[at].sense.value, said[at + 1].sense.value)
    }
    return [piece for at, piece in enumerate(said) if at not in gone]
