"""HL7 v2 over MLLP against a server that really listens: answers, refusals, slow senders."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from api.mllp.frames import Frames, framed
from api.mllp.server import Listening, MllpServer
from api.senders import Peer, load_senders
from api.server import Running, running
from api.settings import Settings
from api.transactions import State
from mpi.errors import BadInput, Unavailable
from tests.api.mllp_peer import FS, VT, line
from tests.ingest.hl7_messages import PID, message, stay

Serve = Callable[..., AbstractContextManager[tuple[Running, int]]]
NOBODYS = message("SIU^S23", "202603020815", "SCH||F1", "RGS|1", control="C-1")
GOOD = message("ADT^A01", "202603020815", PID, stay("202603020800"), control="C-1")
BATCH = (
    b"FHS|^~\\&|HIS|01013\rBHS|^~\\&|HIS|01013|||||||B-7\r" + GOOD + GOOD.replace(b"|V1|", b"|V2|")
)


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Give a starter of services with an MLLP port; `senders` is their list of senders."""

    @contextmanager
    def started(senders: Any = None, **more: Any) -> Iterator[tuple[Running, int]]:
        listed = tmp_path / "senders.json"
        listed.write_text(
            json.dumps(senders or [{"facility": "01013", "networks": ["127.0.0.0/8"]}])
        )
        store = f"embedded:{tmp_path / 'store'}"
        settings = Settings(
            store_url=store, port=0, readers=0, mllp_port=0, senders_file=listed, **more
        )
        with running(settings) as service:
            yield service, service.services.listeners[0].port

    return started


def test_accepted_after_it_is_durable(serve: Serve) -> None:
    """AA names the control id, and the message is in the ledger when it comes."""
    with serve(workers=0) as (service, port), line(port) as hospital:
        assert hospital.ask(GOOD) == ["AA", "C-1"]
        assert service.services.desk.ledger.depth()[State.RECEIVED] == 1


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (BATCH + b"BTS|2\rFTS|1\r", "B-7"),
        (BATCH.replace(b"|B-7", b""), "C-1"),
        (BATCH.partition(b"BHS")[0] + GOOD, "C-1"),
        (NOBODYS, "C-1"),
    ],
)
def test_batches_and_calendars(serve: Serve, data: bytes, number: str) -> None:
    """A batch in one frame has one answer under its own number; slots need no patient."""
    with serve(workers=0) as (service, port), line(port) as hospital:
        assert hospital.ask(data) == ["AA", number]
        assert service.services.desk.intake("test").drain().answered == 1
        assert service.services.desk.ledger.quarantined() == []


def test_answer_is_in_the_senders_manner(serve: Serve) -> None:
    """Separators, version and the two ends of MSH are mirrored."""
    odd = GOOD.replace(b"|", b"$").replace(b"^", b"%").replace(b"$2.5\r", b"$2.3\r", 1)
    with serve(workers=0) as (_, port), line(port) as hospital:
        hospital.send(odd)
        header, answer = hospital.answer().split("\r")[:2]
    assert header.startswith("MSH$%~\\&$HG$HN$HIS$01013$")
    assert header.endswith("$P$2.3")
    assert "$ACK%A01%ACK$" in header
    assert answer == "MSA$AA$C-1"


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (GOOD.replace(b"|01013|", b"|09999|", 1), ["AR", "C-1", "204"]),
        (GOOD.replace(b"|P|2.5", b"|T|2.5", 1), ["AR", "C-1", "202"]),
        (GOOD.replace(b"|P|2.5", b"|P|3.0", 1), ["AR", "C-1", "203"]),
    ],
)
def test_refused_and_not_kept(serve: Serve, data: bytes, answer: list[str]) -> None:
    """Unknown facility, test message, other version: AR, and nothing is promised."""
    with serve(workers=0) as (service, port), line(port) as hospital:
        assert [*hospital.ask(data), "", ""][: len(answer)] == answer
        assert service.services.desk.ledger.depth()[State.RECEIVED] == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (GOOD.partition(b"PID|")[0], "hl7-no-patient"),
        (b"PID|1||BN1\r", "unknown-format"),
        (GOOD.replace(b"|C-1|", b"||", 1), "hl7-no-control-id"),
        (BATCH.replace(b"PID|", b"ZZZ|"), "hl7-no-patient"),
        (b"MSH|^~\\&|H|01013|||1||ADT^A01|C-1|P|2.5\r" + b"NTE|1\r" * 100_001, "hl7-too-long"),
    ],
)
def test_unreadable_is_kept_and_put_aside(serve: Serve, data: bytes, reason: str) -> None:
    """What a known sender says and nobody can read gets AE and lies in quarantine."""
    with serve(workers=0) as (service, port), line(port) as hospital:
        assert hospital.ask(data)[0] == "AE"
        service.services.desk.intake("test").drain()
        found = service.services.desk.ledger.quarantined()
    assert [each.reason for each in found] == [reason]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("|AL|NE", ["CA"]),
        ("|ER|AL", ["AA"]),
        ("|NE|AL", ["AA"]),
        ("|SU|SU", ["CA"]),
        ("|NE|NE", []),
    ],
)
def test_enhanced_mode(serve: Serve, asked: str, codes: list[str]) -> None:
    """MSH-15 and MSH-16 say which answer is wanted; the second message shows that none was sent."""
    wanted = GOOD.replace(b"|P|2.5", f"|P|2.5|||{asked[1:]}".encode(), 1)
    with serve(workers=0) as (_, port), line(port) as hospital:
        hospital.send(wanted)
        hospital.send(GOOD)
        answers = [hospital.answer().split("MSA|")[1][:2] for _ in (*codes, "AA")]
    assert answers == [*codes, "AA"]


def test_slow_and_hung_senders_block_nobody(serve: Serve) -> None:
    """While some have sent half a message and others nothing, a third is answered."""
    with (
        serve(workers=0, mllp_frame_seconds=0.5) as (_, port),
        line(port) as silent,
        line(port) as half,
        line(port) as hospital,
    ):
        half.plug.sendall(VT + GOOD[:50])
        assert silent.plug.fileno() > 0
        assert hospital.ask(GOOD) == ["AA", "C-1"]
        assert half.answer() == ""  # closed once its time was over


def test_trickle_is_cut(serve: Serve) -> None:
    """A message that comes byte by byte has the time of one message, however often it moves."""
    with (
        serve(workers=0, mllp_frame_seconds=0.3) as (_, port),
        line(port) as loris,
        pytest.raises(OSError),  # noqa: PT011  reset or broken pipe, as the system likes
    ):
        _trickle(loris.plug)


def _trickle(plug: socket.socket) -> None:
    plug.sendall(VT)
    while True:
        plug.sendall(b"M")
        plug.settimeout(0.02)
        with suppress(TimeoutError):
            if not plug.recv(1):
                raise ConnectionResetError


@pytest.mark.parametrize("data", [VT + b"x" * 3000, b"GET / HTTP/1.1\r\n", VT + b"y" * 3000 + FS])
def test_too_long_or_no_frame_is_cut(serve: Serve, data: bytes) -> None:
    """Beyond the limit, and for what is no MLLP, the connection is closed."""
    with serve(workers=0, mllp_max_bytes=2000) as (_, port), line(port) as hospital:
        hospital.plug.sendall(data)
        assert hospital.answer() == ""


@pytest.mark.parametrize(
    ("data", "answer"),
    [(GOOD, ["AR", "C-1", "207"]), (b"PID|1\r", ["AR", "207"])],
)
def test_too_many_connections(serve: Serve, data: bytes, answer: list[str]) -> None:
    """One more than are served is refused by name, keeps nothing, and is closed."""
    with serve(workers=0, mllp_connections=1) as (service, port), line(port) as first:
        assert first.ask(GOOD)[0] == "AA"
        with line(port) as second:
            assert second.ask(data) == answer
            assert second.answer() == ""
        assert service.services.desk.ledger.depth()[State.RECEIVED] == 1


def test_a_connection_too_many_that_says_nothing_readable(serve: Serve) -> None:
    """It is closed, and so is one that goes away; who has a place is served on."""
    with serve(workers=0, mllp_connections=1) as (_, port), line(port) as first:
        assert first.ask(GOOD)[0] == "AA"
        with line(port) as second, line(port) as third:
            second.plug.sendall(b"GET / HTTP/1.1\r\n")
            third.plug.shutdown(socket.SHUT_WR)
            assert (second.answer(), third.answer()) == ("", "")
        assert first.ask(GOOD)[0] == "AA"


def test_what_is_in_hand_is_answered_at_the_end(serve: Serve) -> None:
    """Stopping the server answers what it has begun, then closes the line."""
    with serve(workers=0) as (service, port), line(port) as hospital:
        assert hospital.ask(GOOD)[0] == "AA"
        stopper = threading.Thread(target=service.services.listeners[0].stop)
        stopper.start()
        assert hospital.answer() == ""
        stopper.join()


def test_ledger_away_is_no_promise(serve: Serve) -> None:
    """When nothing can be kept the answer is AR with 207, so that the sender tries again."""
    with serve(workers=0) as (service, port), line(port) as hospital:
        service.services.desk.ledger.close()
        assert hospital.ask(GOOD) == ["AR", "C-1", "207"]


def test_taken_port(serve: Serve, tmp_path: Path) -> None:
    """A port that is taken is said when the service starts, and it does not start."""
    with serve(workers=0) as (service, port):
        door = service.services.listeners[0]
        assert isinstance(door, MllpServer)
        other = MllpServer(door.door, Listening("127.0.0.1", port), lambda: None)
        with pytest.raises(Unavailable, match="cannot listen"):
            other.start()
        other.stop()


def test_real_sender(serve: Serve, tmp_path: Path) -> None:
    """`mllp_send` of the library hl7 sends a file of messages and reads AA for each."""
    file = tmp_path / "messages.hl7"
    file.write_bytes(b"".join(VT + GOOD.replace(b"C-1", b"C-%d" % n) + FS for n in range(3)))
    command = Path(sys.executable).with_name("mllp_send")
    with serve(workers=0) as (service, port):
        words = [str(command), "--port", str(port), "--file", str(file), "127.0.0.1"]
        done = subprocess.run(words, capture_output=True, timeout=60, check=True)
        assert done.stdout.count(b"MSA|AA|C-") == 3
        assert service.services.desk.ledger.depth()[State.RECEIVED] == 3


def test_frames_in_any_pieces() -> None:
    """Frames are whole however the bytes come, with what senders put between them."""
    data = framed(b"one") + b"\r\n" + framed(b"t\x1cwo") + VT
    frames = Frames(10)
    assert [m for n in range(len(data)) for m in frames.feed(data[n : n + 1])] == [
        b"one",
        b"t\x1cwo",
    ]
    assert frames.open


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{}", "must be a list"),
        ("x", "cannot be read"),
        ("[1]", "facility is missing"),
        ('[{"facility": "A", "name": []}]', "does not know name"),
        ('[{"facility": "A", "names": "x"}]', "must be a list of texts"),
        ('[{"facility": "A", "networks": ["x"]}]', "is no network"),
    ],
)
def test_list_of_senders_is_checked(tmp_path: Path, text: str, place: str) -> None:
    """The error names the line and what is wrong with it."""
    (tmp_path / "s.json").write_text(text)
    with pytest.raises(BadInput, match=place):
        load_senders(tmp_path / "s.json")


def test_who_is_known(tmp_path: Path) -> None:
    """Name and place, or name and certificate, must agree; nobody is known by default."""
    row = {"facility": "01013", "names": ["BV Bạch Mai"], "networks": ["10.0.0.0/8"]}
    other = {"facility": "01004", "certificates": ["his.01004"], "ae_titles": ["PACS"]}
    (tmp_path / "s.json").write_text(json.dumps([row, other]))
    known = load_senders(tmp_path / "s.json")
    assert known.facility("bv bach-mai", Peer("10.1.2.3")) == "01013"
    assert known.facility("01013", Peer("::ffff:10.1.2.3")) == "01013"
    assert known.facility("01013", Peer("192.168.0.1")) == known.facility("01013", Peer("x")) == ""
    assert known.facility("01004", Peer("192.168.0.1", ("his.01004",))) == "01004"
    assert known.facility_of_title("PACS", Peer("1.1.1.1", ("his.01004",))) == "01004"
    assert load_senders(None).facility("01013", Peer("10.1.2.3")) == ""
