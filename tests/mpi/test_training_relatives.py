"""Relatives are learnt beside m and u, and contradictions are never learnt away."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest

from mpi.model import default
from mpi.training.spec import chosen
from mpi.training.train import train

_GIVEN = ("Anh", "Bình", "Cường", "Dũng", "Hải", "Hùng", "Long", "Minh", "Nam", "Sơn", "Tùng")
_WARDS = ("00256", "00004", "09556", "00160")
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng", "Bùi")


def _twins(homes: int, seed: int = 5) -> pl.DataFrame:
    """Give brothers born on one day, each written down twice: a file of many, all boys."""
    chance, rows = Random(seed), list[dict[str, str]]()
    for _ in range(homes):
        born = f"{chance.randint(1990, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        home = {
            "birth_date": born, "sex": "Nam", "phone": f"09{chance.randrange(10**8):08}",
            "address": f"Số {chance.randint(1, 300)} phố Huế", "ward": chance.choice(_WARDS),
        }  # fmt: skip
        surname = chance.choice(_SURNAMES)
        alone = {"full_name": f"{surname} Thị {chance.choice(_GIVEN)}", "sex": "Nữ"}
        rows.append(alone | {"birth_date": f"{chance.randint(1930, 1980)}-05-17"})
        for given in chance.sample(_GIVEN, 2):
            name = f"{surname} {chance.choice(('Văn', 'Đức', 'Hữu'))} {given}"
            rows += [home | {"full_name": name}] * 2
    return pl.DataFrame(rows)


FILE = _twins(150)
MODEL = train(FILE, chosen(FILE, {}), default()).model
KNOWN = default()


def test_what_twins_share_is_learnt_where_there_are_many() -> None:
    """All twins of the file are boys: it says so by now, and that their given names differ."""
    twin, known = MODEL.relations[0], KNOWN.relations[0]
    assert (twin.relation, twin.people > 10 * known.people) == ("twin", True)
    assert twin.u["sex"]["same"] > 0.85 > known.u["sex"]["same"]
    assert sum(twin.u["sex"].values()) == pytest.approx(1.0)


def test_of_relatives_that_are_hardly_seen_nothing_is_learnt() -> None:
    """There are no parents in the file; what is known of them stands."""
    assert MODEL.relations[2].u["sex"] == KNOWN.relations[2].u["sex"]


def test_a_contradiction_is_no_likelier_than_known() -> None:
    """No pair that is never linked can teach that people contradict themselves."""
    known = {(f.field, level.level): level.m for f in KNOWN.fields for level in f.levels}
    held = {(c.field, c.level) for c in KNOWN.ceilings}
    learnt = {(f.field, each.level): each.m for f in MODEL.fields for each in f.levels}
    told = held & learnt.keys()
    assert ("birth_date", "a generation apart") in told
    assert all(learnt[level] <= known[level] for level in told)
