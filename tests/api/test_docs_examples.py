"""The examples of the formats, quality and hospital pages, run as they are written."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.senders import Peer, load_senders
from tests.api.commands import Call
from tests.api.conftest import PASSWORD
from tests.api.visits import visit_file

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in a language, and the indented ones where it is empty."""
    text = (DOCS / page).read_text(encoding="utf-8")
    if language:
        return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return [re.sub(r"(?m)^    ", "", b) for b in re.findall(r"(?m)(?:^    .*\n)+", text)]


def block(page: str, language: str, mark: str) -> str:
    """The one block that holds a mark."""
    (found,) = [each for each in blocks(page, language) if mark in each]
    return found


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with the store that the pages name."""
    monkeypatch.chdir(tmp_path)


def test_a_record_of_our_own(call: Call, tmp_path: Path) -> None:
    """The example of docs/formats.md is stored as it stands."""
    (tmp_path / "record.json").write_text(block("formats.md", "json", "healthgraph-record/1"))
    done = call("ingest", "record.json", "--store", "embedded:store", "--json").json
    assert (done["stored"], done["quarantined"]) == (1, 0)
    assert call("stats", "--store", "embedded:store", "--json").json["nodes"]["Diagnosis"] == 1


def test_a_mapping_and_its_command(call: Call, tmp_path: Path) -> None:
    """The command and the mapping of docs/formats.md, on a table that has their columns."""
    (tmp_path / "map.json").write_text(block("formats.md", "json", "healthgraph-mapping/1"))
    (tmp_path / "visits.csv").write_text("ma_bn,ten,sinh,so_lk,glucose\nB1,An,02/03/1980,L1,5.4\n")
    command = block("formats.md", "", "--dry-run").strip().replace("URL", "embedded:store")
    (seen,) = call(*shlex.split(command)[1:], "--json").json
    assert (seen["wire"], seen["events"]) == ("table-mapped", {"Observation": 1})
    words = shlex.split(command.replace("--dry-run ", ""))
    assert call(*words[1:], "--json").json["stored"] == 1


def test_a_table_of_codes(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the table of docs/formats.md a facility's own code is explained."""
    (tmp_path / "codes.tsv").write_text(block("formats.md", "text", "2339-0\tGlucose"))
    lines = ("OBR|1|P1||X^X^L", "OBX|1|NM|GLU^Đường^L||5.4|mmol/L|||||F")
    header = "MSH|^~\\&|LIS|01013|HG|HN|20260302||ORU^R01|1|P|2.5"
    (tmp_path / "a.hl7").write_text("\r".join((header, "PID|1||B1||An", *lines)))
    (tmp_path / "b.hl7").write_text("\r".join((header, "PID|1||B2||An", *lines)))
    store = ("--store", "embedded:store")
    assert call("ingest", "a.hl7", *store).code == 0
    monkeypatch.setenv("HEALTHGRAPH_CODE_MAP", "codes.tsv")
    assert call("ingest", "b.hl7", *store).code == 0
    counted = call("codes", *store, "--json").json
    assert [row["many"] for row in counted if row["code"] == "GLU"] == [1]


def test_the_commands_of_quality(call: Call, tmp_path: Path) -> None:
    """Each command of docs/quality.md runs on a store with that facility."""
    (tmp_path / "v.xml").write_bytes(visit_file("01003", "V1"))
    assert call("ingest", "v.xml", "--store", "embedded:store").code == 0
    for command in blocks("quality.md", "sh")[0].splitlines():
        period = "--from 2026-06-01 --to 2026-06-30"
        words = shlex.split(command.replace(period, "--from 2026-01-01"))
        assert call(*words[1:]).code == 0, command
    assert (tmp_path / "01003.xlsx").stat().st_size > 1000


def test_a_rule_of_the_deployment(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule of docs/quality.md is read from a file and breaks where it should."""
    (tmp_path / "rules.tsv").write_text(block("quality.md", "text", "x-1"))
    record = json.loads(block("formats.md", "json", "healthgraph-record/1"))
    record["events"][0]["ended_at"] = "2026-03-09T08:00:00+07:00"
    (tmp_path / "long.json").write_text(json.dumps(record))
    monkeypatch.setenv("HEALTHGRAPH_QUALITY_RULES", "rules.tsv")
    store = ("--store", "embedded:store")
    assert call("ingest", "long.json", *store).code == 0
    (found,) = call("quality", "01013", "--from", "2026-03-01", *store, "--json").json
    assert [row["many"] for row in found["broken"] if row["rule"] == "x-1"] == [1]


def test_the_list_of_senders(tmp_path: Path) -> None:
    """The example of docs/hospital.md is a list that is taken."""
    (tmp_path / "senders.json").write_text(block("hospital.md", "", "ae_titles"))
    listed = load_senders(tmp_path / "senders.json")
    assert listed.facility("BV Bạch Mai", Peer("10.20.3.4")) == "01013"
    assert listed.facility_of_title("PACS01013", Peer("10.20.3.4")) == "01013"


def test_every_address_of_the_pages_answers(client: httpx.Client) -> None:
    """Without a token each is refused (401) or asks for a body (422); none is unknown."""
    pages = [(DOCS / page).read_text(encoding="utf-8") for page in ("hospital.md", "quality.md")]
    named = set(re.findall(r"(POST|GET) (/[\w/{}-]+)", "".join(pages)))
    assert len(named) >= 7
    for method, path in sorted(named):
        found = client.request(method, re.sub(r"\{\w+\}", "01013", path))
        assert found.status_code in {401, 422}, path


def shown(mark: str) -> dict[str, Any]:
    """The JSON of the block of docs/hospital.md that holds a mark; `…` for more is left out."""
    text = block("hospital.md", "", mark)
    said: dict[str, Any] = json.loads(text[text.index("{") :].replace(", …", ""))
    return said


def test_bodies_and_answers_have_the_fields_that_are_shown(client: httpx.Client) -> None:
    """The token and the submission of docs/hospital.md, field by field."""
    login = shown('"password"') | {"password": PASSWORD}
    key = client.post("/api/auth/token/take", json=login).json()
    header = {"Authorization": f"Bearer {key['apiKey']['accessToken']}"}
    body = shown("loaiHoSo") | {"files": ["PGRvY3MvPg=="]}
    sent = client.post("/api/kcb/xml/qd3176/guiHoSoXml", json=body, headers=header).json()
    one, two = shown("accessToken"), shown("totalSuccess")
    assert (set(key), set(key["apiKey"])) == (set(one), set(one["apiKey"]))
    assert (set(sent), set(sent["fileResults"][0])) == (set(two), set(two["fileResults"][0]))
