"""Write pseudopeople's sample population as three Parquet files: census, taxes, social security.

It pins libraries that do not go with ours, so it runs in an environment of its own:

    python3.11 -m venv /tmp/pseudo && /tmp/pseudo/bin/pip install pseudopeople
    /tmp/pseudo/bin/python bench/pseudopeople_make.py FOLDER
    HEALTHGRAPH_BENCH_PSEUDOPEOPLE=FOLDER make bench BENCH="linking --sets pseudopeople"
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(folder: Path) -> None:
    """Generate the year 2020 with the errors that pseudopeople makes by default."""
    import pseudopeople  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "census": pseudopeople.generate_decennial_census,
        "taxes": pseudopeople.generate_taxes_w2_and_1099,
        "social_security": pseudopeople.generate_social_security,
    }
    for name, generate in made.items():
        rows = generate(year=2020, seed=0)
        text = rows.astype(object).where(rows.notna(), None).astype("string")
        text.to_parquet(folder / f"{name}.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
