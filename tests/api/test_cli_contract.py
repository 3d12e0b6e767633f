"""The contract of the command line: what each command gives, as JSON and for people."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.api.commands import Call, Simulated
from tests.api.visits import visit_file

pytestmark = pytest.mark.xdist_group("cli")


def test_simulate_writes_feed_truth_and_manifest(call: Call, tmp_path: Path) -> None:
    """The folder is laid out as the contract says, and the same call again changes nothing."""
    words = ("simulate", tmp_path / "city", "--people", "60", "--seed", "3")
    first, again = call(*words, "--json"), call(*words)
    assert (first.code, again.code) == (0, 0)
    lists = {"facilities.csv", "given.csv"}
    found = {p.name for p in (tmp_path / "city").iterdir()}
    assert found == {"feed", "truth", "manifest.json", *lists}
    assert (
        first.json["counts"] == json.loads((tmp_path / "city/manifest.json").read_text())["counts"]
    )
    header = (tmp_path / "city/truth/records.csv").read_text().splitlines()[0]
    assert header.startswith("facility,local_id,visit,person_id,household_id")


def test_evaluate_gives_the_figures_of_the_contract(call: Call, simulated: Simulated) -> None:
    """Pairs, clusters, false links within households and maybes, by these names."""
    done = call("evaluate", "--store", simulated.store, "--truth", simulated.truth, "--json")
    assert done.code == 0
    for kind in ("pairwise", "cluster"):
        assert list(done.json[kind]) == ["precision", "recall", "f1"]
        assert all(0.9 <= rate <= 1 for rate in done.json[kind].values())
    assert done.json["missing"] == 0
    assert {"false_links_in_household", "maybe", "records", "people"} <= set(done.json)


def test_evaluate_for_people(call: Call, simulated: Simulated) -> None:
    """The same figures as a table."""
    done = call("evaluate", "--store", simulated.store, "--truth", simulated.truth)
    assert "pairwise" in done.out
    assert "false links in household" in done.out


def test_check_finds_nothing_in_a_sound_store(call: Call, simulated: Simulated) -> None:
    """Exit 0, no breaches, a sentence."""
    done = call("check", "--store", simulated.store, "--json")
    assert (done.code, done.json["sound"], done.json["breaches"]) == (0, True, [])
    assert "sound" in call("check", "--store", simulated.store).out


def test_stats_counts_what_the_feed_held(call: Call, simulated: Simulated) -> None:
    """As many visits as the manifest says; the table names the kinds."""
    counts = json.loads((simulated.city / "manifest.json").read_text())["counts"]
    done = call("stats", "--store", simulated.store, "--json")
    assert done.json["nodes"]["Encounter"] == counts["visits"]
    assert set(done.json) == {"nodes", "edges", "outcomes", "referrals"}
    assert "PatientRecord" in call("stats", "--store", simulated.store).out


def test_find_leads_to_the_book(call: Call, simulated: Simulated) -> None:
    """A citizen of the truth is found by name and birth date, and the book has the visits."""
    person = _somebody(simulated)
    words = ("--name", person["full_name"], "--birth-date", person["birth_date"])
    found = call("find", *words, "--store", simulated.store, "--json").json
    assert found
    page = call("book", found[0]["header"]["person"], "--store", simulated.store, "--json")
    assert page.json["visits"]
    text = call("book", found[0]["header"]["person"], "--store", simulated.store).out
    assert page.json["header"]["name"] in text
    assert found[0]["header"]["person"] in call("find", *words, "--store", simulated.store).out


def test_nobody_is_found(call: Call, simulated: Simulated) -> None:
    """Looking in vain is no error."""
    words = ("find", "--number", "999999999999", "--store", simulated.store)
    assert call(*words, "--json").json == []
    assert "Nobody" in call(*words).out


def test_a_book_as_of_a_day_before_everything_is_empty(call: Call, simulated: Simulated) -> None:
    """`--as-of` takes a calendar day and shows the book as it stood then."""
    person = _somebody(simulated)
    words = ("--name", person["full_name"], "--birth-date", person["birth_date"])
    key = call("find", *words, "--store", simulated.store, "--json").json[0]["header"]["person"]
    done = call("book", key, "--as-of", "2020-01-01", "--store", simulated.store, "--json")
    assert (done.code, done.json["visits"], done.json["as_of"]) == (0, [], "2020-01-01")


def _somebody(simulated: Simulated) -> dict[str, str]:
    """A person of the truth who was seen."""
    with (simulated.city / "truth/records.csv").open(encoding="utf-8") as file:
        seen = {row["person_id"] for row in csv.DictReader(file)}
    with (simulated.city / "truth/people.csv").open(encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["person_id"] in seen)


def test_ingest_again_changes_nothing(call: Call, simulated: Simulated, tmp_path: Path) -> None:
    """A second run recognises every file by its bytes."""
    feed, store = simulated.one_facility, f"embedded:{tmp_path / 's'}"
    first = call("ingest", feed, "--store", store, "--workers", "1", "--json").json
    again = call("ingest", feed, "--store", store, "--json").json
    assert (first["stored"], again["stored"]) == (first["files"], 0)
    assert again["duplicates"] == again["files"] == first["files"]
    assert "duplicates" in call("ingest", feed, "--store", store).out


def test_what_cannot_be_read_is_put_aside_shown_and_tried_again(call: Call, tmp_path: Path) -> None:
    """Exit 1; list and show give the reason, the raw message comes back byte for byte."""
    bad, store = tmp_path / "bad.xml", f"--store=embedded:{tmp_path / 's'}"
    bad.write_bytes(b"<GIAMDINHHS>")
    done = call("ingest", bad, store)
    assert (done.code, "healthgraph quarantine list --store embedded:" in done.err) == (1, True)
    (listed,) = call("quarantine", "list", store, "--json").json
    key, raw = listed["transaction"], tmp_path / "raw.xml"
    shown = call("quarantine", "show", key, "--raw", raw, store, "--json").json
    assert shown["reason"] == listed["reason"] != ""
    assert raw.read_bytes() == bad.read_bytes()
    assert key in call("quarantine", "list", store).out
    assert key in call("quarantine", "show", key, store).out
    assert call("quarantine", "replay", key, store, "--json").json == {"replayed": 1}
    assert call("quarantine", "replay", key, store).code == 2
    assert call("quarantine", "show", "nothing", store).code == 2


def test_replay_of_all_and_an_empty_quarantine(call: Call, tmp_path: Path) -> None:
    """Without a transaction everything is tried again; an empty list says so."""
    good, store = tmp_path / "good.xml", f"--store=embedded:{tmp_path / 's'}"
    good.write_bytes(visit_file("01013", "V1"))
    assert call("ingest", good, store).code == 0
    assert "Nothing" in call("quarantine", "list", store).out
    assert "0 messages" in call("quarantine", "replay", store).out


def test_the_store_goes_through_a_backup(call: Call, simulated: Simulated, tmp_path: Path) -> None:
    """Written from one store and restored into another: the same counts, a sound graph."""
    file, copy = tmp_path / "city.jsonl.gz", f"embedded:{tmp_path / 'copy'}"
    written = call("store", "backup", file, "--store", simulated.store, "--json").json
    assert written == {"written": str(file), "bytes": file.stat().st_size}
    assert "restored" in call("store", "restore", file, "--store", copy).out
    assert call("stats", "--store", copy, "--json").json == _counts(call, simulated.store)
    full = call("store", "restore", file, "--store", copy)
    assert (full.code, "must be empty" in full.err) == (2, True)


def _counts(call: Call, store: str) -> object:
    return call("stats", "--store", store, "--json").json


def test_migrate_is_safe_to_repeat(call: Call, tmp_path: Path) -> None:
    """The first call makes the schema, the second finds it."""
    words = ("store", "migrate", f"--store=embedded:{tmp_path / 's'}")
    first, again = call(*words, "--json").json, call(*words, "--json").json
    assert first["from"] == 0
    assert again["from"] == again["to"] == first["to"] == first["newest"]
    assert f"{again['to']} → {again['to']}" in call(*words).out
