"""The ministry's XML of a visit: QĐ 130/2023, QĐ 4750/2023, QĐ 3176/2024, QĐ 1931/2026."""

from ingest.qd130.reader import read
from ingest.qd130.records import WIRE

__all__ = ["WIRE", "read"]
