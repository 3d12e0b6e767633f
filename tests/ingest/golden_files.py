"""Golden files: a message for every table and every wire, and the records read from it.

`python -m tests.ingest.golden_files` writes them anew; what changes is then read in the diff.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.model import Record
from ingest.qd130 import read
from ingest.reading import Reading
from ingest.wires import read as read_any
from tests.ingest.golden_wires import MAPPING, WIRE_FILES, message_of
from tests.ingest.messages import (
    APPOINTMENT,
    ARRIVAL,
    BIRTH,
    DRUG,
    RECEIVED,
    REFERRAL,
    RESULT,
    SERVICE,
    SUMMARY,
    envelope,
    file_xml,
    table_xml,
)
from tests.ingest.papers import PAPERS

_NOTHING: tuple[Any, ...] = ("", None, (), [], {}, frozenset())
FOLDER = Path(__file__).parent / "golden"
LATER_DRUG = DRUG | {"STT": "2", "TEN_THUOC": "Oresol", "NGAY_YL": "202603020800"}
SUPPLY = SERVICE | {"STT": "2", "MA_VAT_TU": "N03.01.020", "TEN_VAT_TU": "Bơm tiêm"}
TWIN = BIRTH | {"SO": "13", "NGAY_SINH_CON": "202603020505", "SO_CON": "2", "HO_TEN_CON": "Lê An"}

SAMPLES: dict[str, tuple[dict[str, str], ...]] = {
    "XML0": (ARRIVAL,),
    "XML1": (SUMMARY,),
    "XML2": (DRUG, DRUG | {"STT": "2", "TEN_THUOC": "Vitamin C"}, LATER_DRUG),
    "XML3": (SERVICE, SUPPLY),
    "XML4": (RESULT, {"MA_LK": "LK1", "STT": "2", "TEN_CHI_SO": "X-quang", "MO_TA": "Rõ nét"}),
    "XML9": (BIRTH | {"SO_CON": "2"}, TWIN),
    "XML13": (REFERRAL,),
    "XML14": (APPOINTMENT,),
    **{name: (row,) for name, row in PAPERS.items()},
}


def sample(name: str) -> bytes:
    """Write the sample message of a table, its content inline so that people can read it."""
    return envelope(f"<HOSO>{file_xml(name, table_xml(name, *SAMPLES[name]))}</HOSO>")


def told(record: Record) -> str:
    """Write a record as JSON, each event under the name of its kind."""
    return json.dumps(_tree(record), ensure_ascii=False, indent=1, default=_plain) + "\n"


def _tree(record: Record) -> dict[str, Any]:
    tree = asdict(record)
    tree["events"] = [{type(e).__name__: asdict(e)} for e in record.events]
    tree["source"].pop("message")
    return tree


def told_shortly(reading: Reading) -> str:
    """Write a reading as JSON, without what is empty."""
    tree = {
        "wire": reading.wire,
        "version": reading.version,
        "facility": reading.facility,
        "counts": dict(sorted(reading.counts.items())),
        "findings": [asdict(each) for each in reading.findings],
        "records": [_tree(record) for record in reading.records],
    }
    return json.dumps(_full(tree), ensure_ascii=False, indent=1, default=_plain) + "\n"


def _full(value: Any) -> Any:
    """The value without what says nothing: empty texts, lists and maps, None."""
    if isinstance(value, dict):
        return {key: _full(each) for key, each in value.items() if each not in _NOTHING}
    return [_full(each) for each in value] if isinstance(value, list | tuple) else value


def told_beside(folder: str, name: str) -> Path:
    """Where the records of a wire's golden file are written."""
    return FOLDER / folder / f"{name}.told"


def _plain(value: object) -> object:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else str(value)


def main() -> None:
    """Write every golden file."""
    for name in SAMPLES:
        (FOLDER / f"{name}.xml").write_bytes(sample(name))
        record = read(sample(name), RECEIVED).records[0]
        (FOLDER / f"{name}.json").write_text(told(record), encoding="utf-8")
    for folder, files in WIRE_FILES.items():
        (FOLDER / folder).mkdir(exist_ok=True)
        for name, data in files.items():
            (FOLDER / folder / name).write_bytes(data)
            reading = read_any(message_of(folder, data), RECEIVED)
            told_beside(folder, name).write_text(told_shortly(reading), encoding="utf-8")
    (FOLDER / "table" / "map.json").write_bytes(MAPPING)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    main()
