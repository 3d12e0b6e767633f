"""All tables of a visit: which are sent is the rule of the decision, not of the facility."""

from __future__ import annotations

from dataclasses import replace

from simulator import care, letters, money, orders, papers, rates, summary
from simulator.chance import derive, happens
from simulator.chart import Chart, Fields
from simulator.clerk import Clerk, Written
from simulator.habits import Habits, Slips
from simulator.registers import Entry
from simulator.staff import staff

#: Tables by name, in the order in which they are sent.
Tables = dict[str, list[Fields]]

#: MA_LOAI_KCB for which progress notes (XML5) and the summary (XML8) are sent.
_WITH_NOTES, _WITH_SUMMARY = ("02", "03", "04", "05", "06", "08", "09"), ("03", "04", "06")


class Office:
    """Makes charts and tables; needs the clerk, who knows the city."""

    def __init__(self, seed: int, clerk: Clerk, habits: dict[str, Habits]) -> None:
        self._seed, self._clerk, self._habits = seed, clerk, habits

    def chart(self, entry: Entry, *, corrected: bool = False) -> Chart:
        """Make the chart of a visit; a corrected one differs in who the patient is."""
        visit = entry.visit
        slips = replace(Slips(), salt=entry.slips.salt) if corrected else entry.slips
        written = self._written(entry, slips)
        rng = derive(self._seed, "chart", visit.number)
        given = care.give(rng, visit)
        amounts = [d.amount for d in given.drugs] + [a.amount for a in given.acts]
        team = staff(self._seed, visit.facility.code, visit.facility.level)
        child = visit.newborns[0] if visit.newborns else visit.person
        return Chart(
            entry=entry,
            written=written,
            care=given,
            paid=money.add([money.divide(amount, written.pays) for amount in amounts]),
            doctor=team.doctor(rng),
            staff=team,
            mother=self._clerk.mother(visit.person),
            father=self._clerk.father(child),
            births=self._clerk.births(visit.person),
            rng=rng,
        )

    def _written(self, entry: Entry, slips: Slips) -> Written:
        visit = entry.visit
        habits = self._habits[visit.facility.code]
        return self._clerk.write(visit.person, habits, slips, visit.start.date())


def tables(chart: Chart) -> Tables:
    """Write the tables of a finished visit; empty ones are left out."""
    visit = chart.visit
    found: Tables = {
        "XML1": [summary.xml1(chart)],
        "XML2": orders.xml2(chart),
        "XML3": orders.xml3(chart),
        "XML4": orders.xml4(chart),
        "XML5": papers.xml5(chart) if visit.kind in _WITH_NOTES else [],
        "XML7": [papers.xml7(chart)] if visit.inpatient else [],
        "XML8": [papers.xml8(chart)] if visit.kind in _WITH_SUMMARY else [],
        "XML9": letters.xml9(chart),
        "XML11": _sick_leave(chart),
        "XML13": [letters.xml13(chart)] if visit.refers else [],
        "XML14": [letters.xml14(chart)] if visit.books else [],
    }
    return {name: rows for name, rows in found.items() if rows}


def arrival(chart: Chart) -> Tables:
    """Write the notice of an arrival."""
    return {"XML0": [summary.xml0(chart)]}


def _sick_leave(chart: Chart) -> list[Fields]:
    """Employees take a certificate home, now and then; it needs an insurance number."""
    visit = chart.visit
    employed = bool(summary.employer(chart)) and visit.person.insured
    if visit.inpatient or visit.disease.course not in ("acute", "injury") or not employed:
        return []
    wanted = happens(chart.rng, rates.SICK_LEAVE)
    return [papers.xml11(chart, chart.rng.randrange(1, 6))] if wanted else []
