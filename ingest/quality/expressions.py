"""The small language of rules: a part of Python's expressions, read once, never evaluated as code.

    visit.ended_at >= visit.started_at        comparison, `in`, `not in`, `is None`
    present(it.code) and len(it.code) >= 3    and, or, not, + - *, calls of named functions
    all(present(i.drug) for i in it.items)    any, all and count over one list

A name or attribute that nobody declared is refused when the rule is read. What a record does not
say is unknown: an ordering or an attribute of None raises `Unknown`, and the rule does not apply.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from typing import Any

from mpi.errors import BadInput

#: What an expression is turned into: the names it may use, to its value.
Meaning = Callable[[Mapping[str, Any]], Any]


class Unknown(Exception):
    """The record does not say what the expression asks about."""


def compiled(
    text: str, names: Collection[str], fields: Collection[str], functions: Mapping[str, Any]
) -> Meaning:
    """Read an expression over `names`, attributes in `fields` and `functions` into its meaning.

    Raises BadInput that says what of it is not known.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        raise BadInput("expression", "cannot be read", text) from None
    return _Reader(frozenset(names), frozenset(fields), functions).meaning(tree)


class _Reader:
    """Turns a tree into closures; every kind of node that is not in the table is refused."""

    def __init__(
        self, names: frozenset[str], fields: frozenset[str], functions: Mapping[str, Any]
    ) -> None:
        self._names, self._fields, self._functions = names, fields, functions

    def meaning(self, node: ast.AST) -> Meaning:
        """Give the meaning of one node. Raises BadInput for what the language lacks."""
        read = _KINDS.get(type(node))
        if read is None:
            raise BadInput("expression", f"{type(node).__name__} is not allowed")
        return read(self, node)

    def constant(self, node: ast.Constant) -> Meaning:
        """A text, number, True, False or None."""
        value = node.value
        return lambda _: value

    def name(self, node: ast.Name) -> Meaning:
        """A name that the subject of the rule gives."""
        key = node.id
        if key not in self._names:
            raise BadInput("expression", "is not a name that it may use", key)
        return lambda given: given[key]

    def attribute(self, node: ast.Attribute) -> Meaning:
        """A field of a record or event; of None it is unknown."""
        key, of = node.attr, self.meaning(node.value)
        if key not in self._fields:
            raise BadInput("expression", "is not a field of a record or event", key)
        return lambda given: _field(of(given), key)

    def listed(self, node: ast.Tuple | ast.List) -> Meaning:
        """A list written out."""
        items = [self.meaning(item) for item in node.elts]
        return lambda given: tuple(item(given) for item in items)

    def both(self, node: ast.BoolOp) -> Meaning:
        """`and` and `or`, which stop where the answer is clear."""
        parts = [self.meaning(part) for part in node.values]
        if isinstance(node.op, ast.And):
            return lambda given: all(part(given) for part in parts)
        return lambda given: any(part(given) for part in parts)

    def unary(self, node: ast.UnaryOp) -> Meaning:
        """`not x` and `-x`."""
        of = self.meaning(node.operand)
        if isinstance(node.op, ast.Not):
            return lambda given: not of(given)
        if isinstance(node.op, ast.USub):
            return lambda given: -_known(of(given))
        raise BadInput("expression", f"{type(node.op).__name__} is not allowed")

    def binary(self, node: ast.BinOp) -> Meaning:
        """Sums, differences and products of what is known."""
        do = _SUMS.get(type(node.op))
        if do is None:
            raise BadInput("expression", f"{type(node.op).__name__} is not allowed")
        left, right = self.meaning(node.left), self.meaning(node.right)
        return lambda given: do(_known(left(given)), _known(right(given)))

    def compare(self, node: ast.Compare) -> Meaning:
        """One comparison or a chain of them."""
        pairs = zip([node.left, *node.comparators], node.comparators, strict=False)
        steps = [
            _compared(type(op), self.meaning(a), self.meaning(b))
            for op, (a, b) in zip(node.ops, pairs, strict=True)
        ]
        return steps[0] if len(steps) == 1 else lambda given: all(step(given) for step in steps)

    def call(self, node: ast.Call) -> Meaning:
        """A function by name, with its arguments in order."""
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise BadInput("expression", "only named functions are called, with plain arguments")
        function = self._functions.get(node.func.id)
        if function is None:
            raise BadInput("expression", "is not a function that it may call", node.func.id)
        arguments = [self.meaning(argument) for argument in node.args]
        return lambda given: function(*(argument(given) for argument in arguments))

    def every(self, node: ast.GeneratorExp | ast.ListComp) -> Meaning:
        """`f(x) for x in list if …` over one list, for any, all and count."""
        if len(node.generators) != 1 or not isinstance(node.generators[0].target, ast.Name):
            raise BadInput("expression", "one `for x in list` at a time")
        loop, key = node.generators[0], node.generators[0].target.id
        inner = _Reader(self._names | {key}, self._fields, self._functions)
        over, of = self.meaning(loop.iter), inner.meaning(node.elt)
        tests = [inner.meaning(test) for test in loop.ifs]

        def values(given: Mapping[str, Any]) -> list[Any]:
            scopes = ({**given, key: item} for item in _known(over(given)))
            return [of(scope) for scope in scopes if all(test(scope) for test in tests)]

        return values


def _field(value: object, key: str) -> object:
    if value is None:
        raise Unknown
    try:
        return getattr(value, key)
    except AttributeError:
        raise Unknown from None


def _known(value: Any) -> Any:
    if value is None:
        raise Unknown
    return value


def _compared(kind: type[ast.cmpop], left: Meaning, right: Meaning) -> Meaning:
    do, needs = _COMPARISONS[kind]

    def holds(given: Mapping[str, Any]) -> Any:
        a, b = left(given), right(given)
        if needs and (a is None or b is None):
            raise Unknown
        return do(a, b)

    return holds


_SUMS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}

#: Comparison -> (what it does, whether both sides must be known).
_COMPARISONS: Mapping[type[ast.cmpop], tuple[Callable[[Any, Any], Any], bool]] = {
    ast.Eq: (operator.eq, False),
    ast.NotEq: (operator.ne, False),
    ast.Lt: (operator.lt, True),
    ast.LtE: (operator.le, True),
    ast.Gt: (operator.gt, True),
    ast.GtE: (operator.ge, True),
    ast.In: (lambda a, b: a in b, True),
    ast.NotIn: (lambda a, b: a not in b, True),
    ast.Is: (operator.is_, False),
    ast.IsNot: (operator.is_not, False),
}

_KINDS: Mapping[type[ast.AST], Callable[[_Reader, Any], Meaning]] = {
    ast.Constant: _Reader.constant,
    ast.Name: _Reader.name,
    ast.Attribute: _Reader.attribute,
    ast.Tuple: _Reader.listed,
    ast.List: _Reader.listed,
    ast.BoolOp: _Reader.both,
    ast.UnaryOp: _Reader.unary,
    ast.BinOp: _Reader.binary,
    ast.Compare: _Reader.compare,
    ast.Call: _Reader.call,
    ast.GeneratorExp: _Reader.every,
    ast.ListComp: _Reader.every,
}
