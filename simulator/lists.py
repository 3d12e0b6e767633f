"""What a city keeps beside its messages: its facilities by name, and what no message says.

Beds and owners are invented like everything here; inhabitants are the city's own citizens.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from simulator import places
from simulator.facilities import Facility

_BEDS = {"district": 200, "city": 500, "central": 900}


def facilities_csv(facilities: Sequence[Facility]) -> str:
    """Write `code,name,level` of each facility, as `healthgraph reference facilities` reads it."""
    rows = ((each.code, each.name, each.level) for each in facilities)
    return _written(("code", "name", "level"), rows)


def given_csv(facilities: Sequence[Facility], people: str) -> str:
    """Write beds, owners and inhabitants in the form that HEALTHGRAPH_GIVEN_TABLE reads.

    `people` is the truth's table of citizens; a ward where nobody lives has no line.
    """
    rows = [("beds", f.code, f"{_BEDS[f.level]}") for f in facilities if f.level in _BEDS]
    rows += [("owner", f.code, _owner(f)) for f in facilities]
    living = Counter(row["ward"] for row in csv.DictReader(io.StringIO(people)))
    rows += [("population", ward, f"{living[ward]}") for ward in places.wards() if living[ward]]
    return _written(("kind", "code", "value"), rows)


def _owner(facility: Facility) -> str:
    return "ministry" if facility.level == "central" else "public"


def _written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
