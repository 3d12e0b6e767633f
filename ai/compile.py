"""What a typed question is read with: the named statements, and the days that they are run for.

A result comes from facts of a day that these statements gave, whether they were kept
(`graph.daily.refresh`) or are read there and then (`ai.fact_cache.read_there_and_then`). A receipt
keeps the names and parameters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ai.catalogue_checks import checked
from ai.catalogue_parts import Catalogue
from ai.counting import counting
from ai.fields import TABLES
from ai.query import QUERY_VERSION, Period, Query
from graph.daily import ROLES
from graph.daily_statements import READ
from graph.store import Statement

#: What hangs on a visit is read with it: codes, drugs and births are fields of visits.
_WITH_VISITS = ("visit", "diagnosis", "item", "birth")

#: What measures over columns, with the version of the query that it reads.
EXECUTOR = f"ai.execution.execute/{QUERY_VERSION}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """Named statements (`graph.daily_statements.READ[visit]`) and their parameters.

    Each is run for every day between `first` and `last` (yyyymmdd), as `$day`.
    """

    statements: Mapping[str, Statement]
    parameters: Mapping[str, object]


def compiled(query: Query, catalogue: Catalogue) -> Compiled:
    """Compile a question. Raises BadInput for one that cannot be asked."""
    checked(query, catalogue)
    wanted = {TABLES[catalogue.metrics[name].subject] for name in query.metrics}
    tables = [*_WITH_VISITS, *(table for table in READ if table in wanted - {*_WITH_VISITS})]
    named = {f"graph.daily_statements.READ[{table}]": READ[table] for table in tables}
    return Compiled(named, {**_days(query.period), "roles": ROLES})


def said(query: Query, catalogue: Catalogue) -> tuple[str, Mapping[str, object]]:
    """Say how a question is computed, and with what parameters, as its receipt keeps it.

    An additive question is one statement that either engine runs to the same number; others name
    the statements of a day that the columns come from, with the SHA-256 of their texts.
    """
    one = counting(query, catalogue)
    if one is not None:
        return f"{one.name}:{one.statement.text}", one.parameters
    made = compiled(query, catalogue)
    texts = "".join(each.text for each in made.statements.values())
    digest = hashlib.sha256(texts.encode()).hexdigest()
    names = ", ".join(made.statements)
    return f"{EXECUTOR} over {names}; sha256 {digest}", made.parameters


def _days(period: Period) -> dict[str, int]:
    return {
        "first": int(period.first.replace("-", "")),
        "last": int(period.last.replace("-", "")),
    }
