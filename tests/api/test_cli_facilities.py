"""The state and the quality of facilities, by command: what a person and a program get."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest

from api.indicators import INDICATORS, Word
from tests.api.commands import Call
from tests.pages import ROOT

FROM = "--from=2025-07-01"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store into which a small city was sent, by the real commands."""
    from api.cli.application import run  # noqa: PLC0415

    home = tmp_path_factory.mktemp("facilities")
    feed, store = str(home / "city"), f"embedded:{home / 'store'}"
    assert run(["simulate", feed, "--people", "150", "--seed", "5"]) == 0
    assert run(["ingest", f"{feed}/feed", "--store", store, "--workers", "1"]) == 0
    return store


def test_every_facility_has_a_state(city: str, call: Call) -> None:
    """What was sent today is heard today; nobody is silent."""
    done = call("facilities", "--store", city, "--json")
    rows = json.loads(done.out)
    assert done.code == 0
    assert len({row["facility"] for row in rows}) > 5
    assert all(row["wire"] == "qd130-xml" and not row["silent"] for row in rows)


def test_silence_is_a_finding(city: str, call: Call) -> None:
    """Seen months later, who sent every week should have been heard: exit 1, and the word."""
    later = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=14)
    done = call("facilities", "--store", city, "--on", later.isoformat())
    assert (done.code, "silent" in done.out) == (1, True)


def test_quality_of_all_and_of_one(city: str, call: Call) -> None:
    """The six words for everybody; indicators with numerator and denominator for one."""
    every = json.loads(call("quality", "all", FROM, "--store", city, "--json").out)
    one = json.loads(call("quality", every[0]["facility"], FROM, "--store", city, "--json").out)
    assert one[0]["shares"] == every[0]["shares"]
    assert set(one[0]["shares"]) == set(INDICATORS)
    filled = one[0]["shares"]["filled"]
    assert 0 < filled["part"] <= filled["whole"]
    assert filled["share"] == filled["part"] / filled["whole"]


def test_people_read_tables(city: str, call: Call) -> None:
    """Words in both languages, and encounters to look at."""
    facility = json.loads(call("quality", "all", FROM, "--store", city, "--json").out)[0][
        "facility"
    ]
    assert call("quality", "all", FROM, "--store", city).out.count(facility) == 1
    shown = call("quality", facility, FROM, "--store", city).out
    assert "Trường bắt buộc đã điền" in shown
    assert "Required fields filled" in shown


def test_a_workbook_is_sent_to_a_facility(city: str, call: Call, tmp_path: Path) -> None:
    """Opened by another library: a page of indicators, a page of rules, no names of patients."""
    every = json.loads(call("quality", "all", FROM, "--store", city, "--json").out)
    bad = max(every, key=lambda each: len(each["broken"]))
    sheet = tmp_path / "quality.xlsx"
    call("quality", bad["facility"], FROM, "--store", city, "--xlsx", str(sheet))
    book = openpyxl.load_workbook(sheet)
    assert [page.title for page in book] == ["Chỉ số", "Quy tắc"]
    assert book["Chỉ số"]["A1"].value == bad["facility"]
    assert [row[0].value for row in book["Quy tắc"].iter_rows(min_row=2)] == [
        each["rule"] for each in bad["broken"]
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["quality", "99999", FROM], "no facility with data in the period"),
        (["quality", "all", "--xlsx", "x.xlsx"], "--xlsx: needs a facility"),
        (["quality", "all", "--from=2026-02-01", "--to=2026-01-01"], "from: is after the last day"),
        (["quality", "all", "--from=yesterday"], "yesterday"),
    ],
)
def test_wrong_words_are_named(city: str, call: Call, words: list[str], complaint: str) -> None:
    """Exit 2 and what to mend."""
    done = call(*words, "--store", city)
    assert (done.code, complaint in done.err) == (2, True), done.err


def test_every_indicator_is_defined_on_its_page() -> None:
    """docs/quality.md names each indicator under its word."""
    text = (ROOT / "docs" / "quality.md").read_text("utf-8")
    assert [name for name in INDICATORS if f"| `{name}` |" not in text] == []
    assert [word for word in Word if f"| {word} |" not in text] == []
