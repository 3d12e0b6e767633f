"""Every metric computed again with pandas, from a dump of all nodes and edges: the oracle.

It shares nothing with `ai` but the ids of the metrics: other reading, other library, other path.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from graph.store import Store

#: pandas gives no types here.
Frame = Any
Number = float | None
HANOI = dt.timedelta(hours=7)
ACCESS = "amox|metronidazol|cefalexin|ampicil|doxycyclin"
DAY = dt.timedelta(days=1)


class Dump:
    """Nodes by label and pairs of ids by kind of edge."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.nodes: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        self.edges: dict[str, list[tuple[str, str]]] = defaultdict(list)
        target = folder / "oracle.jsonl.gz"
        store.backup(target)
        with gzip.open(target, "rt", encoding="utf-8") as file:
            for line in map(json.loads, file):
                self._take(line)

    def _take(self, line: Mapping[str, Any]) -> None:
        for row in line.get("rows", ()):
            if "nodes" in line:
                self.nodes[line["nodes"]][row["id"]] = row["properties"]
            else:
                self.edges[line["edges"][0]].append((row["source"], row["target"]))


def when(text: str | None) -> pd.Timestamp:
    """Hanoi's wall time of a stored instant, NaT for none."""
    return (
        pd.NaT
        if not text
        else pd.Timestamp(dt.datetime.fromisoformat(text).replace(tzinfo=None) + HANOI)
    )


def day(number: int | None) -> pd.Timestamp:
    """A stored day, NaT for none."""
    return pd.to_datetime(str(number), format="%Y%m%d") if number else pd.NaT


def visits(dump: Dump) -> Frame:
    """One row a visit, with its citizen, main code and what hangs on it."""
    record, person = dict(dump.edges["OF"]), dict(dump.edges["IDENTIFIES"])
    kept = {visit for _, visit in dump.edges["KEPT_BY"]}
    rows = []
    for key, e in dump.nodes["Encounter"].items():
        if key in record and e.get("started_on"):
            times = {f"{n}_t": when(e.get(f"{n}_at")) for n in ("started", "ended", "received")}
            more = {
                "id": key,
                "person": person[record[key]],
                "day": day(e["started_on"]),
                "booked": key in kept,
            }
            rows.append({**{k: v for k, v in e.items() if k != "visit"}, **times, **more})
    frame = pd.DataFrame(rows)
    for column in (
        "result",
        "ending",
        "referred_from",
        "entitlement",
        "kind",
        "days",
        "patient_ward",
    ):
        frame[column] = frame.get(column, pd.Series(index=frame.index, dtype=object))
    frame["end_day"] = frame.ended_t.dt.normalize()
    frame["bed"] = frame.kind.isin(["03", "04", "06", "09"])
    frame["sent"] = frame.referred_from.notna() & (frame.referred_from != frame.facility)
    frame["home"] = (
        frame.ended_t.notna() & ~frame.result.isin(["5", "6"]) & ~frame.ending.isin(["2", "5"])
    )
    return frame


def diagnoses(dump: Dump, seen: Frame) -> Frame:
    """Main and secondary diagnoses, with the columns of their visit."""
    at = dict(dump.edges["DIAGNOSED_IN"])
    rows = [
        {"dx": k, "visit": at[k], "code": d["code"], "role": d["role"]}
        for k, d in dump.nodes["Diagnosis"].items()
        if d.get("code") and d["role"] in ("main", "secondary")
    ]
    return pd.DataFrame(rows).merge(seen, left_on="visit", right_on="id")


class Oracle:
    """The dump as frames, and a period."""

    def __init__(self, store: Store, folder: Path, first: str, last: str) -> None:
        dump = Dump(store, folder)
        self.dump, self.first, self.last = dump, pd.Timestamp(first), pd.Timestamp(last)
        self.all = visits(dump)
        self.dx = diagnoses(dump, self.all)
        self.now = self.all[self.all.day.between(self.first, self.last)]
        self.left = self.all[self.all.end_day.between(self.first, self.last)]
        self.known = self.all.day.max()
        self.mains = self.dx[self.dx.role == "main"].sort_values("dx").groupby("visit").code.first()

    def followed(self, index: Frame, after: Frame, limit: dt.timedelta) -> float:
        """Share of `index` visits that one of `after` follows, by comparing every pair."""
        pairs = index.merge(after, on="person", suffixes=("", "_b"))
        wait = pairs.started_t_b - pairs.ended_t
        hit = pairs[(pairs.id != pairs.id_b) & (wait >= dt.timedelta(0)) & (wait <= limit)]
        return float(hit.id.nunique() / len(index))

    def letters(self) -> Frame:
        """Letters of the period with both ends, the wait, and where the patient had come from."""
        issued, fulfilled = dict(self.dump.edges["ISSUED_IN"]), self.dump.edges["FULFILLED_BY"]
        level = {k: f.get("level") for k, f in self.dump.nodes["Facility"].items()}
        rank = {"station": 0, "district": 1, "city": 2, "central": 3}
        started = self.all.set_index("id").day
        rows = []
        for key, r in self.dump.nodes["Referral"].items():
            if key not in issued or not r.get("stated"):
                continue
            came = [q.split("|")[0] for q, e in fulfilled if e == issued[key]]
            arrived = [started[e] for q, e in fulfilled if q == key and e in started]
            ends = [rank.get(level.get(r[end]) or "") for end in ("sender", "receiver")]
            issued_on = day(r["issued_on"])
            rows.append(
                {
                    **r,
                    "day": issued_on,
                    "came": min(came, default=None),
                    "ends": ends,
                    "wait": (min(arrived) - issued_on).days if arrived else None,
                }
            )
        frame = pd.DataFrame(rows)
        return frame[frame.day.between(self.first, self.last)]

    def bookings(self) -> Frame:
        """Appointments of the period, kept or not."""
        kept = {a for a, _ in self.dump.edges["KEPT_BY"]}
        rows = [
            {"day": day(a["day"]), "kept": key in kept}
            for key, a in self.dump.nodes["Appointment"].items()
        ]
        frame = pd.DataFrame(rows)
        frame["due"] = frame.kept | (frame.day + 7 * DAY < self.known)
        return frame[frame.day.between(self.first, self.last)]

    def drugs(self) -> Frame:
        """Items of visits of the period, by lower-case ingredient."""
        order, at = dict(self.dump.edges["PART_OF"]), dict(self.dump.edges["PRESCRIBED_IN"])
        rows = [
            {
                "order": order[k],
                "visit": at[order[k]],
                "what": (m.get("ingredient") or m["drug"]).lower(),
            }
            for k, m in self.dump.nodes["MedicationItem"].items()
        ]
        frame = pd.DataFrame(rows)
        return frame[frame.visit.isin(self.now.id)]


Compute = Callable[[Oracle], Number]


def _stay(o: Oracle) -> Frame:
    beds = o.left[o.left.bed]
    return beds.days.astype(float)


def _up(o: Oracle, sign: int) -> int:
    return sum(None not in e and (e[1] - e[0]) * sign > 0 for e in o.letters().ends)


def _completion(o: Oracle) -> float:
    it = o.letters()
    in_time = it.wait.between(0, 30)
    due = it[in_time | (it.day + 30 * DAY <= o.known)]
    return float(due.wait.between(0, 30).mean())


def _chains(o: Oracle) -> int:
    it = o.letters()
    three = [len({c, s, r}) == 3 for c, s, r in zip(it.came, it.sender, it.receiver, strict=True)]
    return int((it.came.notna() & it.wait.notna() & pd.Series(three, index=it.index)).sum())


def _certified(o: Oracle) -> Frame:
    at = dict(o.dump.edges["WRITTEN_IN"])
    rows = [
        {"visit": at[k], "cut": json.loads(d["content"]).get("SINHCON_PHAUTHUAT") == "1"}
        for k, d in o.dump.nodes["Document"].items()
        if d["kind"] == "birth-certificate"
    ]
    frame = pd.DataFrame(rows, columns=["visit", "cut"])
    return frame[frame.visit.isin(o.now.id)]


def _chronic(o: Oracle) -> Number:
    code = o.dx.code.str[:3]
    ill = o.dx[
        code.between("E10", "E14")
        | code.between("I10", "I15")
        | code.between("I20", "I25")
        | code.isin(["I50", "J44", "J45", "N18"])
    ]
    year = ill[ill.day.between(o.last - 364 * DAY, o.last)].person.nunique()
    return (
        ill[ill.day.between(o.last - 182 * DAY, o.last)].person.nunique() / year if year else None
    )


def _first(o: Oracle) -> Frame:
    return o.all.groupby("person").day.min()


def _filled(o: Oracle) -> float:
    n = o.now
    have = [
        n.kind.notna(),
        n.result.notna(),
        n.patient_ward.notna(),
        n.ended_t.notna(),
        n.cost_total.notna(),
        n.patient_birth.notna(),
        n.patient_sex.isin(["male", "female"]),
        n.id.isin(o.mains.index),
    ]
    return float(sum(each.mean() for each in have) / 8)


def _lag(o: Oracle) -> Frame:
    lag = (o.left.received_t - o.left.ended_t) / DAY
    return lag.dropna()


def _antibiotic(what: Frame) -> Frame:
    names = "amox|cef|azithro|clarithro|cipro|levoflox|metronidazol|doxycyclin|ampicil"
    return what.str.contains(names)


def _index(o: Oracle, *, bed: bool) -> Frame:
    return o.left[(o.left.bed == bed) & o.left.home]


def _itself(o: Oracle) -> Frame:
    return o.all[~o.all.sent & ~o.all.booked]


METRICS: Mapping[str, Compute] = {
    "encounters": lambda o: len(o.now),
    "outpatient_encounters": lambda o: int((~o.now.bed).sum()),
    "inpatient_encounters": lambda o: int(o.now.bed.sum()),
    "emergency_encounters": lambda o: int((o.now.entitlement.str.split(".").str[0] == "2").sum()),
    "admissions": lambda o: int(o.now.kind.isin(["03", "09"]).sum()),
    "discharges": lambda o: int(o.left.bed.sum()),
    "people_treated": lambda o: o.now.person.nunique(),
    "new_people": lambda o: int(_first(o).between(o.first, o.last).sum()),
    "returning_people": lambda o: int((_first(o)[o.now.person.unique()] < o.first).sum()),
    "maybe_people": lambda o: sum(
        bool(o.dump.nodes["Person"][p].get("provisional")) for p in o.now.person.unique()
    ),
    "chronic_seen_6m": _chronic,
    "bed_days": lambda o: float(_stay(o).sum()),
    "length_of_stay": lambda o: float(_stay(o).mean()),
    "length_of_stay_median": lambda o: float(_stay(o).median()),
    "deaths_in_hospital": lambda o: int((o.left.bed & (o.left.result == "5")).sum()),
    "hospital_mortality": lambda o: float((o.left[o.left.bed].result == "5").mean()),
    "readmission_30d": lambda o: o.followed(
        _index(o, bed=True), _itself(o)[_itself(o).bed], 30 * DAY
    ),
    "return_72h": lambda o: o.followed(
        _index(o, bed=False), _itself(o)[_itself(o).kind != "07"], 3 * DAY
    ),
    "births": lambda o: len(_certified(o)),
    "cases": lambda o: o.dx[o.dx.visit.isin(o.now.id)].visit.nunique(),
    "people_with_diagnosis": lambda o: o.dx[o.dx.visit.isin(o.now.id)].person.nunique(),
    "diagnoses": lambda o: int(o.dx.visit.isin(o.now.id).sum()),
    "referrals_out": lambda o: len(o.letters()),
    "referrals_in": lambda o: len(o.letters()),
    "up_referrals": lambda o: _up(o, 1),
    "down_referrals": lambda o: _up(o, -1),
    "referral_completion_30d": _completion,
    "days_to_arrival": lambda o: float(o.letters().wait.median()),
    "referral_chains_3": _chains,
    "appointments": lambda o: len(o.bookings()),
    "appointments_missed": lambda o: int((o.bookings().due & ~o.bookings().kept).sum()),
    "follow_up_kept": lambda o: float(o.bookings()[o.bookings().due].kept.mean()),
    "prescriptions": lambda o: o.drugs().order.nunique(),
    "antibiotic_share": lambda o: (
        o.drugs()[_antibiotic(o.drugs().what)].visit.nunique() / o.drugs().visit.nunique()
    ),
    "access_share": lambda o: float(
        o.drugs()[_antibiotic(o.drugs().what)].what.str.contains(ACCESS).mean()
    ),
    "cost_total": lambda o: float(o.left.cost_total.sum()),
    "cost_insurance": lambda o: float(o.left.cost_paid_by_insurance.sum()),
    "cost_per_encounter": lambda o: float(o.left.cost_total.mean()),
    "insurance_share": lambda o: float(
        o.left.cost_paid_by_insurance.sum() / o.left.cost_total.sum()
    ),
    "record_completeness": _filled,
    "reporting_lag": lambda o: float(_lag(o).median()),
    "late_share": lambda o: float((_lag(o) > 7.0001).mean()),
}
