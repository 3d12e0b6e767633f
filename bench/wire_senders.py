"""Real senders in a process of their own: lines of MLLP, associations of DICOM's storescu.

.venv/bin/python bench/wire_senders.py PORT LINES FIRST LAST      sends HL7 messages by number
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.wire_messages import hl7, image
from tests.api.mllp_peer import line

TITLE = "PACS01013"


def by_mllp(port: int, numbers: range, lines: int) -> subprocess.Popen[bytes]:
    """Begin to send messages by several lines, each waiting for its answers; fails on a no."""
    words = [str(word) for word in (port, lines, numbers.start, numbers.stop)]
    return subprocess.Popen([sys.executable, __file__, *words])  # noqa: S603


def by_cstore(port: int, folders: list[Path]) -> list[subprocess.Popen[bytes]]:
    """Begin to send each folder by an association of its own."""
    words = ["storescu", "-aet", TITLE, "-aec", "HEALTHGRAPH", "+sd", "127.0.0.1", str(port)]
    return [subprocess.Popen([*words, str(folder)]) for folder in folders]  # noqa: S603


def written(home: Path, count: int, associations: int) -> list[Path]:
    """Write objects as files, for each association a folder of its own."""
    folders = [home / f"association-{n}" for n in range(associations)]
    for folder in folders:
        folder.mkdir(parents=True)
    for n in range(count):
        place = folders[n // 20 % associations] / f"{n}.dcm"
        image(n).save_as(place, enforce_file_format=True)
    return folders


def _send(port: int, mine: list[bytes], failed: list[str]) -> None:
    with line(port) as hospital:
        failed += [answer for each in mine if (answer := hospital.ask(each)[0]) != "AA"]


def main() -> int:
    """Send; 1 when a message was not accepted."""
    port, lines, first, last = map(int, sys.argv[1:])
    messages, failed = [hl7(n) for n in range(first, last)], list[str]()
    threads = [
        threading.Thread(target=_send, args=(port, messages[n::lines], failed))
        for n in range(lines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
