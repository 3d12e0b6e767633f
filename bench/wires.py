"""Messages a second by HL7 v2 over MLLP and by DICOM headers, stored, beside reading alone.

.venv/bin/python bench/wires.py [--messages 1500] [--store embedded:PATH|neo4j://…]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pydicom.dataset import Dataset

from api.reception import Message
from api.server import Running, running
from api.settings import Settings
from api.transactions import Channel, State
from ingest import dicom, hl7v2
from ingest.dicom.header import headers_only
from tests.api.mllp_peer import line

_PID = "PID|1||BN{n}^^^BV^MR~{n:012}^^^CCCD^NI||Nguyễn^An{n}^Văn||19{y}0704|M|||12 Hàng Bài^^Hà Nội"


def hl7(n: int) -> bytes:
    """A message of the kinds that a hospital sends most: admission, result, discharge."""
    kind = ("ADT^A01", "ORU^R01", "ADT^A08", "ADT^A03")[n % 4]
    who = n // 4
    pid = _PID.format(n=who + 1, y=f"{who % 90 + 10:02}")
    lines = [f"MSH|^~\\&|HIS|01013|HG|HN|20260302{n % 24:02}15||{kind}|C{n}|P|2.5", pid]
    stay = "|".join(["PV1", "1", "I", "K01", *[""] * 15, f"V{who}", *[""] * 24, "202603020800"])
    lines.append(stay)
    if kind == "ORU^R01":
        lines.append(f"OBR|1|P{n}|F{n}|58410-2^CBC^LN|||202603020900")
        lines += [f"OBX|{i}|NM|{i}-0^Chi so {i}^LN||{n % 90}|g/L|1-9|N|||F" for i in range(1, 9)]
    return "\r".join([*lines, ""]).encode()


def image(n: int) -> bytes:
    """A header of an object, twenty of them to a study."""
    study = Dataset()
    study.StudyInstanceUID, study.SeriesInstanceUID = (
        f"1.2.{n // 20 + 1}",
        f"1.2.{n // 20 + 1}.{n % 3 + 1}",
    )
    study.SOPInstanceUID, study.SOPClassUID = f"1.3.{n + 1}", "1.2.840.10008.5.1.4.1.1.2"
    study.PatientID, study.PatientName, study.Modality = f"BN{n // 40}", f"Nguyen^An{n // 40}", "CT"
    study.PatientBirthDate, study.PatientSex = f"19{n // 40 % 90 + 10:02}0704", "M"
    study.StudyDate, study.StudyTime, study.AccessionNumber = "20260302", "081500", f"A{n // 20}"
    return headers_only(study)


def rate(work: Callable[[], object], count: int) -> float:
    """How many a second."""
    begin = time.perf_counter()
    work()
    return round(count / (time.perf_counter() - begin), 1)


def stored(service: Running) -> None:
    """Wait until nothing is open."""
    depth = service.services.desk.ledger.depth
    while (open_ := depth())[State.RECEIVED] or open_[State.LEASED]:
        time.sleep(0.01)


def by_mllp(service: Running, messages: list[bytes], senders: int) -> None:
    """Send by several lines at one time, each waiting for its answers, until all is stored."""
    port = service.services.listeners[0].port

    def send(mine: list[bytes]) -> None:
        with line(port) as hospital:
            for each in mine:
                assert hospital.ask(each)[0] == "AA"

    threads = [threading.Thread(target=send, args=(messages[n::senders],)) for n in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> None:
    """Measure and print JSON."""
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=1500)
    options.add_argument("--store", default="")
    given = options.parse_args()
    now, count = dt.datetime.now(dt.UTC), given.messages
    messages, images = [hl7(n) for n in range(count)], [image(n) for n in range(count)]
    found: dict[str, object] = {
        "messages": count,
        "hl7_read_only": rate(lambda: [hl7v2.read(m, now) for m in messages], count),
        "dicom_read_only": rate(lambda: [dicom.read(m, now) for m in images], count),
    }
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "senders.json")
        listed.write_text(json.dumps([{"facility": "01013", "networks": ["127.0.0.0/8"]}]))
        settings = Settings(
            store_url=given.store or f"embedded:{folder}/store",
            data_dir=Path(folder, "data"),
            port=0,
            mllp_port=0,
            senders_file=listed,
            log_level="error",
        )
        with running(settings) as service:
            begin = time.perf_counter()
            by_mllp(service, messages, 4)
            found["hl7_acknowledged"] = round(count / (time.perf_counter() - begin), 1)
            stored(service)
            found["hl7_stored"] = round(count / (time.perf_counter() - begin), 1)
            found["dicom_stored"] = rate(lambda: _keep(service, images), count)
            found["engine"] = given.store.partition(":")[0] or "embedded"
    print(json.dumps(found, indent=1))


def _keep(service: Running, images: list[bytes]) -> None:
    for each in images:
        service.services.desk.reception.receive(
            [Message(each)], facility="01013", channel=Channel.DICOM
        )
    service.services.workers.wake()
    stored(service)


if __name__ == "__main__":
    main()
