"""The table of fields: complete, well-formed, and right for each version."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from ingest.qd130.checks import TYPES, codes
from ingest.qd130.schema import LATEST, TABLES, VERSIONS, table, version_on
from ingest.rules import rules


def size(name: str, field: str, version: str) -> int:
    """Give the size of a field in a version."""
    return next(f.size for f in table(name, version).fields if f.name == field)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2024-06-30", "130"), ("2024-07-01", "4750"), ("2024-12-31", "4750"),
        ("2025-01-01", "3176"), ("2026-06-30", "3176"), ("2026-07-01", "1931"),
    ],
)  # fmt: skip
def test_a_visit_falls_under_the_decision_of_its_day(day: str, version: str) -> None:
    """The day a visit ended decides, to the day."""
    assert version_on(dt.date.fromisoformat(day)) == version


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("version", VERSIONS)
def test_each_table_is_well_formed(name: str, version: str) -> None:
    """No field comes twice in one version, and types and code lists exist."""
    fields = table(name, version).fields
    assert len({f.name for f in fields}) == len(fields) > 7
    assert all(f.type in TYPES and (not f.codes or f.codes in codes()) for f in fields)
    assert all(f.meaning and f.size >= 0 for f in fields)


@pytest.mark.parametrize(
    ("name", "field", "before", "since"),
    [
        ("XML14", "NGAY_HEN_KL", 12, 8),
        ("XML4", "GIA_TRI", 50, 255),
        ("XML1", "MA_TTDV", 10, 255),
        ("XML13", "NGAY_VAO", 12, 100),
    ],
)
def test_sizes_that_qd_3176_changed(name: str, field: str, before: int, since: int) -> None:
    """A record of 2024 is held against the sizes of 2024."""
    assert (size(name, field, "4750"), size(name, field, "3176")) == (before, since)


def test_the_referral_table_of_each_version() -> None:
    """QĐ 3176 renamed three fields of XML13 and dropped two: 39 became 37."""
    old, new = ({f.name for f in table("XML13", v).fields} for v in ("4750", "3176"))
    assert (len(old), len(new)) == (39, 37)
    assert old - new == {"MA_NOI_DI", "MA_NOI_DEN", "TEN_DICH_VU", "TEN_THUOC", "PP_DIEU_TRI"}
    assert size("XML2", "MUC_HUONG", "3176") == 3
    assert size("XML2", "MUC_HUONG", LATEST) == 4


def test_an_unknown_table_is_refused_by_name() -> None:
    """There is no table 16."""
    with pytest.raises(KeyError, match="XML16"):
        table("XML16")


def test_every_rule_has_words() -> None:
    """Whatever is found can be told to a person in Vietnamese and in English."""
    assert all(rule.vi and rule.en for rule in rules().values())
    assert {rule.kind for rule in rules().values()} == {"refuse", "error", "warning", "info"}
    assert {rule for _, rule in TYPES.values() if rule} <= set(rules())


@pytest.mark.shared
def test_the_fields_are_those_of_the_decision(shared: Path) -> None:
    """Every field of the collected annex is here in its order, and no other."""
    with (shared / "domain" / "qd3176_fields.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for name in TABLES:
        given = [row["field"] for row in rows if row["table"] == name]
        assert [f.name for f in table(name, "3176").fields] == given
