"""What apps that keep copies must hear: people merged, split or re-identified since they asked.

A notice is a decision of the log, told by ids alone. The cursor is its time in microseconds with
its id, so that two decisions of one moment are both told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.access import Insider, Reader, Role, refused
from graph.decision_log import Deed
from graph.store import Row, Statement, Store
from mpi.errors import BadInput

MAX_LIMIT = 500

_NOTICES = """
    MATCH (d:Decision)
    WHERE d.noticed >= $since
    WITH d, d.noticed AS noticed
    WHERE noticed > $since OR d.id > $last
    {where}
    WITH d, noticed ORDER BY noticed, d.id LIMIT $limit
    OPTIONAL MATCH (d)-[a:ABOUT]->(r:PatientRecord)
    OPTIONAL MATCH (d)-[:GIVES]->(p:Person)
    RETURN d.id AS id, d.at AS at, d.kind AS kind, d.undoes AS undoes, noticed AS noticed,
        r.id AS record, r.facility AS facility, a.person AS given, p.id AS person
    ORDER BY noticed, id, record, person
"""

ALL_NOTICES = Statement(_NOTICES.replace("{where}", ""))

#: A facility hears of the records that are its own.
OWN_NOTICES = Statement(
    _NOTICES.replace(
        "{where}",
        "AND EXISTS { MATCH (d)-[:ABOUT]->(o:PatientRecord) WHERE o.facility = $facility }",
    )
)

_READERS: Mapping[Role | Insider, Statement] = {
    Role.STEWARD: ALL_NOTICES,
    Role.ADMIN: ALL_NOTICES,
    Insider.OPERATOR: ALL_NOTICES,
    Role.FACILITY: OWN_NOTICES,
    Role.CLINICIAN: OWN_NOTICES,
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One decision that changed who is who: `people` it touched, `records` with whose they became.

    `undoes` is the decision that it takes back. `cursor` is what to ask `after` next.
    """

    id: str
    at: str
    deed: Deed
    people: tuple[str, ...]
    records: Mapping[str, str]
    undoes: str
    cursor: str


def notices(
    store: Store, reader: Reader, *, after: str = "", limit: int = 100
) -> tuple[Notice, ...]:
    """Give the notices after a cursor, oldest first; a facility's are about its own records.

    Raises Forbidden for other roles, BadInput for a cursor that no notice gave.
    """
    statement = _READERS.get(reader.role)
    if statement is None:
        raise refused()
    if not 1 <= limit <= MAX_LIMIT:
        raise BadInput("limit", f"must be from 1 to {MAX_LIMIT}")
    since, last = _place(after)
    rows = store.read(
        lambda work: work.run(
            statement, since=since, last=last, limit=limit, facility=reader.facility
        )
    )
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        if statement is ALL_NOTICES or row["facility"] == reader.facility:
            by_id.setdefault(row["id"], []).append(row)
    return tuple(_notice(rows) for rows in by_id.values())


def _place(cursor: str) -> tuple[int, str]:
    if not cursor:
        return 0, ""
    since, dot, last = cursor.partition(".")
    if not (since.isascii() and since.isdigit() and dot and len(since) < 19):
        raise BadInput("after", "must be the `cursor` of a notice")
    return int(since), last


def _notice(rows: Sequence[Row]) -> Notice:
    first = rows[0]
    records = {row["record"]: row["given"] for row in rows if row["record"]}
    return Notice(
        id=first["id"],
        at=first["at"],
        deed=Deed(first["kind"]),
        people=tuple(sorted({row["person"] for row in rows if row["person"]})),
        records=records,
        undoes=first["undoes"] or "",
        cursor=f"{first['noticed']}.{first['id']}",
    )
