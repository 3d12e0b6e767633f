"""Hanoi's wards before and after 1 July 2025: 526 wards of 30 districts became 126.

Old to new is not a function: 199 old wards were split. Every present code was an old code before,
so a code alone may mean either; a sent code is therefore read into candidates, never into a guess.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ingest.memory import remembered
from ingest.reference import tables


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward, commune, town or district; a present one has no `district` and no `became`.

    `became` are the present wards that an old one went into, the one with the largest part first.
    """

    code: str
    kind: str
    name: str
    district: str = ""
    became: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name as written in addresses, `Phường Ba Đình`."""
        return f"{self.kind.capitalize()} {self.name}"


@functools.cache
def present() -> dict[str, Ward]:
    """Give the 126 wards since 1 July 2025 by code."""
    return {code: Ward(code, kind, name) for code, kind, name in tables.rows("wards")}


@functools.cache
def old() -> dict[str, Ward]:
    """Give the 526 wards until 30 June 2025 by code."""
    return {
        code: Ward(code, kind, name, district, tuple(became.split()))
        for code, kind, name, district, became in tables.rows("old_wards")
    }


@functools.cache
def districts() -> dict[str, Ward]:
    """Give the 30 former districts by code."""
    return {code: Ward(code, kind, name) for code, kind, name in tables.rows("districts")}


@remembered(4096, longest=5)
def present_wards(code: str) -> tuple[str, ...]:
    """Give the present wards that a sent code may mean; none when it is not of Hanoi.

    >>> present_wards("00001"), present_wards("99999")
    (('00097',), ())
    """
    itself = (code,) if code in present() else ()
    became = old()[code].became if code in old() else ()
    return tuple(dict.fromkeys(itself + became))
