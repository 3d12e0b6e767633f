"""Fields of a subject that follow from its columns: places, ages, codes, and the order of visits.

Each is computed once a snapshot, over all rows, and kept there. Names are those of subjects.json.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from ai import codes
from ai.columns import Column, Flags, Floats, Ints, Snapshot, Text
from ai.places import RANKS
from ai.sequence import first_visits, followed
from mpi.errors import BadInput

Derive = Callable[[Snapshot, str], Column]

#: Forms of care with a bed (MA_LOAI_KCB, QĐ 1804/2026).
BEDS = ("03", "04", "06", "09")
#: KET_QUA_DTRI dead or taken home to die, MA_LOAI_RV transferred.
_DEAD, _TRANSFERRED = ("5", "6"), ("2", "5")
#: Collecting drugs is no return of an ill patient.
_NO_RETURN = ("07",)
_BANDS = (
    (0, "0-4"),
    (5, "5-14"),
    (15, "15-29"),
    (30, "30-44"),
    (45, "45-59"),
    (60, "60-74"),
    (75, "75+"),
)
_ARRIVAL_DAYS, _KEPT_DAYS = 30, 7

#: Subject -> table of the facts.
TABLES: Mapping[str, str] = {
    "visit": "visit",
    "diagnosis": "diagnosis",
    "item": "item",
    "referral": "referral",
    "referral_in": "referral",
    "appointment": "appointment",
}


def field(facts: Snapshot, subject: str, name: str) -> Column:
    """Give a field of a subject as a column. Raises BadInput for a field that it has not."""
    key = (subject, name)
    if key not in facts.made:
        facts.made[key] = _make(facts, subject, name)
    return facts.made[key]


def _make(facts: Snapshot, subject: str, name: str) -> Column:
    table = TABLES[subject]
    derive = _OWN.get((subject, name)) or _OWN.get((table, name))
    if derive is None and name in _ANY:
        derive = _ANY[name]
    if derive is not None:
        return derive(facts, subject)
    if name in facts.tables[table]:
        return facts.tables[table][name]
    if table in {"diagnosis", "item"}:
        return _of_visit(facts, table, name)
    raise BadInput("field", "is not computed for this subject", f"{subject}.{name}")


def _of_visit(facts: Snapshot, table: str, name: str) -> Column:
    rows = facts.floats(table, "visit").astype(np.int64)
    column = field(facts, "visit", name)
    return column.take(rows) if isinstance(column, Text) else column[rows]


def text_of(facts: Snapshot, subject: str, name: str) -> Text:
    """Give a field of text."""
    column = field(facts, subject, name)
    if not isinstance(column, Text):
        raise TypeError(f"{subject}.{name} is no text")
    return column


def numbers_of(facts: Snapshot, subject: str, name: str) -> Floats:
    """Give a field of numbers."""
    column = field(facts, subject, name)
    if isinstance(column, Text):
        raise TypeError(f"{subject}.{name} is no number")
    return np.asarray(column, np.float64)


def mapped(column: Text, give: Callable[[str], str]) -> Text:
    """Replace each value of a column; an empty new value is none."""
    values: dict[str, int] = {}
    new = [
        (values.setdefault(to, len(values)) if (to := give(old)) else -1) for old in column.values
    ]
    return Text(np.array([*new, -1], np.int64)[column.codes], tuple(values))


def flags(column: Flags) -> Text:
    """Make a field of `1` and `0`."""
    return Text(column.astype(np.int64), ("0", "1"))


def among(column: Text, members: tuple[str, ...]) -> Flags:
    """Say which rows hold one of the values."""
    hit = np.array([value in members for value in column.values] + [False])
    return hit[column.codes]


def _from(name: str, give: Callable[[Snapshot], Callable[[str], str]]) -> Derive:
    return lambda facts, subject: mapped(text_of(facts, subject, name), give(facts))


def _level(facts: Snapshot) -> Callable[[str], str]:
    return lambda code: facts.places.levels.get(code, "")


def _age(facts: Snapshot, subject: str) -> Column:
    """Completed years on the day of the visit; below 0 is a mistake and counts as unknown."""
    table = TABLES[subject]
    birth = facts.floats(table, "birth")
    years = np.floor((_plain_days(facts, table) - birth) / 10000)
    return np.where(years >= 0, years, np.nan)


def _plain_days(facts: Snapshot, table: str) -> Floats:
    """Days of the visit as yyyymmdd."""
    day = np.asarray(facts.floats(table, "visited" if table != "visit" else "day"), np.int64)
    dates = (day - 719163).astype("datetime64[D]")
    years = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    months = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
    inside = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
    plain = np.asarray(years * 10000 + months * 100 + inside, np.float64)
    return np.where(day > 0, plain, np.nan)


def _age_band(facts: Snapshot, subject: str) -> Column:
    age = numbers_of(facts, subject, "age")
    place = np.searchsorted([first for first, _ in _BANDS], np.nan_to_num(age), side="right") - 1
    return Text(np.where(np.isnan(age), -1, place), tuple(name for _, name in _BANDS))


def _main_code(facts: Snapshot, _subject: str) -> Column:
    """Give the code of each visit's first main diagnosis."""
    code, role = facts.text("diagnosis", "code"), facts.text("diagnosis", "role")
    main = np.flatnonzero(among(role, ("main",)))[::-1]
    rows = facts.floats("diagnosis", "visit").astype(np.int64)[main]
    found = np.full(facts.rows("visit"), -1, np.int64)
    found[rows] = code.codes[main]
    return Text(found, code.values)


def _stay(facts: Snapshot, _subject: str) -> Column:
    """Days as the hospital counts them, else from admission to discharge, at least 1."""
    days, end = facts.floats("visit", "days"), facts.floats("visit", "ended_on")
    start = np.where(
        facts.floats("visit", "admitted_on") > 0,
        facts.floats("visit", "admitted_on"),
        facts.floats("visit", "day"),
    )
    counted = np.where(end > 0, np.maximum(end - start, 1), np.nan)
    return np.where(_bed(facts), np.where(np.isnan(days), counted, days), 0.0)


def _bed(facts: Snapshot) -> Flags:
    return among(facts.text("visit", "kind"), BEDS)


def _hours(facts: Snapshot, _subject: str) -> Column:
    return (facts.floats("visit", "ended") - facts.floats("visit", "started")) / 60


def _lag(facts: Snapshot, _subject: str) -> Column:
    return (facts.floats("visit", "received") - facts.floats("visit", "ended")) / 1440


def _filled(facts: Snapshot, subject: str) -> Column:
    words = ("kind", "result", "code", "ward")
    have = [text_of(facts, subject, name).codes >= 0 for name in words]
    have += [~np.isnan(facts.floats("visit", name)) for name in ("ended", "cost_total", "birth")]
    have.append(among(facts.text("visit", "sex"), ("male", "female")))
    return np.asarray(np.sum(have, axis=0) / len(have), np.float64)


def _antibiotics(facts: Snapshot, _subject: str) -> Column:
    found = text_of(facts, "item", "aware").codes >= 0
    rows = facts.floats("item", "visit").astype(np.int64)[found]
    return np.bincount(rows, minlength=facts.rows("visit")).astype(np.float64)


def _went_home(facts: Snapshot, *, bed: bool) -> Flags:
    gone = among(facts.text("visit", "result"), _DEAD) | among(
        facts.text("visit", "ending"), _TRANSFERRED
    )
    ended = ~np.isnan(facts.floats("visit", "ended"))
    went: Flags = (_bed(facts) == bed) & ended & ~gone
    return went


def _came_by_itself(facts: Snapshot) -> Flags:
    """Visits that were neither booked nor a transfer from elsewhere."""
    sent = text_of(facts, "visit", "origin_facility").codes >= 0
    own: Flags = ~sent & (facts.floats("visit", "booked") != 1)
    return own


def _readmitted(facts: Snapshot, _subject: str) -> Column:
    after = _bed(facts) & _came_by_itself(facts)
    return flags(followed(facts, _went_home(facts, bed=True), after, within_minutes=30 * 1440))


def _returned(facts: Snapshot, _subject: str) -> Column:
    after = _came_by_itself(facts) & ~among(facts.text("visit", "kind"), _NO_RETURN)
    return flags(followed(facts, _went_home(facts, bed=False), after, within_minutes=72 * 60))


def _first(facts: Snapshot, _subject: str) -> Column:
    return flags(first_visits(facts)[0])


def _first_day(facts: Snapshot, _subject: str) -> Column:
    return first_visits(facts)[1]


def _elsewhere(facts: Snapshot, _subject: str) -> Column:
    """Give the facility that sent the patient, when it is another one (MA_NOI_DI)."""
    here, sent = facts.text("visit", "facility"), facts.text("visit", "referred_from")
    own = {value: n for n, value in enumerate(here.values)}
    same = np.array([*(own.get(value, -2) for value in sent.values), -2])[sent.codes] == here.codes
    return Text(np.where(same, -1, sent.codes), sent.values)


def _end(name: str) -> Derive:
    return lambda facts, _subject: facts.text("referral", name)


def _direction(facts: Snapshot, subject: str) -> Column:
    """Say up, down, same or unknown, by the levels of both ends."""
    ranks = []
    for end in ("origin_level", "destination_level"):
        level = text_of(facts, subject, end)
        rank = [float(RANKS.get(value, np.nan)) for value in level.values]
        ranks.append(np.array([*rank, np.nan])[level.codes])
    step = np.sign(ranks[1] - ranks[0])
    return Text(
        np.where(np.isnan(step), 3, step + 1).astype(np.int64), ("down", "same", "up", "unknown")
    )


def _wait(facts: Snapshot, _subject: str) -> Column:
    arrived, issued = facts.floats("referral", "arrived"), facts.floats("referral", "day")
    return np.where(arrived > 0, arrived - issued, np.nan)


def last_day(facts: Snapshot) -> int:
    """Give the last day (ordinal) on which a visit began: what lies after is not known yet."""
    days = facts.floats("visit", "day")
    return int(days.max()) if len(days) else 0


def _settled(facts: Snapshot, subject: str) -> Column:
    wait = numbers_of(facts, subject, "wait")
    due = facts.floats("referral", "day") + _ARRIVAL_DAYS <= last_day(facts)
    return flags(due | ((wait >= 0) & (wait <= _ARRIVAL_DAYS)))


def _chain(facts: Snapshot, _subject: str) -> Column:
    """Say whether patients went on to a third facility: from the first, by the second."""
    columns = [facts.text("referral", name) for name in ("came_from", "sender", "receiver")]
    numbers: dict[str, int] = {}
    first, second, third = (
        np.array([*(numbers.setdefault(v, len(numbers)) for v in c.values), -1])[c.codes]
        for c in columns
    )
    known = (first >= 0) & (third >= 0) & (facts.floats("referral", "arrived") > 0)
    return flags(known & (first != second) & (second != third) & (first != third))


def _state(facts: Snapshot, _subject: str) -> Column:
    kept = facts.floats("appointment", "kept") == 1
    open_ = facts.floats("appointment", "day") + _KEPT_DAYS >= last_day(facts)
    return Text(np.where(kept, 0, np.where(open_, 2, 1)), ("kept", "missed", "open"))


def _row_numbers(facts: Snapshot, subject: str) -> Ints:
    return np.arange(facts.rows(TABLES[subject]))


#: Fields that every subject derives alike from another of its fields.
_ANY: Mapping[str, Derive] = {
    "level": _from("facility", _level),
    "owner": _from("facility", lambda facts: lambda code: facts.known.owners.get(code, "")),
    "old_district": _from("ward", lambda facts: lambda ward: facts.places.districts.get(ward, "")),
    "origin_level": _from("origin_facility", _level),
    "destination_level": _from("destination_facility", _level),
    "insurance_object": _from("entitlement", lambda _: lambda text: text.split(".")[0]),
    "icd": _from("code", lambda _: lambda code: code[:3]),
    "icd_block": _from("code", lambda _: codes.block),
    "icd_chapter": _from("code", lambda _: codes.chapter),
    "disease_group": _from("code", lambda _: codes.group),
    "age": _age,
    "age_band": _age_band,
}

#: Fields of one table or subject.
_OWN: Mapping[tuple[str, str], Derive] = {
    ("visit", "visit"): _row_numbers,
    ("visit", "ended"): lambda facts, _: facts.floats("visit", "ended_on"),
    ("visit", "code"): _main_code,
    ("visit", "inpatient"): lambda facts, _: flags(_bed(facts)),
    ("visit", "stay"): _stay,
    ("visit", "hours"): _hours,
    ("visit", "lag"): _lag,
    ("visit", "filled"): _filled,
    ("visit", "antibiotics"): _antibiotics,
    ("visit", "first"): _first,
    ("visit", "first_day"): _first_day,
    ("visit", "discharged_alive"): lambda facts, _: flags(_went_home(facts, bed=True)),
    ("visit", "readmitted_30d"): _readmitted,
    ("visit", "seen_home"): lambda facts, _: flags(_went_home(facts, bed=False)),
    ("visit", "returned_72h"): _returned,
    ("visit", "provisional"): lambda facts, _: flags(facts.floats("visit", "provisional") == 1),
    ("visit", "origin_facility"): _elsewhere,
    ("visit", "destination_facility"): lambda facts, _: facts.text("visit", "referred_to"),
    **{
        ("diagnosis", name): partial(lambda facts, _, n: _of_visit(facts, "diagnosis", n), n=name)
        for name in ("age", "age_band")
    },
    **{
        ("item", name): partial(lambda facts, _, n: _of_visit(facts, "item", n), n=name)
        for name in ("age", "age_band", "code")
    },
    ("item", "aware"): lambda facts, _: mapped(facts.text("item", "ingredient"), codes.aware),
    ("referral", "facility"): _end("sender"),
    ("referral_in", "facility"): _end("receiver"),
    ("referral", "origin_facility"): _end("sender"),
    ("referral", "destination_facility"): _end("receiver"),
    ("referral", "direction"): _direction,
    ("referral", "wait"): _wait,
    ("referral", "settled"): _settled,
    ("referral", "chain"): _chain,
    ("appointment", "state"): _state,
}
