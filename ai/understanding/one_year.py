"""Times named side by side are of one year: "tháng 8 và tháng 9 năm 2025"; doubts are asked.

A month, week or quarter without a year is else the latest that has begun, so that two named
together would be of two years. Two that nothing joins ("t8 t9") may be meant apart or together.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from ai.understanding.moments import Moment
from ai.understanding.senses import Piece, Role, Sense
from ai.understanding.spans import Grain

_JOINS = {Role.AND, Role.OR}
_AGAINST = {Role.VERSUS, Role.MORE}
#: With one of these somewhere, two times with nothing between them are still set apart.
_APART = {Role.COMPARE, Role.BY, Role.EACH, *_AGAINST}
#: The last of a year: with the first after it, over a new year.
_LAST = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.HALF: 2}
_DOUBT = Sense(Role.CUE, "which_year")
_UNJOINED = Sense(Role.CUE, "two_times")


def with_years(said: Sequence[Piece]) -> Sequence[Piece]:
    """Give times without a year that of the time after them; what stays in doubt is a problem."""
    pieces = list(said)
    roles = {piece.sense.role for piece in pieces}
    times = [at for at, piece in enumerate(pieces) if piece.sense.role is Role.TIME]
    for at, after in reversed(list(itertools.pairwise(times))):
        between = {piece.sense.role for piece in pieces[at + 1 : after]}
        if not (between or pieces[after].comma or roles & _APART):
            pieces[at] = replace(pieces[at], sense=_UNJOINED)
        elif between <= _JOINS | _AGAINST:
            pieces[at] = _beside(pieces[at], pieces[after], against=bool(between & _AGAINST))
    return pieces


def _beside(piece: Piece, after: Piece, *, against: bool) -> Piece:
    """One of two times that stand beside each other: as it is, in the other's year, in doubt."""
    mine, other = piece.sense.moment, after.sense.moment
    if mine is None or other is None or mine.grain is not other.grain:
        return piece
    if piece.sense.span is None or after.sense.span is None or mine.number == other.number:
        return piece
    years = piece.sense.span.first.year, after.sense.span.first.year
    if mine.year is None and other.year is None:
        sure = _undated(mine, other, years, against=against)
    elif mine.year is None and not against and other.year is not None:
        return _in_year(piece, other.year)
    else:
        sure = bool(mine.year and other.year) or years[0] == years[1]
    return piece if sure else replace(piece, sense=_DOUBT)


def _undated(mine: Moment, other: Moment, years: tuple[int, int], *, against: bool) -> bool:
    """Tell whether two times without a year are in one, or in two that follow each other."""
    order = (other.number, mine.number), (years[1], years[0])
    (early, late), (first, second) = (
        order if against else ((mine.number, other.number), (years[0], years[1]))
    )
    over_new_year = (early, late) == (_LAST.get(mine.grain), 1)
    if early > late and first + 1 == second:
        return True
    return first == second and not over_new_year


def _in_year(piece: Piece, year: int) -> Piece:
    moment = piece.sense.moment
    if moment is None:
        return piece
    try:
        span = moment.span(year)
    except ValueError:
        return replace(piece, sense=_DOUBT)
    moment = replace(moment, year=year)
    return replace(piece, sense=replace(piece.sense, span=span, moment=moment))
