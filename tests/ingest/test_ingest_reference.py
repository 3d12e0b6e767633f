"""The project's own code lists: wards before and after July 2025, provinces, facilities."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ingest.reference.facilities import facilities
from ingest.reference.places import wards_named
from ingest.reference.provinces import provinces
from ingest.reference.wards import districts, old, present, present_wards


def test_the_reform_in_numbers() -> None:
    """526 wards of 30 districts became 51 phường and 75 xã; 199 of them were split."""
    kinds = [ward.kind for ward in present().values()]
    assert (len(old()), len(districts()), len(present())) == (526, 30, 126)
    assert (kinds.count("phường"), kinds.count("xã")) == (51, 75)
    assert sum(len(ward.became) > 1 for ward in old().values()) == 199
    assert {code for ward in old().values() for code in ward.became} == set(present())
    assert {ward.district for ward in old().values()} == set(districts())


@pytest.mark.parametrize(
    ("code", "wards"),
    [("00001", ("00097",)), ("00007", ("00008", "00025", "00160")), ("99999", ()), ("", ())],
)
def test_what_a_sent_code_may_mean(code: str, wards: tuple[str, ...]) -> None:
    """A whole ward has one successor, a split one several, an unknown code none."""
    assert set(present_wards(code)) >= set(wards[:1])
    assert bool(present_wards(code)) is bool(wards)


def test_a_present_code_means_itself_first() -> None:
    """Every present code was an old one too: it is its own first candidate."""
    assert all(present_wards(code)[0] == code for code in present())


@pytest.mark.parametrize(
    ("text", "district", "wards"),
    [
        ("12 ngõ 5, P. Trúc Bạch, Ba Đình, Hà Nội", "", ("00004",)),
        ("12 ngo 5, phuong truc bach, HN", "", ("00004",)),
        ("Phường Văn Miếu - Quốc Tử Giám, Hà Nội", "", ("00196", "00190")),
        ("P.Hồng Hà", "", ("00097",)),
        ("Số 5 phố Huế, Hà Nội", "", ()),
        ("Phường Không Có, Phường Hồng Hà", "", ("00097",)),
        ("", "", ()),
    ],
)
def test_a_ward_named_in_words(text: str, district: str, wards: tuple[str, ...]) -> None:
    """Old and new names are found, with or without marks, with the kind in full or short."""
    assert wards_named(text, district) == wards


def test_a_name_of_two_districts_is_narrowed() -> None:
    """Sóc Sơn and Thường Tín each had a Tân Minh: code or words of the district decide."""
    son, tin = (old_ward("Tân Minh", d) for d in ("016", "279"))
    assert wards_named("Xã Tân Minh", "016") == wards_named("xã Tân Minh, Sóc Sơn") == son
    assert wards_named("Xã Tân Minh", "279") == wards_named("xã Tân Minh, Thường Tín") == tin
    assert set(wards_named("Xã Tân Minh")) == {*son, *tin}
    assert set(wards_named("Xã Tân Minh", "001")) == {*son, *tin}


def old_ward(name: str, district: str) -> tuple[str, ...]:
    """Give what an old ward became."""
    wards = (w for w in old().values() if (w.name, w.district) == (name, district))
    return next(wards).became


def test_the_lists_of_people_and_places() -> None:
    """63 provinces are inside personal numbers; hospitals have a code of 5 and a level."""
    assert (len(provinces()), provinces()["001"]) == (63, "Hà Nội")
    assert len(facilities()) == 40
    assert facilities()["01003"].level == "city_general"
    assert present()["00004"].full_name == "Phường Ba Đình"


@pytest.mark.shared
def test_the_reform_is_the_collected_one(shared: Path) -> None:
    """Each old ward became what the collected table says."""
    with (shared / "domain" / "hanoi_ward_old_to_new_2025.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    pairs = {(row["old_ward_code"], row["new_ward_code"]) for row in rows}
    assert pairs == {(ward.code, code) for ward in old().values() for code in ward.became}
