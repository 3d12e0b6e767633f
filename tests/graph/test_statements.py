"""Every statement of the project keeps the rules of both engines, and each rule bites."""

from __future__ import annotations

import pytest

from graph.store import Statement
from tests.cypher_rules import RULES, Rule
from tests.cypher_text import Text
from tests.statements import distinct_statements, every_statement


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_kept_by_every_statement(rule: Rule) -> None:
    """No statement of the project breaks this rule."""
    broken = {
        name: list(rule.check(Text(statement.text), statement))
        for name, statement in distinct_statements().items()
    }
    assert {name: faults for name, faults in broken.items() if faults} == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_catches_its_example(rule: Rule) -> None:
    """A rule that catches nothing would keep nothing."""
    assert list(rule.check(Text(rule.example), Statement(rule.example, writes=rule.writes)))


def test_statements_are_found() -> None:
    """The search through the modules sees the statements of every subject."""
    modules = {".".join(name.split(".")[:2]) for name in every_statement()}
    assert {"graph.find", "graph.book_statements", "graph.people_statements"} <= modules
    assert len(distinct_statements()) > 100
