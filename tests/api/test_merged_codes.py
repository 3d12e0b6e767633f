"""A40 and A47 beside later updates of the old code, over MLLP and by files, on both engines."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from api.assigning import assigned
from api.server import running
from api.settings import Settings
from graph.engines import open_store
from graph.model import Prescription, Referral
from graph.store import Statement, Store
from ingest.wires import read
from tests.api.commands import Call
from tests.api.mllp_peer import line
from tests.ingest.hl7_messages import AT, PID, message, stay

OLD = "PID|1||BN9^^^BV^MR||Trần^Bình||19600101|M"
FIRST = message("ADT^A04", "202603010800", OLD, stay("202603010800", number="V0"), control="1")
OWN = message("ADT^A01", "202603020800", PID, stay("202603020800"), control="2")
#: What an old system still says of the code that was given up.
LATER = (
    message("ADT^A08", "202603080800", OLD, stay(number="V0"), control="4"),
    message("ADT^A31", "202603090800", OLD, control="5"),
)
_OWNERS = Statement("""
    MATCH (r:PatientRecord)-[:IDENTIFIES]->(p:Person)
    RETURN r.local_id AS code, p.id AS person ORDER BY code
""")


def merge(kind: str) -> bytes:
    """BN9 is given up for BN1."""
    return message(f"ADT^{kind}", "202603070800", PID, "MRG|BN9^^^BV^MR", control="3")


def one_person(store: Store) -> bool:
    """Tell whether both codes are there and are one citizen."""
    rows = store.read(lambda work: work.run(_OWNERS))
    assert [row["code"] for row in rows] == ["BN1", "BN9"]
    return len({row["person"] for row in rows}) == 1


@pytest.mark.parametrize("kind", ["A40", "A47"])
def test_over_the_line(store_url: str, tmp_path: Path, kind: str) -> None:
    """Each message is answered AA and joined before the next; the merge stands at the end."""
    listed = tmp_path / "senders.json"
    listed.write_text(json.dumps([{"facility": "01013", "networks": ["127.0.0.0/8"]}]))
    settings = Settings(
        store_url=store_url, port=0, readers=0, workers=0, mllp_port=0, senders_file=listed,
        data_dir=tmp_path / "data",
    )  # fmt: skip
    with running(settings) as service, line(service.services.listeners[0].port) as hospital:
        for number, data in enumerate([FIRST, OWN, merge(kind), *LATER], 1):
            assert hospital.ask(data) == ["AA", str(number)]
            assert service.services.desk.intake("test").drain().answered == 1
        assert one_person(service.services.store)


@pytest.mark.parametrize("kind", ["A40", "A47"])
def test_by_files(
    call: Call, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """One file after the other, the merge before everything else or among the updates."""
    monkeypatch.chdir(tmp_path)
    store = ("--store", store_url)
    assert call("store", "migrate", *store).code == 0
    for number, data in enumerate([merge(kind), FIRST, OWN, *LATER]):
        (tmp_path / f"{number}.hl7").write_bytes(data)
        assert call("ingest", f"{number}.hl7", *store, "--facility", "01013").code == 0
    opened = open_store(store_url)
    assert one_person(opened)
    opened.close()


def test_in_one_file_in_any_order(call: Call, tmp_path: Path) -> None:
    """A batch of them, whatever the order of its messages."""
    for number, order in enumerate(itertools.permutations([FIRST, OWN, merge("A40"), LATER[0]])):
        (tmp_path / f"{number}.hl7").write_bytes(b"".join(order))
        store = f"embedded:{tmp_path / str(number)}"
        assert call("ingest", tmp_path / f"{number}.hl7", "--store", store).code == 0
        opened = open_store(store)
        assert one_person(opened)
        opened.close()


def test_letters_and_own_codes_are_of_the_listed_facility() -> None:
    """MSH-4 is a name of the sender's choice; what it sends is in the name of the facility."""
    lines = ("RF1||||||GT5", "PRD|RT|B|||||01929", stay(), "ORC|NW|P1", "RXE||T1^Thuốc^L")
    data = message("REF^I12", "202603010800", PID, *lines).replace(b"|01013|", b"|BV A|", 1)
    events = assigned(read(data, AT), "01004").records[0].events
    (letter,) = [event for event in events if isinstance(event, Referral)]
    (order,) = [event for event in events if isinstance(event, Prescription)]
    assert (letter.sender, order.items[0].system) == ("01004", "local:01004")
