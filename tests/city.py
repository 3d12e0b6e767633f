"""A small city for tests: people, visits, letters, appointments, births, through the public doors.

city = City(store)
an = city.visit("01013", "V1", person(AN), diagnosis("J18.9"))      -> the Person id
city.visit("01816", "V2", person(AN), arrival=("01013", "L1"))
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace

from graph.joining import Joined, join
from graph.model import HANOI, Encounter, Event, Origin, Record, Source
from graph.store import Statement, Store
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Sex
from mpi.model import default

MODEL = default()

AN = Identity(
    name="Nguyễn Văn An",
    birth_date=PartialDate(1985, 7, 4),
    sex=Sex.MALE,
    personal_number="001085012345",
    insurance_numbers=("GD4010123456789",),
    phones=("0903172645",),
    address=Address(text="12 Hàng Bông", province="01", ward="00070"),
)
BINH = Identity(
    name="Trần Thị Bình",
    birth_date=PartialDate(1991, 3, 18),
    sex=Sex.FEMALE,
    personal_number="001191054321",
    insurance_numbers=("DN4010386120957",),
    phones=("0386120957",),
    address=Address(text="3 Ngõ Huế", province="01", ward="00256"),
)


def moment(text: str) -> dt.datetime:
    """Read `2026-03-02` or `2026-03-02T08:14` as Hanoi's time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=HANOI)


@dataclass
class City:
    """Writes into a store what hospitals would send, one message a visit."""

    store: Store
    sent: int = 0
    receipts: list[Joined] = field(default_factory=list)

    def visit(
        self,
        facility: str,
        visit: str,
        who: Identity,
        *events: Event,
        stored: str = "",
        **said: object,
    ) -> str:
        """Join one visit and give the Person id; `stored` is when, by default when it was said.

        `said` goes to `record`: on, said, code, and the fields of an Encounter.
        """
        record = self.record(facility, visit, who, *events, **said)  # type: ignore[arg-type]
        at = moment(stored) if stored else record.source.said_at
        joined = join(self.store, [record], MODEL, at=at)
        self.receipts += joined
        return joined[0].person

    def record(
        self,
        facility: str,
        visit: str,
        who: Identity,
        *events: Event,
        on: str = "2026-03-02T08:00",
        said: str = "",
        code: str = "",
        **encounter: object,
    ) -> Record:
        """Make a visit as a message says it; `said` is by default the time of the visit."""
        self.sent += 1
        at = moment(on)
        frame = Encounter(Origin("XML1"), kind="01", started_at=at)
        return Record(
            facility=facility,
            local_id=code or f"BN-{who.personal_number or who.name}",
            visit=visit,
            identity=replace(who, said_on=at.date()),
            events=(replace(frame, **encounter), *events),  # type: ignore[arg-type]
            source=self._source(facility, moment(said) if said else at),
            tables=frozenset({"XML1", *(event.origin.table for event in events)}),
            complete=True,
        )

    def _source(self, facility: str, said_at: dt.datetime) -> Source:
        return Source(
            facility=facility,
            message=hashlib.sha256(f"message {self.sent}".encode()).hexdigest(),
            wire="qd130-xml",
            version="3176",
            edition=f"{said_at:%Y%m%d}|{said_at:%Y%m%d%H%M}",
            said_at=said_at,
            received_at=said_at + dt.timedelta(minutes=5),
        )

    def count(self, label: str) -> int:
        """Count the nodes of a label."""
        text = f"MATCH (n:{label}) RETURN count(n) AS n"
        return int(self.store.read(lambda work: work.run(Statement(text)))[0]["n"])
