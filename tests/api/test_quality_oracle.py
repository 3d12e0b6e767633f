"""The leaders' indicators against counts that nothing of ours makes: the files, and the truth.

The oracle reads the simulated hospitals' XML with a regular expression, and who was whom, which
letters were followed and which bookings kept in the simulator's own books.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.api.commands import Call, Simulated
from tests.ingest.hl7_messages import PID, message, stay

_PERIOD = ("--from", "2025-07-01", "--to", "2030-12-31")
_FILE = re.compile(
    rb"<LOAIHOSO>\s*(\w+)\s*</LOAIHOSO>\s*<NOIDUNGFILE>(.*?)</NOIDUNGFILE>", re.DOTALL
)
_VISIT = re.compile(rb"<MA_LK>(.*?)</MA_LK>")
_MAIN = re.compile(rb"<MA_BENH_CHINH>\s*[A-Z]\d")

#: Facility -> indicator -> (numerator, denominator).
Shares = Mapping[str, Mapping[str, tuple[int, int]]]


def told(rows: Any) -> dict[str, dict[str, tuple[int, int]]]:
    """What `healthgraph quality` says, where there was something to measure."""
    return {
        row["facility"]: {
            name: (share["part"], share["whole"])
            for name, share in row["shares"].items()
            if share["whole"]
        }
        for row in rows
    }


def opened(text: bytes) -> bytes:
    """A table from base64, or as it stands where a hospital leaves it inline."""
    try:
        return base64.b64decode(text, validate=b"<" in text)
    except binascii.Error:
        return text


def visits_of(feed: Path) -> dict[str, dict[bytes, dict[str, bytes]]]:
    """Facility -> visit -> table -> its XML, as the last file has it."""
    found: dict[str, dict[bytes, dict[str, bytes]]] = defaultdict(dict)
    for file in sorted(feed.rglob("*.xml")):
        for part in re.findall(rb"<HOSO>(.*?)</HOSO>", file.read_bytes(), re.DOTALL):
            tables = {k.decode(): opened(text) for k, text in _FILE.findall(part)}
            named = _VISIT.search(b"".join(tables.values()))
            assert named
            found[file.relative_to(feed).parts[0]][named[1]] = tables
    return found


def depth(feed: Path) -> Shares:
    """Visits with a coded diagnosis, with drugs or services, with results."""
    found = {}
    for facility, visits in visits_of(feed).items():
        every = list(visits.values())
        coded = sum(bool(_MAIN.search(tables.get("XML1", b""))) for tables in every)
        treated = sum("XML2" in tables or "XML3" in tables for tables in every)
        observed = sum("XML4" in tables for tables in every)
        counts = {"coded": coded, "treated": treated, "observed": observed}
        found[facility] = {name: (part, len(every)) for name, part in counts.items()}
    return found


def shares(frame: pl.DataFrame, by: str, holds: pl.Expr) -> dict[str, tuple[int, int]]:
    """Facility -> (rows for which something holds, rows)."""
    rows = frame.group_by(by).agg(holds.sum().alias("part"), pl.len().alias("whole"))
    return {row[by]: (row["part"], row["whole"]) for row in rows.to_dicts()}


def truth(city: Path) -> dict[str, dict[str, tuple[int, int]]]:
    """Indicator -> facility -> share, from the simulator's books."""
    book = {n: pl.read_csv(city / "truth" / f"{n}.csv", infer_schema=False)
            for n in ("records", "referrals", "appointments")}  # fmt: skip
    seen = book["records"].filter(pl.col("role") != "birth-certificate")
    patients = seen.select("facility", "local_id", "person_id").unique()
    codes = pl.len().over("facility", "person_id")
    letters, booked = book["referrals"], book["appointments"]
    arrived = letters.filter(pl.col("receiver_visit").is_not_null())
    return {
        "unique": shares(patients.with_columns(codes.alias("codes")), "facility",
                         pl.col("codes") == 1),
        "referrals": shares(letters, "sender", pl.col("receiver_visit").is_not_null()),
        "arrivals": shares(arrived, "receiver", pl.col("letter").is_not_null()),
        "appointments": shares(booked, "facility", pl.col("kept_visit").is_not_null()),
    }  # fmt: skip


def test_depth_is_that_of_the_files(simulated: Simulated, call: Call) -> None:
    """Coded, treated and observed visits, facility by facility."""
    found = told(call("quality", "all", *_PERIOD, "--store", simulated.store, "--json").json)
    for facility, wanted in depth(simulated.city / "feed").items():
        assert {name: found[facility][name] for name in wanted} == wanted


@pytest.mark.parametrize("name", ["unique", "referrals", "arrivals", "appointments"])
def test_the_rest_is_that_of_the_truth(simulated: Simulated, call: Call, name: str) -> None:
    """Patients kept under one code, letters and arrivals that met, bookings kept."""
    found = told(call("quality", "all", *_PERIOD, "--store", simulated.store, "--json").json)
    got = {facility: said[name] for facility, said in found.items() if name in said}
    assert got == truth(simulated.city)[name]


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [
        ((1, 100, 900, 4000), (1, 2, 3)),
        ((1, 2, 3, 14), (4, 4, 4)),
        ((16, 181, 1441, 9999), (0, 1, 2)),
    ],
)
def test_live_is_the_time_from_said_to_stored(
    call: Call, tmp_path: Path, minutes: tuple[int, ...], wanted: tuple[int, ...]
) -> None:
    """Four messages, so many minutes old: within 15 minutes, three hours, a day."""
    now = dt.datetime.now(dt.timezone(dt.timedelta(hours=7)))
    for number, old in enumerate(minutes):
        at = f"{now - dt.timedelta(minutes=old):%Y%m%d%H%M%S}"
        (tmp_path / f"{number}.hl7").write_bytes(
            message("ADT^A04", at, PID, stay(at, number=f"V{number}"), control=str(number))
        )
    store = ("--store", f"embedded:{tmp_path / 'store'}")
    assert call("ingest", tmp_path, "--facility", "01013", *store).code == 0
    said = told(call("quality", "01013", *_PERIOD, *store, "--json").json)["01013"]
    names = ("within_15m", "within_legal", "within_day")
    assert tuple(said[name] for name in names) == tuple((part, 4) for part in wanted)
