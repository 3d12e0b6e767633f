"""What a pair of names says: from the same spelling down to nothing in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache, partial

from rapidfuzz.distance import OSA

from mpi.names import LOST, NameForm
from mpi.profile import Profile


class NameLevel(StrEnum):
    """Comparison levels, best first; the model file gives m and u for each.

    Tone placement, i/y, Đ, capitals and Unicode form never make a difference (mpi.names).
    """

    SAME = "same"
    MARKS_LOST = "marks lost"
    MARKS_DIFFER = "marks differ"
    ORDER = "other order"
    MIDDLE_DROPPED = "middle name dropped"
    INITIALS = "initials"
    SLIP = "one letter"
    MIDDLE_DIFFERS = "middle name differs"
    SURNAME_DIFFERS = "surname differs"
    NAMED_LATER = "named later"
    GIVEN_DIFFERS = "given name differs"
    DIFFERENT = "different"


#: Levels that say nothing against a newborn, whose first name in the papers may be a parent's.
_UNSETTLED = frozenset(
    {
        NameLevel.MIDDLE_DIFFERS,
        NameLevel.SURNAME_DIFFERS,
        NameLevel.GIVEN_DIFFERS,
        NameLevel.DIFFERENT,
    }
)


def compare_names(a: Profile, b: Profile) -> NameLevel | None:
    """Compare two profiles' names; None when either has none. A newborn's name may change."""
    if a.name is None or b.name is None:
        return None
    level = name_level(a.name, b.name)
    if level in _UNSETTLED and (a.tentative or b.tentative):
        return NameLevel.NAMED_LATER
    return level


@lru_cache(maxsize=262144)
def name_level(a: NameForm, b: NameForm) -> NameLevel:
    """Give the best level that holds for two names."""
    return next(level for level, holds in _LEVELS if holds(a, b))


def _same_letters(a: NameForm, b: NameForm) -> bool:
    return a.plain == b.plain


def _marks_lost(a: NameForm, b: NameForm) -> bool:
    if a.damaged or b.damaged:
        return _letters_lost(a, b)
    return _same_letters(a, b) and not (a.marked and b.marked)


def _letters_lost(a: NameForm, b: NameForm) -> bool:
    """Say whether two names are one but for letters that were lost with their marks."""
    if len(a.plain) != len(b.plain):
        return False
    return all(_may_be(x, y) or _may_be(y, x) for x, y in zip(a.plain, b.plain, strict=True))


def _may_be(damaged: str, whole: str) -> bool:
    """One letter, or none, stands for each that was lost; another lost one stands for itself."""
    parts = map(re.escape, damaged.split(LOST))
    return re.fullmatch(".?".join(parts), whole) is not None


def _ends_agree(a: NameForm, b: NameForm) -> bool:
    return bool(a.surname and b.surname) and (a.surname, a.given) == (b.surname, b.given)


def _middle_dropped(a: NameForm, b: NameForm) -> bool:
    short, long = sorted((a.middle, b.middle), key=len)
    remaining = iter(long)
    return _ends_agree(a, b) and all(part in remaining for part in short)


def _either_order(holds: Callable[[NameForm, NameForm], bool], a: NameForm, b: NameForm) -> bool:
    """Try the names as sent, then each as if it had been sent with the given name first."""
    return holds(a, b) or holds(_surname_first(a), b) or holds(a, _surname_first(b))


def _surname_first(name: NameForm) -> NameForm:
    """Read `An Nguyễn Văn` as `Nguyễn Văn An`."""
    return NameForm(name.exact[1:] + name.exact[:1], name.plain[1:] + name.plain[:1])


def _initials(a: NameForm, b: NameForm) -> bool:
    if len(a.plain) != len(b.plain) or len(a.plain) < 2:
        return False
    pairs = list(zip(a.plain, b.plain, strict=True))
    shortened = sum(x != y for x, y in pairs) >= 1
    return shortened and all(x == y or (1 in {len(x), len(y)} and x[0] == y[0]) for x, y in pairs)


def _slip(a: NameForm, b: NameForm) -> bool:
    return OSA.distance("".join(a.plain), "".join(b.plain), score_cutoff=1) <= 1


def _surname_differs(a: NameForm, b: NameForm) -> bool:
    return a.plain[1:] == b.plain[1:] != ()


def _given_differs(a: NameForm, b: NameForm) -> bool:
    return a.surname == b.surname != ""


_LEVELS: tuple[tuple[NameLevel, Callable[[NameForm, NameForm], bool]], ...] = (
    (NameLevel.SAME, lambda a, b: a.exact == b.exact),
    (NameLevel.MARKS_LOST, _marks_lost),
    (NameLevel.MARKS_DIFFER, _same_letters),
    (NameLevel.ORDER, lambda a, b: a.key == b.key),
    (NameLevel.MIDDLE_DROPPED, partial(_either_order, _middle_dropped)),
    (NameLevel.INITIALS, _initials),
    (NameLevel.SLIP, partial(_either_order, _slip)),
    (NameLevel.MIDDLE_DIFFERS, _ends_agree),
    (NameLevel.SURNAME_DIFFERS, _surname_differs),
    (NameLevel.GIVEN_DIFFERS, _given_differs),
    (NameLevel.DIFFERENT, lambda a, b: True),  # noqa: ARG005 - the row that always holds
)
