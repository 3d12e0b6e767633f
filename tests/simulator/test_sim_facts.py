"""The tables of facts: whole by themselves, and in agreement with the published lists."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from simulator import facilities, illness, places
from simulator.tables import by_key, rows


def published(path: Path) -> list[dict[str, str]]:
    """Read a published list."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_diseases_ask_for_drugs_and_services_that_exist() -> None:
    """Every key in the table of diseases has its row."""
    for ill in illness.diseases():
        assert set(ill.drugs) <= set(by_key("drugs", "key"))
        assert set(ill.services) <= set(by_key("services", "key"))
        assert {index for index, _ in ill.findings} <= {row["code"] for row in rows("indices")}


def test_facility_codes_are_unique_and_of_hanoi() -> None:
    """Five characters, 01 first; stations included."""
    codes = [facility.code for facility in facilities.choose(facilities.largest())]
    assert len(set(codes)) == len(codes) == facilities.largest()
    assert all(len(code) == 5 and code.startswith("01") for code in codes)


@pytest.mark.parametrize("count", [3, 4, 8, 30, 100])
def test_a_choice_of_facilities_is_balanced(count: int) -> None:
    """Stations, district and city hospitals are always among them."""
    chosen = facilities.choose(count)
    assert len(chosen) == count
    assert {"station", "district", "city"} <= {facility.level for facility in chosen}


@pytest.mark.shared
def test_wards_are_those_published(shared: Path) -> None:
    """All 126, with codes of the statistics office; former wards are among those they came from."""
    listed = published(shared / "domain" / "hanoi_wards_126_2025.tsv")
    names = {row["code_gso_vietnam_provinces"]: row["name"] for row in listed}
    assert {ward.code: ward.name for ward in places.wards().values()} == names
    became = published(shared / "domain" / "hanoi_ward_old_to_new_2025.tsv")
    pairs = {(row["old_ward_code"], row["new_ward"]) for row in became}
    for ward in places.wards().values():
        assert {(old.code, ward.name) for old in ward.former} <= pairs


@pytest.mark.shared
def test_diseases_are_in_the_ministrys_icd10(shared: Path) -> None:
    """Codes of QĐ 4469/2020; the A37.9 of a general practice carries its category's title."""
    listed = {row["code"] for row in published(shared / "domain" / "icd10_vn_qd4469_2020.tsv")}
    codes = {ill.code for ill in illness.diseases()} | {
        code for ill in illness.diseases() for code in ill.secondary
    }
    assert codes <= listed


@pytest.mark.shared
def test_hospitals_have_their_published_codes(shared: Path) -> None:
    """Where a code is known, it is that one; made-up codes have a letter in the third place."""
    listed = published(shared / "domain" / "hanoi_doh_hospitals.tsv")
    names = {row["ma_cskcb"]: row["name"] for row in listed if row["ma_cskcb"] != "?"}
    ours = {row["code"]: row["name"] for row in rows("facilities")}
    assert names.items() <= ours.items()
    assert all(code[2].isalpha() for code in set(ours) - set(names) - {"01904"})


@pytest.mark.shared
def test_objects_pay_as_published(shared: Path) -> None:
    """Benefit digits before 2026."""
    listed = published(shared / "domain" / "bhyt_object_codes.tsv")
    digits = {row["code"]: row["benefit_digit"][0] for row in listed}
    assert all(digits[row["object"]] == row["benefit"] for row in rows("insurance"))


@pytest.mark.shared
def test_provinces_are_those_of_the_personal_number(shared: Path) -> None:
    """Code and name of each province that occurs."""
    listed = published(shared / "domain" / "cccd_province_codes_63.tsv")
    names = {row["code"]: row["province_pre_2025"] for row in listed}
    assert all(names[row["code"]] == row["province"] for row in rows("provinces"))
