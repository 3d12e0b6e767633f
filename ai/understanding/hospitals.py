"""How people call a facility: its full and short name, initials, code; a name of several is asked.

All forms follow from the name that the graph has; only aliases that no rule gives are listed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ai.understanding.entities import Place
from ai.understanding.senses import Role, Sense
from ai.understanding.vocabulary import table
from mpi.names import fold

#: In front of a facility's own name; "đa khoa" may be left out.
_HOSPITAL = re.compile(r"^(?:Bệnh viện|Trung tâm y tế)\s+(?:đa khoa\s+)?", re.IGNORECASE)
_STATION = re.compile(r"^Trạm y tế\s+", re.IGNORECASE)
_WARD = re.compile(r"^(?:Phường|Xã|Thị trấn)\s+", re.IGNORECASE)
_CITY_END = re.compile(r"\s+Hà Nội$")
_BEFORE = (
    "bệnh viện", "bv", "viện", "bệnh viện đa khoa", "bvđk", "bv đa khoa", "bvdk", "bv đk",
    "đa khoa", "viện đa khoa", "bệnh viện huyện", "bệnh viện quận", "bv huyện", "bv quận",
    "bệnh viện đa khoa huyện", "bvđk huyện",
)  # fmt: skip
_AFTER = ("hospital", "general hospital", "district hospital", "district general hospital")
_BEFORE_CODE = ("mã", "mã cskcb", "mã cơ sở", "cơ sở", "bv", "bệnh viện", "facility", "code")
#: Fields of medicine that hospitals are named by: everyday words, which need "bệnh viện" in front,
#: and which several hospitals share, so that "bệnh viện Nhi" alone is asked about.
_FIELDS = (
    "tim", "mắt", "phổi", "thận", "tâm thần", "da liễu", "ung bướu", "phụ sản", "nhi",
    "y học cổ truyền", "phục hồi chức năng", "lao phổi", "k", "e", "c",
)  # fmt: skip
_SHORT = {
    "Trung ương": "TW", "Hà Nội": "HN", "Y học cổ truyền": "YHCT", "Phục hồi chức năng": "PHCN",
}  # fmt: skip
#: Letters of an abbreviation; shorter ones need "bv" in front.
_ALONE = 3


def facility_names(place: Place) -> Iterator[tuple[str, Sense]]:
    """Every phrase for one facility."""
    sense = Sense(Role.MEMBER, "facility", (place.id,))
    yield place.id, sense
    yield place.full_name, sense
    for before in _BEFORE_CODE:
        yield f"{before} {place.id}", sense
    names = _station(place) if _STATION.match(place.full_name) else _hospital(place)
    for name in names:
        yield name, sense


def _hospital(place: Place) -> Iterator[str]:
    rest = _HOSPITAL.sub("", place.full_name)
    own = {rest, _CITY_END.sub("", rest) or rest}
    own |= {alias for name, alias in _aliases() if name in own}
    shorts = {each for name in own | {*_parts(rest)} for each in _abbreviated(name)}
    for short in shorts:
        for before in _BEFORE:
            yield f"{before} {short}"
        for after in _AFTER:
            yield f"{short} {after}"
            yield f"Hanoi {short} {after}"
        if short.lower() not in _FIELDS:
            yield short
    for short in own:
        yield from _initials(short)


def _abbreviated(name: str) -> set[str]:
    """A name with each part of it written short or not: TW, HN, YHCT, PHCN."""
    found = {name}
    for long, letters in _SHORT.items():
        found |= {each.replace(long, letters) for each in found}
    return found


def _parts(rest: str) -> Iterator[str]:
    """The field of a hospital by itself: "Mắt" of "Mắt Hà Đông"."""
    for field in _FIELDS:
        if rest.lower().startswith(f"{field} "):
            yield rest[: len(field)]


def _initials(short: str) -> Iterator[str]:
    """The first letters: "bv XP", "BVTN", "PSTW"."""
    syllables = [fold(each) for each in re.findall(r"\w+", short.replace("Trung ương", "T W"))]
    letters = "".join(each[0] for each in syllables)
    if len(letters) > 1:
        yield f"bv {letters}"
        yield f"bv{letters}"
    if len(letters) >= _ALONE and not short.startswith("Việt Nam"):
        yield letters


@functools.cache
def _aliases() -> tuple[tuple[str, str], ...]:
    return tuple((name, alias) for name, alias in table("hospitals.tsv"))


def _station(place: Place) -> Iterator[str]:
    name = _STATION.sub("", place.full_name)
    bare = _WARD.sub("", name)
    for before in ("trạm y tế", "tyt", "trạm", "trạm xá"):
        for form in (name, bare):
            yield f"{before} {form}"
    yield f"{bare} health station"
    yield f"{bare} ward health station"
