"""The reader that the service uses: any wire, codes and measures, the rules over the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.model import Record
from ingest import wires
from ingest.codes.code_maps import CodeMap, code_map_of
from ingest.codes.measures import measured
from ingest.composed import composed
from ingest.guard import answered
from ingest.quality.checking import check
from ingest.quality.rules import QualityRule, rules_of
from ingest.reading import Reading


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """Paths of a deployment's own rules of quality, codes and list of ICD-10; empty: none."""

    rules: str = ""
    codes: str = ""
    icd_list: str = ""

    def opened(self) -> tuple[Sequence[QualityRule], CodeMap]:
        """Read them, once in each process. Raises BadInput naming the mistake in one of them."""
        return rules_of(self.rules, self.icd_list), code_map_of(self.codes)


NO_FILES = OwnFiles()


def read_checked(data: bytes, received_at: dt.datetime, own: OwnFiles = NO_FILES) -> Reading:
    """Read a message in whatever format it is, and hold its records against the rules.

    Raises BadInput for a mistake in a file of the deployment's own, never for the message.
    """
    rules, codes = own.opened()
    return answered(lambda: _checked(wires.read(data, received_at), rules, codes))


def _checked(reading: Reading, rules: Sequence[QualityRule], codes: CodeMap) -> Reading:
    records = tuple(_known(record, codes) for record in reading.records)
    checked = check(records, rules)
    return replace(
        reading,
        records=records,
        findings=(*reading.findings, *checked.findings),
        applied=dict(checked.applied),
        broken=dict(checked.broken),
    )


def _known(record: Record, codes: CodeMap) -> Record:
    return codes.applied(measured(composed(record)))
