"""Letters to tokens, strictly: what is not listed here is not Cypher at this door.

No comments, escapes, back-ticks or semicolons; outside of quotes ASCII only, so that no letter
looks like another; quoted text holds no backslash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mpi.errors import BadInput

LONGEST = 4000  # characters of a query

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_.]))
    | (?P<text>'[^'"`\\\x00-\x1f]*'|"[^'"`\\\x00-\x1f]*")
    | (?P<parameter>\$[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign><>|<=|>=|->|<-|[-()\[\]:,.=<>/*])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query; `at` counts characters from 0. `word` is its name in capitals."""

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """The name in capitals, empty for what is no name."""
        return self.text.upper() if self.kind == "name" else ""


def tokens(text: str) -> list[Token]:
    """Cut a query into tokens. Raises BadInput saying where something is not allowed."""
    if len(text) > LONGEST:
        raise BadInput("cypher", f"must have at most {LONGEST} characters")
    found, at = list[Token](), 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or _comment(text, at):
            raise BadInput("cypher", f"has something that is not allowed at character {at + 1}")
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), at))
        at = match.end()
    return [*found, Token("end", "", at)]


def _comment(text: str, at: int) -> bool:
    return text.startswith(("//", "/*", "--"), at) and not text.startswith(("-->", "--("), at)
