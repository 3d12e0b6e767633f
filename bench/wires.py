"""Messages a second on every wire, stored durably on each engine, beside reading alone.

FHIR comes as files, HL7 v2 by real lines of MLLP, DICOM by real associations (C-STORE). A rate
ends when the last message is in the graph; `answered` is when the last sender had its answer, `ms`
the processor time of the service for each, without its reading processes: machines are busy.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from api.bulk import files_of, ingest
from api.logs import configure
from api.server import Running, running
from api.settings import Settings
from api.transactions import State
from bench.keeping import keep
from bench.wire_messages import bundle, hl7, image
from bench.wire_senders import TITLE, by_cstore, by_mllp, written
from ingest.checked import read_checked
from ingest.dicom.header import headers_only


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent: files of FHIR bundles, how many HL7 messages and objects, by how many at once.

    The first tenth of files and messages goes ahead unmeasured, so that no process is cold.
    """

    bundles: Sequence[Path]
    messages: int
    objects: int
    senders: int
    home: Path


def main(arguments: list[str]) -> None:
    """Measure reading, then storing on each engine, and keep the figures side by side."""
    parser = argparse.ArgumentParser(prog="bench wires", description=main.__doc__)
    parser.add_argument("--bundles", type=Path, help="folder of FHIR bundles; else made ones")
    parser.add_argument("--patients", type=int, default=240, help="of made bundles")
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--objects", type=int, default=2000)
    parser.add_argument("--senders", type=int, default=8)
    parser.add_argument("--neo4j", default=os.environ.get("BENCH_NEO4J", ""), help="store URL")
    chosen = parser.parse_args(arguments)
    configure("error", "console")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        bundles = _bundles(home / "bundles", chosen.bundles, chosen.patients)
        load = Load(bundles, chosen.messages, chosen.objects, chosen.senders, home)
        alone = _read_alone(load)
        urls = {"embedded": f"embedded:{home}/store"} | (
            {"neo4j": chosen.neo4j} if chosen.neo4j else {}
        )
        engines = {name: _stored(url, load, home / name) for name, url in urls.items()}
    shares = {
        name: {wire: round(rates[wire] / alone[wire], 2) for wire in alone}
        for name, rates in engines.items()
    }
    sent = {"bundles": len(bundles), "messages": load.messages, "objects": load.objects}
    keep("wires", sent | {"senders": load.senders, "read_alone": alone} | engines
         | {"share_of_reading": shares})  # fmt: skip


def _bundles(folder: Path, given: Path | None, patients: int) -> list[Path]:
    if given:
        return files_of([given])
    folder.mkdir()
    for n in range(patients):
        (folder / f"{n}.json").write_bytes(bundle(n))
    return files_of([folder])


def _read_alone(load: Load) -> dict[str, float]:
    """How many a second one process reads, with measures and rules, and does nothing else."""
    bundles = [file.read_bytes() for file in load.bundles]
    return {
        "fhir": _rate(bundles, _resources(load.bundles)),
        "hl7": _rate([hl7(n) for n in range(load.messages)], load.messages),
        "dicom": _rate([headers_only(image(n)) for n in range(load.objects)], load.objects),
    }


def _rate(messages: Iterable[bytes], count: int) -> float:
    now, begin = dt.datetime.now(dt.UTC), time.perf_counter()
    for each in messages:
        assert read_checked(each, now).rejected is None
    return round(count / (time.perf_counter() - begin), 1)


def _stored(url: str, load: Load, data: Path) -> dict[str, float]:
    data.mkdir()
    listed = data / "senders.json"
    row = {"facility": "01013", "networks": ["127.0.0.0/8"], "ae_titles": [TITLE]}
    listed.write_text(json.dumps([row]))
    settings = Settings(
        store_url=url, data_dir=data, port=0, mllp_port=0, dicom_port=0, senders_file=listed,
        log_level="error",
    )  # fmt: skip
    rates: dict[str, float] = {}
    with running(settings) as service:
        mllp, dicom = service.services.listeners
        rates |= _fhir(service, load)
        _all_in(service, [by_mllp(mllp.port, range(load.messages // 10), load.senders)])
        rates |= _of("hl7", load.messages - load.messages // 10, service, [
            by_mllp(mllp.port, range(load.messages // 10, load.messages), load.senders)
        ])  # fmt: skip
        folders = written(data / "objects", load.objects, load.senders)
        rates |= _of("dicom", load.objects, service, by_cstore(dicom.port, folders))
    return rates


def _fhir(service: Running, load: Load) -> dict[str, float]:
    ahead = len(load.bundles) // 10
    _take(service, load.bundles[:ahead])
    count = _resources(load.bundles[ahead:])
    begin, cpu = time.perf_counter(), time.process_time()
    _take(service, load.bundles[ahead:])
    spent = time.perf_counter() - begin
    return {"fhir": round(count / spent, 1), "fhir_ms": _ms(cpu, count)}


def _resources(bundles: Iterable[Path]) -> int:
    now = dt.datetime.now(dt.UTC)
    return sum(sum(read_checked(file.read_bytes(), now).counts.values()) for file in bundles)


def _take(service: Running, bundles: Sequence[Path]) -> None:
    desk, settings = service.services.desk, service.services.settings
    done = ingest(
        desk, bundles, workers=settings.workers, batch=settings.batch_size,
        tick=lambda _done, _all: None, facility="01013",
    )  # fmt: skip
    assert not done.quarantined


def _ms(since: float, count: int) -> float:
    return round(1000 * (time.process_time() - since) / count, 3)


def _of(wire: str, count: int, service: Running, senders: list[Popen[bytes]]) -> dict[str, float]:
    begin, cpu = time.perf_counter(), time.process_time()
    answered = _all_in(service, senders)
    spent = time.perf_counter() - begin
    return {
        f"{wire}_answered": round(count / (answered - begin), 1),
        wire: round(count / spent, 1),
        f"{wire}_ms": _ms(cpu, count),
    }


def _all_in(service: Running, senders: list[Popen[bytes]]) -> float:
    """Wait until senders have their answers and nothing is open; gives when they had them."""
    assert [sender.wait() for sender in senders] == [0] * len(senders)
    answered, depth = time.perf_counter(), service.services.desk.ledger.depth
    while (still := depth())[State.RECEIVED] or still[State.LEASED]:
        time.sleep(0.01)
    return answered
