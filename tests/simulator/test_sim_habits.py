"""Each habit happens as often as its rate says, and shows in the files of its facility only."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import fields

import pytest

from simulator import facilities, habits
from simulator.chance import derive
from simulator.habits import Habits, Slips
from simulator.tables import rows
from tests.simulator.made import Hoso, Made

SLIPS = [f.name for f in fields(Slips) if f.name not in ("salt", "kins_phone", "ten_digits")]
DRAWS = 4000


def profile(name: str) -> Habits:
    """Give the habits of some facility with this profile."""
    found = habits.assign(1, facilities.choose(100)).values()
    return next(habit for habit in found if habit.profile == name)


@pytest.mark.parametrize("name", [row["profile"] for row in rows("habits")])
def test_slips_happen_at_their_rates(name: str) -> None:
    """Within four standard deviations of the binomial distribution."""
    habit, rng = profile(name), derive(4)
    drawn = [habits.draw(rng, habit, 0.1, 0.05) for _ in range(DRAWS)]
    for slip in SLIPS:
        rate = getattr(habit, slip)
        count = sum(getattr(one, slip) for one in drawn)
        assert abs(count - DRAWS * rate) <= 4 * math.sqrt(DRAWS * rate * (1 - rate))


@pytest.mark.parametrize("count", [3, 17, 30, 100, 174])
def test_profiles_are_dealt_in_their_shares(count: int) -> None:
    """No seed can make the whole city sloppy."""
    dealt = Counter(h.profile for h in habits.assign(9, facilities.choose(count)).values())
    total = sum(float(row["weight"]) for row in rows("habits"))
    for row in rows("habits"):
        assert abs(dealt[row["profile"]] - count * float(row["weight"]) / total) < 1


def of(made: Made, name: str) -> list[Hoso]:
    """Give the first files of the facilities with a profile."""
    return [visit for visit in made.first.values() if made.profile(visit.facility) == name]


def test_capitals_and_lost_marks_show(made: Made) -> None:
    """One house writes names in capitals, another without marks."""
    assert all(v.row("XML1")["HO_TEN"].isupper() for v in of(made, "capitals"))
    assert all(v.row("XML1")["HO_TEN"].isascii() for v in of(made, "no-marks"))
    careful = [v.row("XML1")["HO_TEN"].isascii() for v in of(made, "old-careful")]
    assert sum(careful) / len(careful) < 0.1


def test_old_encodings_show_in_all_text_of_a_house(made: Made) -> None:
    """TCVN3 and VNI exports have no letter of Unicode Vietnamese."""
    spoiled = [*of(made, "tcvn3"), *of(made, "vni")]
    assert spoiled
    for visit in spoiled:
        row = visit.row("XML1")
        assert not set("ễịạằấđơư") & set(row["HO_TEN"] + row["DIA_CHI"] + row["LY_DO_VV"])


def test_inline_and_batches_show(made: Made) -> None:
    """Some send the tables inline, some several visits in one file."""
    inline = {v.path for v in of(made, "inline")}
    assert inline
    assert all(b"<NOIDUNGFILE><TONG_HOP>" in path.read_bytes() for path in inline)
    batched = Counter(v.path for v in of(made, "batch"))
    assert max(batched.values()) > 1
    assert max(Counter(v.path for v in of(made, "old-careful")).values()) == 1


def test_a_patient_is_written_the_same_way_at_the_next_visit(made: Made) -> None:
    """What went wrong at registration stays wrong, until somebody types it anew."""
    names: dict[tuple[str, str], Counter[str]] = {}
    for record in made.truth("records"):
        if record["role"] == "patient":
            written = made.first[record["facility"], record["visit"]].row("XML1")["HO_TEN"]
            key = (record["facility"], record["person_id"])
            names.setdefault(key, Counter())[written] += 1
    often = [count for count in names.values() if count.total() > 1]
    assert sum(len(count) == 1 for count in often) / len(often) > 0.9


def test_hard_cases_are_named_in_the_truth(made: Made) -> None:
    """Newborns, twins, borrowed cards and birth certificates can be told apart."""
    roles = Counter(record["role"] for record in made.truth("records"))
    assert roles["patient"] > 0.85 * roles.total()
    assert {"newborn", "child-with-mothers-card", "birth-certificate"} <= set(roles)


def test_a_newborn_carries_its_mothers_name(made: Made) -> None:
    """Entitlement 1.7, a temporary card, hour and minute of birth, no number."""
    newborns = [r for r in made.truth("records") if r["role"] == "newborn"]
    for record in newborns:
        row = made.first[record["facility"], record["visit"]].row("XML1")
        assert (row["MA_DOITUONG_KCB"], row["SO_CCCD"]) == ("1.7", "")
        assert row["MA_THE_BHYT"].startswith("TE101KT")
    assert newborns


def test_old_ward_codes_come_with_a_district_and_new_ones_without(made: Made) -> None:
    """Some houses never changed their lists in July 2025."""
    old = [v for v in made.first.values() if v.row("XML1")["MAHUYEN_CU_TRU"]]
    assert 0.03 < len(old) / len(made.first) < 0.4
    assert all("Xã" not in (v.row("XML1")["MAHUYEN_CU_TRU"]) for v in old)
