"""The parser's place in a query: one token after another, each looked up as it is taken."""

from __future__ import annotations

from collections.abc import Container
from typing import NoReturn

from ai.cypher.allowed import Allowed
from ai.cypher.tokens import Token, tokens
from ai.cypher.tree import Property
from graph.kinds import NODES
from graph.schema import Type
from mpi.errors import BadInput

_NUMBERS = frozenset({Type.INTEGER, Type.NUMBER})
#: A day is a whole number, which divided by 100 is its month.
DIVIDED = _NUMBERS | {Type.DAY}
#: Words that are no names of variables or columns here.
_RESERVED = frozenset(
    {
        "MATCH",
        "WHERE",
        "RETURN",
        "ORDER",
        "BY",
        "LIMIT",
        "AS",
        "AND",
        "OR",
        "NOT",
        "IN",
        "IS",
        "NULL",
        "TRUE",
        "FALSE",
        "DISTINCT",
        "ASC",
        "DESC",
        "STARTS",
        "WITH",
        "COUNT",
        "SUM",
        "AVG",
        "CALL",
        "UNION",
        "LOAD",
        "CSV",
        "FROM",
        "CREATE",
        "MERGE",
        "SET",
        "DELETE",
        "DETACH",
        "REMOVE",
        "FOREACH",
        "UNWIND",
        "OPTIONAL",
        "YIELD",
        "USE",
        "EXISTS",
        "CASE",
        "XOR",
        "SKIP",
        "OFFSET",
        "FINISH",
        "INSERT",
        "FILTER",
        "LET",
        "ALL",
        "ANY",
        "NONE",
        "SINGLE",
        "REDUCE",
        "SHOW",
        "EXPLAIN",
        "PROFILE",
        "CYPHER",
    }
)


class Cursor:
    """What is left of a query, the variables bound so far and the parameters named."""

    def __init__(self, rest: list[Token], rules: Allowed) -> None:
        self._tokens, self._at, self.rules = rest, 0, rules
        self.labels: dict[str, str] = {}
        self.parameters: set[str] = set()

    @classmethod
    def over(cls, text: str, rules: Allowed) -> Cursor:
        """Stand before the first token of a text. Raises BadInput."""
        return cls(tokens(text), rules)

    def peek(self, ahead: int = 0) -> Token:
        """Give a token without taking it."""
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Give the next token."""
        token = self.peek()
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def taken(self, text: str) -> bool:
        """Take a sign or word when it is next."""
        token = self.peek()
        fits = token.word == text if text.isalpha() else token.text == text and not token.word
        if fits and token.kind != "text":
            self.take()
            return True
        return False

    def word(self, text: str) -> None:
        """Take a word that must be next."""
        if not self.taken(text):
            self.refuse(f"{text} is expected")

    sign = word

    def end(self) -> None:
        """Be at the end."""
        if self.peek().kind != "end":
            self.refuse("nothing more is expected")

    def variable(self) -> str:
        """Take a new name."""
        token = self.peek()
        if token.kind != "name" or token.word in _RESERVED or token.text.startswith("_"):
            self.refuse("a name is expected")
        return self.take().text

    def bind(self, variable: str, label: str) -> str:
        """Give a variable its label; one that has none yet must be given one."""
        if variable not in self.labels and not label:
            self.refuse(f"{variable} needs a label")
        if label and variable in self.labels:
            self.refuse(f"{variable} has a label already")
        self.labels.setdefault(variable, label)
        return label

    def bound(self) -> str:
        """Take the name of a variable that has a label."""
        if self.peek().text not in self.labels:
            self.refuse("a variable of MATCH is expected")
        return self.take().text

    def property(self) -> Property:
        """Take `variable.key` that the allow-list has."""
        variable = self.bound()
        self.sign(".")
        keys = self.rules.labels[self.labels[variable]]
        return Property(variable, self.listed(f"property of {self.labels[variable]}", keys))

    def number(self, types: Container[Type] = _NUMBERS) -> Property:
        """Take a property that holds numbers, or one of these types."""
        found = self.property()
        kind = next(node for node in NODES if node.label == self.labels[found.variable])
        if not any(p.key == found.key and p.type in types for p in kind.properties):
            self.refuse("a property that holds numbers is expected")
        return found

    def listed(self, what: str, names: Container[str]) -> str:
        """Take a name that a list has, in the list's own letters."""
        token = self.peek()
        if token.kind != "name" or token.text not in names:
            self.refuse(f"a {what} that is allowed is expected")
        return self.take().text

    def whole(self) -> int:
        """Take a whole number above 0."""
        token = self.peek()
        if token.kind != "number" or not token.text.isdigit() or not 0 < int(token.text) < 10**9:
            self.refuse("a whole number above 0 is expected")
        return int(self.take().text)

    def refuse(self, rule: str) -> NoReturn:
        """Raise BadInput saying what is expected where; the words themselves are not repeated."""
        raise BadInput("cypher", f"{rule} at character {self.peek().at + 1}")
