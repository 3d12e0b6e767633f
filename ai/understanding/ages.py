"""Ages as people say them, as bands of the catalogue; an age that cuts a band is named as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ai.catalogue_parts import Dimension
from ai.understanding.senses import Role, Sense

_OLDEST = 200
_NOUNS = (
    "tre em|tre|nguoi lon|nguoi|benh nhan|bn|be|children|kids|people|patients|persons|adults|those|"
    "aged"
)
_WHO = rf"(?:(?:{_NOUNS}|age|ages|o do tuoi|do tuoi|nhom tuoi|tuoi) )*"
_WHO_SAID = rf"(?:(?:{_NOUNS}) )+"
_UP = "(?:tro len|and over|and above|or older|and older|plus)"
_YEARS = r"(?: tuoi| ?t(?= |$)| ?(?:years?|yrs?)(?: old| of age)?|s)"
_TABLE: tuple[tuple[str, str], ...] = (
    (rf"{_WHO}(?:duoi|nho hon|under|below|younger than|<) (?P<under>\d+){_YEARS}", "under"),
    (rf"{_WHO_SAID}(?:duoi|nho hon|under|below|younger than|<) (?P<under>\d+)", "under"),
    (rf"{_WHO}under (?P<under>5|five)s?", "under"),
    (rf"{_WHO}(?:tu )?(?P<from>\d+) (?:den|to|-) (?P<to>\d+){_YEARS}", "both"),
    (rf"{_WHO}(?:tu )?(?P<from>\d+)-(?P<to>\d+){_YEARS}", "both"),
    (rf"{_WHO_SAID}(?:between )?(?P<from>\d+)(?:-| to | and | - )(?P<to>\d+)(?:{_YEARS})?", "both"),
    (rf"{_WHO}(?:tren|hon|tu|over|above|older than|>) (?P<from>\d+){_YEARS}(?: {_UP})?", "from"),
    (rf"{_WHO_SAID}(?:tren|over|above|older than|>) (?P<from>\d+)", "from"),
    (rf"{_WHO}(?:tu )?(?P<from>\d+)(?:{_YEARS})? {_UP}",
     "from"),
    (rf"{_WHO_SAID}(?P<from>\d+) {_UP}", "from"),
    (rf"{_WHO}(?P<from>\d+) \+(?:{_YEARS})?", "from"),
    (r"over (?P<from>\d+)s", "from"),
    (r"nguoi cao tuoi|nguoi gia|benh nhan cao tuoi|older people|seniors", "elderly"),
    (r"(?:the )?elderly(?: people| patients)?", "elderly"),
    (r"(?:tre em|tre nho|children|child|kids|paediatric|pediatric)", "children"),
)  # fmt: skip
_COMPILED = tuple((re.compile(rf"(?:{pattern})(?= |$)"), kind) for pattern, kind in _TABLE)
#: Children are asked about: the law says under 16, which no band ends with.
_FIXED = {"elderly": ((60, _OLDEST),), "children": ((0, 4), (0, 14))}


def ages_at(text: str, bands: Dimension) -> Iterator[tuple[int, Sense]]:
    """Readings of the beginning of a text as an age: where they end, and the bands."""
    for pattern, kind in _COMPILED:
        if match := pattern.match(text):
            for low, high in _FIXED.get(kind) or (_limits(match),):
                yield match.end(), _sense(low, high, bands)


def _limits(match: re.Match[str]) -> tuple[int, int]:
    said = match.groupdict()
    if under := said.get("under"):
        return 0, (5 if under == "five" else int(under)) - 1
    return int(said["from"] or 0), int(said.get("to") or _OLDEST)


def _sense(low: int, high: int, bands: Dimension) -> Sense:
    inside = [m.id for m in bands.members if low <= _ends(m.id)[0] and _ends(m.id)[1] <= high]
    edges = {_ends(member)[0] for member in inside}, {_ends(member)[1] for member in inside}
    if inside and low in edges[0] and high in edges[1]:
        return Sense(Role.MEMBER, "age_band", tuple(inside))
    return Sense(Role.CUE, "age")


def _ends(band: str) -> tuple[int, int]:
    """The first and last age of a band such as `0-4` or `75+`."""
    if band.endswith("+"):
        return int(band[:-1]), _OLDEST
    first, last = band.split("-")
    return int(first), int(last)
