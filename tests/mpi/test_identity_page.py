"""docs/identity.md: what it works out by hand is what the default model says."""

import re
from dataclasses import replace
from pathlib import Path

from mpi.dates import PartialDate
from mpi.decision import Scored
from mpi.frequency import share
from mpi.identity import Address, Identity, Sex
from mpi.model import default
from mpi.model_parts import NamePart
from mpi.names import name_form
from mpi.profile import profile
from mpi.score import score

MODEL = default()
_PAGE = Path(__file__).parents[2] / "docs" / "identity.md"
_ROW = re.compile(r"^\| ([a-z_]+) \| (.+?) \| ([+−][\d.]+) \|.*\|$", re.MULTILINE)


def _example() -> Scored:
    """The two records of docs/identity.md, field by field as they stand there."""
    home = Address("Số 12, ngõ 5, phố Huế, phường Bạch Mai", wards=("bach-mai",))
    stored = Identity(
        name="Nguyễn Văn An", birth_date=PartialDate(1985, 7, 4), sex=Sex.MALE,
        personal_number="001085012345", phones=("0912345679",), address=home,
    )  # fmt: skip
    arrives = Identity(
        name="NGUYEN VAN AN", birth_date=PartialDate(1985, 4, 7), sex=Sex.MALE,
        phones=("+84 912 345 679",), address=replace(home, text="12 ngo 5 Hue"),
    )  # fmt: skip
    return score(profile(arrives), (profile(stored),), MODEL)


def test_the_worked_example_is_what_the_page_prints() -> None:
    """Fields, levels and bits of the table are worked out again; a changed model changes it."""
    page, scored = _PAGE.read_text("utf-8"), _example()
    told = [(field, level, bits.replace("−", "-")) for field, level, bits in _ROW.findall(page)]
    found = [(e.field, e.level, f"{e.bits:+.1f}") for e in scored.evidence]
    assert told == found


def test_the_sums_of_the_page_are_those_of_the_model() -> None:
    """The sum, its odds, how rare the name is, and the thresholds in words."""
    page, scored = _PAGE.read_text("utf-8"), _example()
    same, maybe = MODEL.thresholds.same, MODEL.thresholds.maybe
    assert (
        f"| **sum** | | **{scored.bits:+.1f}** | **same**: {_short(2**scored.bits)} to 1 |" in page
    )
    form = name_form("Nguyễn Văn An")
    assert form is not None
    assert f"1 of {_short(1 / share(form, tuple(NamePart), MODEL.frequencies))} people" in page
    assert (
        f"from {same:g} bits ({2**same:g} to 1), **maybe** from −{-maybe:g} (1 to {2**-maybe:g})"
        in page
    )


def _short(number: float) -> str:
    """Two figures, as the page rounds: 9,200."""
    return f"{float(f'{number:.1e}'):,.0f}"
