"""Households whose records are spoilt so that everybody may be taken for everybody."""

from __future__ import annotations

from random import Random

import polars as pl

from tests.mpi.citizens import GIVENS, SURNAMES, WARDS


def households(seed: int) -> pl.DataFrame:
    """Families whose records are spoilt so that everybody may be taken for everybody."""
    chance, rows = Random(seed), list[dict[str, str]]()
    for _ in range(3):
        surname, ward = chance.choice(SURNAMES), chance.choice(WARDS)
        mother = f"{surname} Thị {chance.choice(GIVENS)}"
        phone = f"09{chance.randrange(10**7, 10**8)}"
        names = (mother, f"{surname} {chance.choice(GIVENS)}", f"Con bà {mother} 1",
                 f"Con bà {mother} 2", f"{surname} {chance.choice(GIVENS)}")  # fmt: skip
        years = (1990, 2024, 2024, 2024, 2024)
        for name, year in chance.choices([*zip(names, years, strict=True)], k=7):
            number = chance.choice(("", f"0011{year % 100}00000{chance.randrange(3)}"))
            rows.append(
                {"full_name": name, "birth_date": f"{year}-05-0{chance.randrange(1, 3)}",
                 "phone": phone, "ward": ward, "personal_number": number, "address": "Số 1 phố Huế",
                 "sex": chance.choice("mf"), "mother_name": mother if year > 2000 else ""}
            )  # fmt: skip
    ids = pl.Series("record_id", [f"r{n:02}" for n in range(len(rows))])
    return pl.DataFrame(rows).with_columns(pl.all().replace("", None)).insert_column(0, ids)
