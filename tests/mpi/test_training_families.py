"""Files of families and files of spoilt copies: a shared home proves little in the first."""

from __future__ import annotations

from random import Random

import numpy as np
import polars as pl
import pytest

from mpi.batch.coded import Columns
from mpi.batch.compared import values
from mpi.batch.link import link
from mpi.evaluate import Unit, evaluate
from mpi.model import default
from mpi.training.fit import MOST_CHANGED, MOST_OTHER_SEX
from mpi.training.name_shares import with_names_of
from mpi.training.spec import chosen
from mpi.training.start import guessed
from mpi.training.train import train
from tests.mpi.files import town

TOWN, TRUTH = town(250)
_VALLEYS = ("Abu Hamad", "Rufaa", "Tokar", "Sinkat", "Kassala", "Sennar")
_NAMES = (
    "Mohammed",
    "Ahmed",
    "Ali",
    "Hassan",
    "Ibrahim",
    "Omar",
    "Osman",
    "Khalid",
    "Mahmoud",
    "Salih",
    "Adam",
    "Musa",
    "Yahya",
    "Bashir",
    "Fatima",
    "Aisha",
    "Mariam",
    "Amna",
    "Hawa",
    "Halima",
)


def hash_of(person: str) -> int:
    """Give a number of nine digits that looks like no other's."""
    return 10**8 + int(person[1:]) * 7919 * 104729 % (9 * 10**8)


def _figures(frame: pl.DataFrame, truth: list[str]) -> tuple[float, int]:
    learnt = train(frame, chosen(frame, {}), default())
    found = link(learnt.model, learnt.paired).outcomes.person.tolist()
    rows = zip(found, truth, strict=True)
    figures = evaluate(Unit(str(n), str(p), t) for n, (p, t) in enumerate(rows))
    return figures["pairwise"]["f1"], figures["false_links"]


def _copies(people: int, copies: int) -> tuple[pl.DataFrame, list[str]]:
    """Many copies of each person, all of which lost or changed several things."""
    chance, rows = Random(7), []
    for row in town(people, copies=1)[0].drop("record_id").to_dicts():
        for _ in range(copies):
            lost = chance.sample(sorted(row), 1)
            rows.append({k: None if k in lost else v for k, v in row.items()})
    ids = [f"r{n}" for n in range(len(rows))]
    truth = [str(n // copies) for n in range(len(rows))]
    return pl.DataFrame(rows).insert_column(0, pl.Series("record_id", ids)), truth


def test_spoilt_copies_are_not_housemates() -> None:
    """Ten copies of each, a field lost in every one: they are found, nobody is mixed."""
    right, false = _figures(*_copies(60, 10))
    assert right > 0.97
    assert false <= 30


def test_twins_and_namesakes_are_counted() -> None:
    """A twin or a namesake in some homes: numbers tell them apart, and few are taken for one."""
    numbered = TOWN.with_columns(personal_number=pl.Series([f"{hash_of(t)}" for t in TRUTH]))
    other = numbered.tail(40)
    kin = numbered.head(40).with_columns(
        other["given_name"], other["sex"], other["personal_number"].str.reverse(),
        record_id=pl.lit("k") + pl.col("record_id"),
    )  # fmt: skip
    frame = pl.concat([numbered, kin])
    _, false = _figures(frame, [*TRUTH, *(f"k{t}" for t in TRUTH[:40])])
    assert false <= 4


def _chains(homes: int) -> tuple[pl.DataFrame, list[str]]:
    """Brothers and sisters by their own, father's and grandfather's names, mostly without a day."""
    chance, rows, truth = Random(5), list[dict[str, str]](), list[str]()
    for home in range(homes):
        father, elder, *own = chance.sample(_NAMES, 5)
        ward, year = f"{chance.choice(_VALLEYS)} {chance.randint(1, 9)}", chance.randint(1950, 2010)
        for n, given in enumerate(own):
            said = {"given_name": given, "middle_name": father, "family_name": elder, "ward": ward}
            said |= {"birth_date": f"{year + n * 2}", "sex": chance.choice("mf")}
            rows += [said] * 2
            truth += [f"{home}-{n}"] * 2
    frame = pl.DataFrame(rows)
    return frame.insert_column(
        0, pl.Series("record_id", [f"r{n}" for n in range(len(rows))])
    ), truth


def test_fathers_names_are_the_homes() -> None:
    """Where a name is followed by the father's and his father's, a home is no person."""
    right, false = _figures(*_chains(90))
    assert false <= 20
    assert right > 0.9


def test_one_person_has_not_many_names() -> None:
    """However many of a home seem to be one, name and sex hardly ever differ altogether."""
    frame, _ = _chains(30)
    fields = {f.field: f for f in train(frame, chosen(frame, {}), default()).model.fields}
    assert fields["given_name"].levels[-1].m <= MOST_CHANGED
    assert fields["sex"].levels[-1].m <= MOST_OTHER_SEX


def test_only_relations_of_any_home_are_chosen_among() -> None:
    """What is known of Vietnam's families is not guessed."""
    assert not guessed(default().relations)


def test_a_file_of_many_namesakes_has_names_that_say_little() -> None:
    """Shares of the population are blended with those of 500 people who all are Trần."""
    names = pl.DataFrame({"full_name": ["Trần Văn An"] * 500})
    model = default()
    coded = values(Columns(names), model)
    person = np.arange(500, dtype=np.int32)
    found = with_names_of(model, coded, person).frequencies.surname
    known = model.frequencies.surname.listed["tran"]
    assert found.listed["tran"] == pytest.approx((500 + 1000 * known) / 1500)
    assert found.unlisted == model.frequencies.surname.unlisted
