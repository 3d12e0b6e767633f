"""WHERE at the analysts' door: comparisons of properties with values, AND, OR, NOT, brackets."""

from __future__ import annotations

from ai.cypher.cursor import Cursor
from mpi.errors import BadInput

_COMPARED = {"=", "<>", "<", "<=", ">", ">="}
_DEEPEST = 8
_MOST_VALUES = 200


def condition(cursor: Cursor, depth: int = 0) -> str:
    """Read a condition and give it written anew. Raises BadInput."""
    if depth > _DEEPEST:
        raise BadInput("cypher", f"brackets may be nested {_DEEPEST} deep")
    parts = [_term(cursor, depth)]
    while cursor.peek().word in {"AND", "OR"}:
        parts += [cursor.take().word, _term(cursor, depth)]
    return " ".join(parts)


def _term(cursor: Cursor, depth: int) -> str:
    if cursor.taken("NOT"):
        return f"NOT {_bracketed(cursor, depth)}"
    if cursor.peek().text == "(":
        return _bracketed(cursor, depth)
    return _comparison(cursor)


def _bracketed(cursor: Cursor, depth: int) -> str:
    cursor.sign("(")
    inner = condition(cursor, depth + 1)
    cursor.sign(")")
    return f"({inner})"


def _comparison(cursor: Cursor) -> str:
    found = cursor.property()
    left = f"{found.variable}.{found.key}"
    if cursor.taken("IN"):
        return f"{left} IN {_values(cursor)}"
    if cursor.taken("IS"):
        negated = "NOT " if cursor.taken("NOT") else ""
        cursor.word("NULL")
        return f"{left} IS {negated}NULL"
    if cursor.taken("STARTS"):
        cursor.word("WITH")
        return f"{left} STARTS WITH {_value(cursor)}"
    if cursor.peek().text not in _COMPARED:
        cursor.refuse("a comparison is expected")
    return f"{left} {cursor.take().text} {_value(cursor)}"


def _values(cursor: Cursor) -> str:
    if cursor.peek().kind == "parameter":
        return _value(cursor)
    cursor.sign("[")
    found = [_value(cursor)]
    while cursor.taken(","):
        found.append(_value(cursor))
    cursor.sign("]")
    if len(found) > _MOST_VALUES:
        raise BadInput("cypher", f"a list may hold {_MOST_VALUES} values")
    return f"[{', '.join(found)}]"


def _value(cursor: Cursor) -> str:
    token = cursor.peek()
    if token.word in {"TRUE", "FALSE"}:
        return cursor.take().word.lower()
    if token.kind == "parameter":
        cursor.parameters.add(token.text[1:])
        return cursor.take().text
    if token.kind == "text":
        return f"'{cursor.take().text[1:-1]}'"
    if token.kind != "number":
        cursor.refuse("a value is expected")
    return cursor.take().text
