"""Words that point at something or join two things: whether they do in this reading."""

from __future__ import annotations

from collections.abc import Sequence

from ai.understanding.senses import Piece, Role
from ai.understanding.slots import Slots
from ai.understanding.wordings import are_places

#: What must follow a word that points at something.
POINTS: dict[Role, frozenset[Role]] = {
    Role.BY: frozenset({Role.DIMENSION, Role.EACH, Role.PLURAL}),
    Role.EACH: frozenset({Role.DIMENSION}),
    Role.EXCEPT: frozenset({Role.MEMBER, Role.CARE}),
    Role.FROM: frozenset({Role.MEMBER}),
    Role.TO: frozenset({Role.MEMBER}),
    Role.OF: frozenset(
        {Role.MEMBER, Role.METRIC, Role.CARE, Role.DIMENSION, Role.PLURAL, Role.MOST, Role.MANY}
    ),
    Role.PLURAL: frozenset(
        {
            Role.DIMENSION,
            Role.HEAD,
            Role.METRIC,
            Role.MEMBER,
            Role.CARE,
            Role.EACH,
            Role.NUMBER,
        }
    ),
    Role.TOP: frozenset({Role.NUMBER, Role.DIMENSION}),
    Role.DROP: frozenset({Role.DIMENSION, Role.MEMBER, Role.COMPARE, Role.VERSUS, Role.LAST_YEAR}),
    Role.VERSUS: frozenset({Role.TIME, Role.LAST_YEAR, Role.PREVIOUS, Role.MEMBER}),
}


#: What orders the rows, so that "by" may stand before what is counted: "rank wards by cases".
_RANKING = {Role.TOP, Role.MOST, Role.LEAST, Role.RANK}
_COUNTED = {Role.METRIC, Role.HEAD, Role.CARE, Role.QUANTITY, Role.MEMBER}
#: What "và" may join, beside two of a kind.
_ALIKE = (
    {Role.METRIC, Role.HEAD, Role.CARE, Role.QUANTITY, Role.RATE, Role.SHARE, Role.COMPLEMENT},
    {Role.DIMENSION, Role.BY, Role.EACH, Role.PLURAL},
    {Role.MEMBER, Role.CARE, Role.EXCEPT, Role.FROM, Role.TO, Role.DIMENSION, Role.PLURAL},
    {Role.MEMBER, Role.NUMBER},
    {Role.METRIC, Role.RISING},
    {Role.MOST, Role.LEAST},
)
#: "Between public and private" sets members apart.
_AMID = {"between", "giữa", "giua"}
#: "Số" stands before what is counted; before a time it is "so" (t10 so t9).
_NUMBER = {"so", "số", "number"}
#: "Cao nhất về số ca": what is ranked by, no place.
_ABOUT = {"về", "ve"}
#: What "only" may follow: "quận Hà Đông thôi", "top 5 only".
_ALONE = {Role.MEMBER, Role.TIME, Role.CARE, Role.DIMENSION, Role.NUMBER}
#: Words that say something only beside others.
_JOINTS = {Role.AND, Role.OR, Role.ONLY, Role.FOLLOW}


def joins(said: Sequence[Piece], at: int) -> bool:
    """Whether "và", "chỉ", "còn" stand where they say something: between, beside, at an end."""
    role, before, after = said[at].sense.role, role_at(said, at - 1), role_at(said, at + 1)
    if role not in _JOINTS:
        return True
    if role is Role.FOLLOW:
        return before is None or after is None or before is Role.FOLLOW
    if role is Role.ONLY:
        return after is not None or before in _ALONE
    if after in {Role.VERSUS, Role.COMPARE}:
        return before is not None
    if before in {None, Role.QUANTITY} or after is None:
        return False
    return before is after or any({before, after} <= group for group in _ALIKE)


def points(slots: Slots, said: Sequence[Piece], at: int) -> bool:
    """Whether a word that points (from, by, except, top) has something of its kind after it."""
    role, after = said[at].sense.role, role_at(said, at + 1)
    if role is Role.QUANTITY and after is Role.TIME and said[at].text.lower() in _NUMBER:
        return False
    if role not in POINTS or after in POINTS[role]:
        return True
    about = role is Role.BY or said[at].text.lower() in _ABOUT
    if about and _RANKING & slots.flags and after in _COUNTED:
        return True
    if role is Role.DROP and after is None:
        return True
    if after is Role.MEMBER and _by_members(said, at):
        return True
    return until(slots, said, at)


def _by_members(said: Sequence[Piece], at: int) -> bool:
    """True for "theo trạm y tế", "by insured vs uninsured" and "giữa nam và nữ"."""
    if said[at].text.lower() in _AMID:
        return True
    by = said[at].sense.role in {Role.BY, Role.EACH}
    return by and (are_places(said[at + 1]) or _set_apart(said, at + 1))


def _set_apart(said: Sequence[Piece], at: int) -> bool:
    """True for "by insured vs uninsured": two members of one dimension, each its own row."""
    joined = (
        role_at(said, at + 1) in {Role.VERSUS, Role.AND} and role_at(said, at + 2) is Role.MEMBER
    )
    return joined and said[at].sense.value == said[at + 2].sense.value


def until(slots: Slots, said: Sequence[Piece], at: int) -> bool:
    """True for the "đến" of "lũy kế số ca đến 31/10": it ends the stretch that was said before."""
    before = slots.spans[-1] if slots.spans else None
    ends = said[at].sense.role is Role.TO and role_at(said, at + 1) is Role.TIME
    return ends and before is not None and (before.first.month, before.first.day) == (1, 1)


def role_at(said: Sequence[Piece], at: int) -> Role | None:
    """The role of a place, None before the first and after the last."""
    return said[at].sense.role if 0 <= at < len(said) else None
