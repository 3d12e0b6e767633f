"""How many people have a name: shares of its parts multiplied, from the model's tables."""

from __future__ import annotations

import math
from functools import lru_cache

from mpi.model_parts import Frequencies, NamePart, Shares
from mpi.names import NameForm

_WHOLE = (NamePart.SURNAME, NamePart.MIDDLE, NamePart.GIVEN)


def share_anew(form: NameForm, parts: tuple[NamePart, ...], tables: Frequencies) -> float:
    """Give the share of the population that has these parts of a name, marks aside.

    Never below the least share of the model: names listed nowhere are not proof.
    """
    chances = (_part(form, part, tables) for part in parts)
    return max(math.prod(chances), tables.least)


@lru_cache(maxsize=65536)
def share(form: NameForm, parts: tuple[NamePart, ...], tables: Frequencies) -> float:
    """Give the same, kept: for a name that is asked about again and again."""
    return share_anew(form, parts, tables)


def _part(form: NameForm, part: NamePart, tables: Frequencies) -> float:
    if part is NamePart.SURNAME:
        return _share(form.surname, tables.surname)
    if part is NamePart.GIVEN:
        return _share(form.given, tables.given)
    middles = form.middle or ("",)
    return math.prod(_share(middle, tables.middle) for middle in middles)


def _share(syllable: str, shares: Shares) -> float:
    return shares.listed.get(syllable, shares.unlisted)


@lru_cache(maxsize=65536)
def commonest(form: NameForm, tables: Frequencies) -> float:
    """Give the share of a whole name in whichever order makes it most frequent.

    Two spellings of one name in another order get the same answer, as blocking needs.
    """
    turns = range(len(form.plain))
    orders = (_turned(form, n) for n in turns)
    return max(share(order, _WHOLE, tables) for order in orders)


def _turned(form: NameForm, n: int) -> NameForm:
    return NameForm(form.exact[n:] + form.exact[:n], form.plain[n:] + form.plain[:n])
