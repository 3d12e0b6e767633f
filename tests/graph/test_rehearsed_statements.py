"""What the statements keep so that a unit can be rehearsed and done again as one (ADR 0028)."""

from __future__ import annotations

import re

import pytest

from graph.people_statements import PUT_RECORDS, RESAY_RECORDS
from graph.rehearsal import Change, in_one
from graph.store import Statement
from tests.cypher_rules import RULES, Rule
from tests.cypher_text import Text
from tests.statements import distinct_statements

STATEMENTS = distinct_statements()
WRITES = {name: each for name, each in STATEMENTS.items() if each.writes}
MAP = re.compile(r"SET (\w+) \+= ")
MADE = re.compile(r"(?:MERGE|CREATE) \(\w*:(\w+)|(?:MERGE|CREATE) \(\w+\)-\[\w*:(\w+)")
SETS = re.compile(r"SET \w+\.(\w+)")
UNNAMED = re.compile(r"\(\w*\)\s*(?:-\[\w*\]|--)|\[\w*\]-|MATCH \(\w+\)\s*(?:RETURN|WHERE|$)")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_shorter_texts_keep_the_rules(rule: Rule) -> None:
    """A text for an engine with one writer is held to the same rules."""
    alone = [Statement(each.alone, writes=True) for each in WRITES.values() if each.alone]
    assert alone
    assert [list(rule.check(Text(each.text), each)) for each in alone] == [[]] * len(alone)


def test_no_write_asks_for_time_or_chance() -> None:
    """The same write on the same graph must do the same the second time."""
    asks = re.compile(
        r"\b(rand|randomUUID|timestamp|datetime|localdatetime|date|time)\(\s*\)", re.IGNORECASE
    )
    assert [name for name, each in WRITES.items() if asks.search(each.text)] == []


def test_writes_can_follow_each_other() -> None:
    """No write has a UNION or a CALL, and what one gives back stands at its end."""
    odd = re.compile(r"\b(UNION|CALL)\b")
    assert [name for name, each in WRITES.items() if odd.search(each.text)] == []
    text, _ = in_one([Change(each.text, {}) for each in WRITES.values()])
    assert "RETURN" not in text
    assert text.count("WITH count(*) AS done") == len(WRITES) - 1


def test_nobody_else_sets_what_is_late_by_a_map() -> None:
    """A map names no property, so that a late write would not be seen; restoring stands alone."""
    found = {
        name
        for name, each in WRITES.items()
        for variable in MAP.findall(each.text)
        if f"({variable}:PatientRecord" in each.text and not name.startswith("graph.wholesale")
    }
    assert {STATEMENTS[name] for name in found} == {PUT_RECORDS, RESAY_RECORDS}


@pytest.mark.parametrize("name", [name for name, each in WRITES.items() if each.late])
def test_late_write_tells_what_it_makes(name: str) -> None:
    """Every label, every type of edge and every property in its text; it gives no rows."""
    each = WRITES[name]
    made = {word for pair in MADE.findall(each.text) for word in pair if word}
    assert made | set(SETS.findall(each.text)) <= each.late
    assert "RETURN" not in each.text


def test_statements_of_a_unit_name_what_they_read() -> None:
    """None but those that read the whole graph leave out the label or the type of what they ask."""
    found = [name for name, each in STATEMENTS.items() if UNNAMED.search(each.text)]
    assert [name for name in found if not STATEMENTS[name].whole] == []
