"""A store against truth that names records by their codes alone, as files of `link` have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from api.evaluation import measured
from api.evaluation_links import truth_rows
from graph.outcomes import Owned, owned
from graph.redoubting import doubted
from graph.store import Store
from mpi.errors import BadInput
from mpi.evaluate import Unit, evaluate


def codes_against_truth(store: Store, truth: Path) -> dict[str, Any]:
    """Measure a store against record_id, person_id and, if there is one, household_id.

    A record_id is the facility's own code, or `facility|code` where several facilities have it.
    Counts are those of `links_against_truth`. Raises NotFound without a file, BadInput naming a
    column that is missing or a code of several facilities.
    """
    true = {row["record_id"]: row for row in truth_rows(truth)}
    found = _found(owned(store), true)
    figures = evaluate(
        Unit(code, found[code].person, row["person_id"], row.get("household_id") or "")
        for code, row in true.items()
        if code in found
    )
    maybe = sum(each.maybe for each in found.values())
    counts = {"maybe": maybe, "records": len(found), "missing": len(true) - len(found)}
    people = {code: row["person_id"] for code, row in true.items()}
    return {**measured(figures), **counts, **_asked(store, found, people)}


def _found(all_of_them: Iterable[Owned], true: Mapping[str, object]) -> dict[str, Owned]:
    """Give the records that truth names. Raises BadInput where a code names two."""
    found: dict[str, Owned] = {}
    for each in all_of_them:
        code = each.record if each.record in true else each.local_id
        if code not in true:
            continue
        if code in found:
            raise BadInput("--truth", "record_id is of several facilities: write facility|code")
        found[code] = each
    return found


def _asked(store: Store, found: Mapping[str, Owned], true: Mapping[str, str]) -> dict[str, int]:
    """Count the open questions whose answer truth knows: who most records of both people are."""
    said: dict[str, Counter[str]] = {}
    for code, each in found.items():
        said.setdefault(each.person, Counter())[true[code]] += 1
    most = {person: counts.most_common(1)[0][0] for person, counts in said.items()}
    known = [(a, b) for a, b in doubted(store) if a in most and b in most]
    return {"reviews": len(known), "reviews_same": sum(most[a] == most[b] for a, b in known)}
