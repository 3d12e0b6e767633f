"""The model's rules over many pairs: threshold, anchors, ceilings, as for one record."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from mpi.batch.bits import weigh
from mpi.batch.coded import Columns
from mpi.batch.compared import compared, values
from mpi.batch.judge import judge
from mpi.model import default

AN = ("Nguyễn Văn An", "1985-07-04", "nam", "001085012345", "")
PAIRS = {
    "linked": (AN, AN),
    "doubted": (AN, ("Nguyễn Văn An", "1953-02-11", "nam", "001053012345", "")),
    "barred": (("Con bà Lê Thị Hoa", "2024-05-21", "", "", ""),
               ("Lê Thị Hoa", "1992-11-23", "nữ", "", "")),
}  # fmt: skip
COLUMNS = ["full_name", "birth_date", "sex", "personal_number", "mother_name"]


@pytest.mark.parametrize("name", PAIRS)
def test_each_rule_speaks(name: str) -> None:
    """One citizen is linked, a namesake of another generation doubted, mother and child barred."""
    frame = pl.DataFrame(PAIRS[name], schema=COLUMNS, orient="row")
    model = default()
    pairs = compared(model, values(Columns(frame), model), *np.array([[0], [1]], np.int32))
    judged = judge(pairs, weigh(pairs, model), model)
    found = {rule for rule in PAIRS if getattr(judged, rule)[0]}
    assert name in found
    assert ("linked" in found) is (name == "linked")
