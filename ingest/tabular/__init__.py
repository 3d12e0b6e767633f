"""Tables (CSV, Parquet) with a mapping file that says what each column is."""

from ingest.tabular.pack import WIRE, looks_like_table, pack
from ingest.tabular.reader import read

__all__ = ["WIRE", "looks_like_table", "pack", "read"]
