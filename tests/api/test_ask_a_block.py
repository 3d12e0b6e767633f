"""A block of ICD-10 asked for in words, over visits that came by HL7 v2, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.commands import Call
from tests.ingest.hl7_messages import message, stay

#: As sent (in any spelling) -> how many visits.
VISITS = {"J00": 12, "j029": 11, "J06.9": 13, "J18.9": 14, "I10": 15}
OF_THE_BLOCK = 12 + 11 + 13


def batch() -> bytes:
    """One file of discharges, each of a patient of its own."""
    codes = [code for code, many in VISITS.items() for _ in range(many)]
    return b"".join(_discharge(number, code) for number, code in enumerate(codes, 1))


def _discharge(number: int, code: str) -> bytes:
    day = f"202603{number % 28 + 1:02}"
    pid = f"PID|1||BN{number}||Nguyễn^An{number}||19{40 + number % 60}0101|M"
    visit = stay(f"{day}0800", f"{day}0900", f"V{number}", "O")
    lines = (pid, visit, f"DG1|1||{code}^^I10|||F")
    return message("ADT^A03", f"{day}0910", *lines, control=str(number))


def test_a_block_is_asked_for(
    call: Call, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number is that of the codes below J00–J06, in two languages and ways of writing it."""
    monkeypatch.chdir(tmp_path)
    store = ("--store", store_url)
    (tmp_path / "visits.hl7").write_bytes(batch())
    assert call("store", "migrate", *store).code == 0
    assert call("ingest", "visits.hl7", "--facility", "01013", *store).code == 0
    for question, answer in (
        ("Có bao nhiêu lượt khám J00–J06 trong tháng 3/2026?", f"{OF_THE_BLOCK} lượt"),
        ("How many visits with J00-J06 in March 2026?", f"{OF_THE_BLOCK} encounters"),
        ("How many visits with J18 in March 2026?", "14 encounters"),
    ):
        done = call("ask", question, *store)
        assert (done.code, answer in done.out) == (0, True), done.out
