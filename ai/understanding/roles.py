"""From a reading to slots: each phrase is put to use, or is a problem with a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA

from ai.understanding import wordings
from ai.understanding.joints import POINTS, joins, points, role_at, until
from ai.understanding.nouns import noun_of, without_nouns
from ai.understanding.one_year import with_years
from ai.understanding.parts_said import whole_from
from ai.understanding.senses import Piece, Role
from ai.understanding.slots import Head, Said, Slots
from ai.understanding.spans import CALENDAR, Grain, Span
from ai.understanding.time_words import BEFORE
from ai.understanding.vocabulary import vocabulary
from mpi.names import fold

_FLAGS = (
    Role.MOST, Role.LEAST, Role.MANY, Role.FEW, Role.BEST, Role.COMPARE, Role.LAST_YEAR,
    Role.PREVIOUS, Role.RISING, Role.RATE, Role.SHARE, Role.SPREAD, Role.TREND, Role.UP,
    Role.DOWN, Role.ONLY, Role.FOLLOW, Role.ADD, Role.INWARD, Role.EACH, Role.RANK, Role.MORE,
    Role.OR,
)  # fmt: skip
#: What a number that limits stands before: "5 phường", "the 5 most common …".
_LIMITED = {Role.DIMENSION, Role.MOST, Role.LEAST}
#: More rows than any ranking has: 2026 is a year.
_MOST_ROWS = 500
#: Words of care that name people when they end in s, and the letters that may be wrong in one.
_PATIENT, _SLIPS = ("patient", "inpatient", "outpatient"), 2
#: What makes the noun after it the one that the answer is broken down by.
_BREAKS = {Role.BY, Role.EACH, Role.TOP, Role.NUMBER, Role.MOST, Role.LEAST}


def slots_of(pieces: Sequence[Piece]) -> Slots:
    """Fill the slots of one reading."""
    kept = [piece for piece in pieces if piece.sense.role is not Role.FILLER]
    said = with_years(without_nouns(kept))
    slots = Slots(whole_from=whole_from(pieces))
    for at, piece in enumerate(said):
        _take(slots, said, at, piece)
    return slots


def _take(slots: Slots, said: Sequence[Piece], at: int, piece: Piece) -> None:
    role = piece.sense.role
    if role in _FLAGS:
        slots.flags.add(role)
    if role in POINTS:
        slots.flags.add(role)
    if role in {Role.MOST, Role.LEAST}:
        slots.worst |= wordings.is_worst(piece)
        slots.in_order |= wordings.is_order(piece)
    slots.most_of_count |= wordings.is_most_of_count(piece)
    if not (points(slots, said, at) and joins(said, at)):
        slots.problems.append(f"loose:{piece.text}")
    if take := _TAKERS.get(role):
        take(slots, said, at)


def _metric(slots: Slots, said: Sequence[Piece], at: int) -> None:
    value, before = said[at].sense.value, role_at(said, at - 1)
    slots.metric_asked |= before is Role.QUANTITY
    slots.summed |= before is Role.QUANTITY and wordings.is_sum(said[at - 1])
    if said[at].text.lower().endswith(" in") and role_at(said, at + 1) in {
        Role.TIME,
        Role.MEMBER,
        Role.EACH,
    }:
        slots.problems.append("loose:in")
    slots.metric_asked |= wordings.is_counted(said[at])
    slots.as_rate |= wordings.is_rate(said[at])
    slots.averaged |= wordings.is_average(said[at])
    slots.newborns |= wordings.are_newborns(said[at])
    if value in slots.metrics or _absorbed(slots, value, before):
        return
    if slots.metrics and before not in {Role.AND, Role.QUANTITY, Role.VERSUS}:
        slots.apart += 1
    slots.metrics.append(value)


def _absorbed(slots: Slots, value: str, before: Role | None) -> bool:
    """True when a count was only what a rate is of: "phần trăm giấy chuyển đã đến nơi"."""
    if before is Role.AND or not slots.metrics:
        return False
    last, counts = slots.metrics[-1], vocabulary().absorbed
    if last in counts.get(value, ()):
        slots.metrics[-1] = value
        slots.metric_asked |= last in {"births", "prescriptions"}
        return True
    return value in counts.get(last, ())


def _head(slots: Slots, said: Sequence[Piece], at: int) -> None:
    asked = role_at(said, at - 1) is Role.QUANTITY
    if slots.metrics and not asked and wordings.are_residents(said[at]):
        return
    slots.heads.append(Head(said[at].sense.value, asked))


def _care(slots: Slots, said: Sequence[Piece], at: int) -> None:
    if role_at(said, at - 1) is Role.EXCEPT:
        slots.problems.append("negation")
    if _are_patients(said[at].text):
        slots.heads.append(Head("people", role_at(said, at - 1) is Role.QUANTITY))
    slots.care.append(said[at].sense.value)
    if said[at].start >= slots.whole_from:
        slots.of_whole.add("kind")


def _are_patients(text: str) -> bool:
    """Whether a word of care names people, also misspelt: "inpatietns", not "inpatient"."""
    last = text.lower().split()[-1]
    one, many = (min(OSA.distance(last, each + end) for each in _PATIENT) for end in ("", "s"))
    return many < one and many <= _SLIPS


def _dimension(slots: Slots, said: Sequence[Piece], at: int) -> None:
    name, before, after = said[at].sense.value, role_at(said, at - 1), role_at(said, at + 1)
    slots.causes |= bool(said[at].sense.number)
    between = at > 0 and wordings.is_between(said[at - 1])
    slots.between |= between
    if between and name in CALENDAR and after is Role.TIME:
        slots.problems.append(f"loose:{said[at - 1].text}")
    if before is Role.DROP:
        slots.dropped.append(name)
    elif Role.WHICH in {before, after}:
        slots.which.append(name)
        if wordings.is_plural(said[at]):
            slots.flags.add(Role.PLURAL)
    elif before in {*_BREAKS, Role.RANK} or wordings.is_adverb(said[at]) or _again(slots, said, at):
        slots.by.append(name)
    elif after is Role.MEMBER and noun_of(name, said[at + 1].sense.value):
        return
    elif before is Role.PLURAL:
        by = role_at(said, at - 2) is Role.BY
        (slots.by if by else slots.plural).append(name)
    elif after is Role.MEMBER and said[at + 1].sense.value in {"ward", "old_district", "facility"}:
        slots.problems.append(f"loose:{said[at].text} {said[at + 1].text}")
    else:
        slots.bare.append(name)


def _again(slots: Slots, said: Sequence[Piece], at: int) -> bool:
    """True for the second of "theo phường và giới"."""
    joined = role_at(said, at - 1) is Role.AND and role_at(said, at - 2) is Role.DIMENSION
    return joined and bool(slots.by)


def _member(slots: Slots, said: Sequence[Piece], at: int) -> None:
    sense, before = said[at].sense, role_at(said, at - 1)
    slots.between |= at > 0 and wordings.is_between(said[at - 1])
    joined = None
    if before in {Role.AND, Role.OR, Role.VERSUS} and role_at(said, at - 2) is Role.MEMBER:
        joined = before
    if before is Role.MEMBER and said[at].comma and said[at - 1].sense.value == sense.value:
        joined = Role.AND
    codes = before is Role.MEMBER and sense.value == "icd" == said[at - 1].sense.value
    if codes and joined is None:
        joined = Role.OR
    if before in {Role.VERSUS, Role.MORE} and _last(slots) == sense.value:
        joined = Role.VERSUS
    ill = before is Role.FROM and sense.value in {"icd", "disease_group"}
    direction = before if before in {Role.FROM, Role.TO} and not ill else None
    slots.self_paid |= sense.members == ("9",) and not wordings.says_insured(said[at])
    if _are_people(said, at):
        slots.heads.append(Head("people", asked=before is Role.QUANTITY))
    if before in {Role.BY, Role.EACH} and wordings.are_places(said[at]):
        slots.by.append("facility")
    if said[at].start >= slots.whole_from:
        slots.of_whole.add(sense.value)
    excluded = sense.excluded != (before is Role.EXCEPT)
    dropped = before is Role.DROP
    slots.members.append(Said(sense.value, sense.members, excluded, direction, joined, dropped))


def _are_people(said: Sequence[Piece], at: int) -> bool:
    """True when an age or a sex is the noun counted: "how many women", not "male visits"."""
    before, after = role_at(said, at - 1), role_at(said, at + 1)
    if after is Role.HEAD and said[at + 1].sense.value == "visits":
        return False
    person = said[at].sense.value in {"age_band", "sex"} and before in {None, Role.QUANTITY}
    only = before is None or wordings.is_adjective(said[at])
    return person and not (only and after in {Role.HEAD, Role.METRIC})


def _last(slots: Slots) -> str:
    """The dimension of the member that was said last."""
    return slots.members[-1].dimension if slots.members else ""


def _time(slots: Slots, said: Sequence[Piece], at: int) -> None:
    sense, before = said[at].sense, role_at(said, at - 1)
    slots.ranging |= sense.span is not None and sense.span.grain is Grain.RUN
    if sense.value == "ahead":
        slots.problems.append("future")
    if before is Role.BY:
        slots.problems.append(f"loose:{said[at - 1].text}")
    if sense.span is not None and before is Role.TO and until(slots, said, at - 1):
        slots.spans[-1] = Span(slots.spans[-1].first, sense.span.last)
    elif sense.span is not None:
        against = {Role.VERSUS, Role.LAST_YEAR, Role.MORE}
        (
            slots.versus
            if (before in against and slots.spans + slots.versus)
            or before in {Role.VERSUS, Role.LAST_YEAR}
            else slots.spans
        ).append(sense.span)
        slots.relative |= bool(slots.versus) and fold(said[at].text) in BEFORE


def _number(slots: Slots, said: Sequence[Piece], at: int) -> None:
    limits = role_at(said, at - 1) is Role.TOP or role_at(said, at + 1) in _LIMITED
    number = said[at].sense.number
    if role_at(said, at - 1) is Role.DIMENSION and said[at - 1].sense.value in CALENDAR:
        limits = False
    if not limits and number == _times_after(said, at) > 1:
        return
    if not limits or slots.limit is not None or not 1 <= number <= _MOST_ROWS:
        slots.problems.append(f"number:{said[at].text}")
    slots.limit = said[at].sense.number


def _times_after(said: Sequence[Piece], at: int) -> int:
    """How many times stand after a number, joined: two in "hai năm 2025 và 2026"."""
    end = at + 1
    while role_at(said, end) is Role.TIME and role_at(said, end + 1) is Role.AND:
        end += 2
    return (end - at) // 2 + (role_at(said, end) is Role.TIME)


def _complement(slots: Slots, said: Sequence[Piece], at: int) -> None:
    value = said[at].sense.value
    slots.averaged |= "cost_per_encounter" in value
    slots.complements.append(value)


def _unit(slots: Slots, said: Sequence[Piece], at: int) -> None:
    slots.units.append(said[at].sense.value)


def _more(slots: Slots, said: Sequence[Piece], at: int) -> None:
    """Know "nhiều hơn": it sets two things apart, but is a threshold before a number."""
    if role_at(said, at + 1) in {Role.NUMBER, Role.QUANTITY}:
        slots.problems.append("threshold")


def _which(slots: Slots, said: Sequence[Piece], at: int) -> None:
    if said[at].sense.value:
        slots.which.append(said[at].sense.value)
        return
    if role_at(said, at - 1) is Role.MEMBER and said[at - 1].sense.value == "level":
        slots.which.append("facility")
        return
    near = {role_at(said, at - 1), role_at(said, at + 1)}
    if not near & {Role.DIMENSION, Role.NUMBER}:
        slots.problems.append(f"loose:{said[at].text}")


def _cue(slots: Slots, said: Sequence[Piece], at: int) -> None:
    if said[at].sense.value == "unknown":
        slots.unknown.append(said[at].text)
    else:
        slots.problems.append(said[at].sense.value)


_TAKERS: dict[Role, Callable[[Slots, Sequence[Piece], int], None]] = {
    Role.METRIC: _metric,
    Role.HEAD: _head,
    Role.CARE: _care,
    Role.DIMENSION: _dimension,
    Role.MEMBER: _member,
    Role.TIME: _time,
    Role.NUMBER: _number,
    Role.WHICH: _which,
    Role.COMPLEMENT: _complement,
    Role.UNIT: _unit,
    Role.MORE: _more,
    Role.CUE: _cue,
}
