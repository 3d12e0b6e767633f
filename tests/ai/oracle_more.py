"""The oracle's metrics that need beds, inhabitants or code lists, and its breakdowns, in pandas."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from ai.catalogue import default_catalogue
from tests.ai.oracle import Compute, Frame, Oracle
from tests.ai.simulated import KNOWN

BANDS = [0, 5, 15, 30, 45, 60, 75, 200]
LABELS = ["0-4", "5-14", "15-29", "30-44", "45-59", "60-74", "75+"]
CHAPTERS = (
    ("I", "A00", "B99"), ("II", "C00", "D48"), ("III", "D50", "D89"), ("IV", "E00", "E90"),
    ("V", "F00", "F99"), ("VI", "G00", "G99"), ("VII", "H00", "H59"), ("VIII", "H60", "H95"),
    ("IX", "I00", "I99"), ("X", "J00", "J99"), ("XI", "K00", "K93"), ("XII", "L00", "L99"),
    ("XIII", "M00", "M99"), ("XIV", "N00", "N99"), ("XV", "O00", "O99"), ("XVI", "P00", "P96"),
    ("XVII", "Q00", "Q99"), ("XVIII", "R00", "R99"), ("XIX", "S00", "T98"), ("XX", "V01", "Y98"),
    ("XXI", "Z00", "Z99"), ("XXII", "U00", "U99"),
)  # fmt: skip


def listed(codes: Frame, members: Sequence[str]) -> Frame:
    """Which codes a list of codes and ranges holds, by one regular expression for each."""
    hit = pd.Series(data=False, index=codes.index)
    for member in members:
        first, _, last = member.partition("-")
        if last:
            hit |= codes.str[:3].between(first, last)
        else:
            hit |= codes.str.match(re.escape(first) + ("$|" + re.escape(first) + r"[.\d]"))
    return hit.fillna(value=False).astype(bool)


def ages(visits: Frame) -> Frame:
    """Completed years on the day, from the birth date as the visit says it."""
    born = visits.patient_birth.fillna("").str.split("-", expand=True).reindex(columns=range(3))
    year, month, day = (pd.to_numeric(born[n], errors="coerce") for n in range(3))
    on = visits.day.dt
    later = (month.fillna(0) * 100 + day.fillna(0)) > (on.month * 100 + on.day)
    return on.year - year - later


def members(visits: Frame, dimension: str) -> Frame:
    """The member of a dimension that each visit falls into, `unknown` for none."""
    day = visits.when.dt
    said: Mapping[str, Callable[[], Frame]] = {
        "facility": lambda: visits.facility,
        "sex": lambda: visits.patient_sex,
        "ward": lambda: visits.patient_ward,
        "kind": lambda: visits.kind,
        "department": lambda: visits.department,
        "insurance_object": lambda: visits.entitlement.str.split(".").str[0],
        "age_band": lambda: pd.cut(ages(visits), BANDS, right=False, labels=LABELS).astype(object),
        "icd": lambda: visits.code.str[:3],
        "icd_chapter": lambda: visits.code.map(_chapter, na_action="ignore"),
        "day": lambda: day.strftime("%Y-%m-%d"),
        "month": lambda: day.strftime("%Y-%m"),
        "quarter": lambda: day.year.astype(str) + "-Q" + day.quarter.astype(str),
        "year": lambda: day.year.astype(str),
        "week": lambda: day.strftime("%G-W%V"),
        "weekday": lambda: day.strftime("%u"),
    }
    return said[dimension]().fillna("unknown").replace("", "unknown")


def _chapter(code: str) -> str:
    return next((name for name, a, b in CHAPTERS if a <= code[:3] <= b), "unknown")


def _with_main(o: Oracle, visits: Frame, day: str) -> Frame:
    return visits.assign(code=visits.id.map(o.mains), when=visits[day])


def breakdown(o: Oracle, metric: str, dimension: str) -> dict[tuple[str, ...], float]:
    """A metric's number for each member that has any row."""
    rows, count = _ROWS[metric](o)
    return {(str(k),): float(count(part)) for k, part in rows.groupby(members(rows, dimension))}


Rows = tuple[Frame, Callable[[Frame], float]]

_ROWS: Mapping[str, Callable[[Oracle], Rows]] = {
    "encounters": lambda o: (_with_main(o, o.now, "day"), len),
    "people_treated": lambda o: (_with_main(o, o.now, "day"), lambda p: p.person.nunique()),
    "cost_total": lambda o: (_with_main(o, o.left, "end_day"), lambda p: p.cost_total.sum()),
    "bed_days": lambda o: (
        _with_main(o, o.left[o.left.bed], "end_day"), lambda p: p.days.astype(float).sum()
    ),
    "cases": lambda o: (
        o.dx[o.dx.visit.isin(o.now.id)].assign(when=lambda d: d.day), lambda p: p.visit.nunique()
    ),
}  # fmt: skip

DIMENSIONS = (
    "facility", "sex", "ward", "kind", "department", "insurance_object", "age_band", "icd",
    "icd_chapter", "day", "month", "quarter", "year", "week", "weekday",
)  # fmt: skip
BROKEN_DOWN = tuple(_ROWS)


def _list(name: str) -> Sequence[str]:
    return default_catalogue().sets[name].codes


def _occupancy(o: Oracle) -> float:
    beds = o.left[o.left.bed & (o.left.facility == "01004")]
    days = (o.last - o.first).days + 1
    return float(beds.days.astype(float).sum() / (KNOWN.beds["01004"] * days))


def _avoidable(o: Oracle) -> int:
    main = o.now.id.map(o.mains).fillna("")
    adult = ages(o.now) >= 15
    admitted = o.now.kind.isin(["03", "09"])
    return int((admitted & adult & ~o.now.sent & listed(main, _list("avoidable"))).sum())


def _cut(o: Oracle) -> Frame:
    """Whether each visit with a birth certificate has one by caesarean."""
    at = dict(o.dump.edges["WRITTEN_IN"])
    papers = [
        (at[k], '"SINHCON_PHAUTHUAT":"1"' in d["content"].replace(" ", ""))
        for k, d in o.dump.nodes["Document"].items()
        if d["kind"] == "birth-certificate" and at[k] in set(o.now.id)
    ]
    frame = pd.DataFrame(papers, columns=["visit", "cut"])
    return frame.groupby("visit").cut.any()


def _here(o: Oracle) -> Frame:
    return o.dx[o.dx.visit.isin(o.now.id)]


MORE: Mapping[str, Compute] = {
    "occupancy": _occupancy,
    "avoidable_admissions": _avoidable,
    "caesareans": lambda o: int(_cut(o).sum()),
    "caesarean_rate": lambda o: float(_cut(o).mean()),
    "notifiable_cases": lambda o: _here(o)[
        listed(_here(o).code, _list("notifiable"))
    ].visit.nunique(),
    "incidence": lambda o: (
        100_000
        * _here(o)[_here(o).patient_ward == "00070"].person.nunique()
        / KNOWN.population["00070"]
    ),
}
