"""Finding the ward that an address names in words, old name or new, with or without marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ingest.letters import fold
from ingest.reference.wards import Ward, districts, old, present

_KINDS = {
    "phuong": "phường", "p": "phường",
    "xa": "xã", "x": "xã",
    "thi tran": "thị trấn", "tt": "thị trấn",
}  # fmt: skip
_NAMED = re.compile(r"(?<![\w])(phuong|p|xa|x|thi tran|tt)(?:\s*[.:]\s*|\s+)([a-z][a-z' -]*)")
_LONGEST = 6  # words in `văn miếu - quốc tử giám`


def wards_named(text: str, district: str = "") -> tuple[str, ...]:
    """Give the present wards that `text` may name by `phường X`, `xã X`, `thị trấn X` or `P. X`.

    Old names give what they became. A name that several districts had is narrowed by `district`
    (its code) or by the district that the text names; nothing named or known gives none.

    >>> wards_named("12 ngõ 5, P. Trúc Bạch, Hà Nội")
    ('00004',)
    """
    folded = fold(text)
    found = next((hits for hits in map(_lookup, _NAMED.findall(folded)) if hits), ())
    return _codes(_narrowed(found, folded, district))


def _lookup(named: tuple[str, str]) -> tuple[Ward, ...]:
    kind, words = _KINDS[named[0]], named[1].replace("-", " ").split()[:_LONGEST]
    tries = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    return next((_by_name()[kind, t] for t in tries if (kind, t) in _by_name()), ())


def _narrowed(found: tuple[Ward, ...], folded: str, district: str) -> tuple[Ward, ...]:
    here = tuple(w for w in found if not w.district or w.district == district)
    if district and here:
        return here
    there = tuple(w for w in found if not w.district or _district_names()[w.district] in folded)
    return there if any(w.district for w in there) else found


def _codes(found: tuple[Ward, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for ward in found for code in ward.became or (ward.code,)))


@functools.cache
def _by_name() -> dict[tuple[str, str], tuple[Ward, ...]]:
    names: dict[tuple[str, str], tuple[Ward, ...]] = {}
    for ward in _all():
        key = (ward.kind, " ".join(fold(ward.name).replace("-", " ").split()))
        names[key] = (*names.get(key, ()), ward)
    return names


def _all() -> Iterator[Ward]:
    yield from present().values()
    yield from old().values()


@functools.cache
def _district_names() -> dict[str, str]:
    return {code: fold(district.name) for code, district in districts().items()}
