"""Codes that nobody explains: listed, written out to be filled in, gone once mapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.commands import Call
from tests.ingest.hl7_messages import PID, message, stay

LAB = message(
    "ORU^R01", "202603021000", PID, stay("202603020800"), "DG1|1||U99.9^Lạ^I10|||F",
    "OBR|1|P1|F1|GLU^Đường huyết^L", "OBX|1|NM|GLU^Đường huyết^L||5.4|nắm|||||F",
)  # fmt: skip


def test_from_an_unknown_code_to_a_known_one(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 1 and a template; filled in and named by the setting, the code has its meaning."""
    (tmp_path / "lab.hl7").write_bytes(LAB)
    store, template = ("--store", f"embedded:{tmp_path / 'one'}"), tmp_path / "codes.tsv"
    assert call("ingest", tmp_path / "lab.hl7", *store).code == 0
    told = call("codes", *store, "--template", template, "--json")
    kinds = {row["kind"]: row["code"] for row in told.json}
    assert (told.code, kinds) == (
        1, {"observation": "GLU", "diagnosis": "U99.9", "unit": "nắm"},
    )  # fmt: skip
    assert "GLU" in call("codes", *store, "--facility", "01013").out
    assert call("codes", *store, "--facility", "01004").code == 0

    filled = template.read_text("utf-8").replace("GLU\t\t\t", "GLU\tloinc\t2339-0\t")
    template.write_text(filled, encoding="utf-8")
    monkeypatch.setenv("HEALTHGRAPH_CODE_MAP", str(template))
    again = ("--store", f"embedded:{tmp_path / 'two'}")
    assert call("ingest", tmp_path / "lab.hl7", *again).code == 0
    assert "observation" not in {row["kind"] for row in call("codes", *again, "--json").json}


def test_a_mistake_in_the_table_stops_the_start(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2 with the line, before anything is read."""
    (tmp_path / "lab.hl7").write_bytes(LAB)
    (tmp_path / "codes.tsv").write_text("facility\tkind\n", encoding="utf-8")
    monkeypatch.setenv("HEALTHGRAPH_CODE_MAP", str(tmp_path / "codes.tsv"))
    done = call("ingest", tmp_path / "lab.hl7", "--store", f"embedded:{tmp_path / 'store'}")
    assert (done.code, "codes.tsv: column code is missing" in done.err) == (2, True)
