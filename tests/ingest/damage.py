"""Damaged messages: good ones of a wire, spoilt in the ways of lines, disks and programs."""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ingest.dicom.header import headers_only
from ingest.tabular import pack
from tests.ingest.golden_files import SAMPLES, sample
from tests.ingest.golden_wires import WIRE_FILES, message_of
from tests.ingest.headers import header

#: What is put in where it may hurt: ends, escapes, numbers beyond measure, markup, controls.
_WORDS = (
    b"", b"\0", b"\r", b"\n", b"\x0b", b"\x1c\r", b"|", b"^", b"~", b"\\", b"\\X00\\", b"&", b"<",
    b"</", b"]]>", b"<!DOCTYPE a>", b"&#0;", b"{", b"}", b"[", b"]", b'"', b"\\u0000", b"\\ud800",
    b"null", b"true", b"-1", b"1e999", b"NaN", b"9" * 40, b"0000-00-00", b"99999999", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xc3", "Nguyễn".encode(), "e\u0301".encode(), b"A" * 300, b"MSH|^~\\&|",
    b"PID|", b"OBX|", b'"resourceType":', b'"event":', b"urn:uuid:", b"20260230", b"+99:99",
)  # fmt: skip


def seeds() -> dict[str, list[bytes]]:
    """Good messages of every wire, by the folder of its golden files."""
    found = {
        wire: [message_of(wire, data) for data in files.values()]
        for wire, files in WIRE_FILES.items()
    }
    found["dicom-object"] = [headers_only(header(n)) for n in range(4)]
    return {"xml": [sample(name) for name in SAMPLES], **found}


def damaged(good: Sequence[bytes], chance: random.Random) -> bytes:
    """Spoil one of several good messages in one to five places."""
    data = chance.choice(good)
    for _ in range(chance.randint(1, 5)):
        data = chance.choice(_WAYS)(data, good, chance)
    return data


def _places(data: bytes, chance: random.Random) -> tuple[int, int]:
    at = chance.randrange(len(data) + 1)
    return at, min(len(data), at + chance.choice((0, 1, 2, 8, 64, 1000)))


def _byte(data: bytes, _good: Sequence[bytes], chance: random.Random) -> bytes:
    start, _ = _places(data, chance)
    return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]


def _cut(data: bytes, _good: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _places(data, chance)
    return data[:start] + data[end:]


def _end(data: bytes, _good: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _word(data: bytes, _good: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _places(data, chance)
    return data[:start] + chance.choice(_WORDS) + data[chance.choice((start, end)) :]


def _double(data: bytes, _good: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _places(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 3, 50)) + data[end:]


def _spliced(data: bytes, good: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(good)
    start, end = _places(other, chance)
    at, _ = _places(data, chance)
    return data[:at] + other[start:end] + data[at:]


def _value(data: bytes, _good: Sequence[bytes], chance: random.Random) -> bytes:
    """Another value in the place of one, the syntax around it left whole."""
    spans = [found.span() for found in _VALUE.finditer(data[:200_000])]
    if not spans:
        return data
    start, end = chance.choice(spans)
    return data[:start] + chance.choice(_VALUES) + data[end:]


def _tree(data: bytes, _good: Sequence[bytes], chance: random.Random) -> bytes:
    """JSON of which one place holds something of another kind, is gone, or stands twice."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return _value(data, _good, chance)
    if isinstance(tree, dict) and "table" in tree and "mapping" in tree:
        return _packed(tree, chance)
    node = tree
    for _ in range(chance.randrange(12)):
        inner = [each for each in _inside(node) if isinstance(each, dict | list) and each]
        if not inner:
            break
        node = chance.choice(inner)
    _spoil(node, chance)
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")


def _inside(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _spoil(node: Any, chance: random.Random) -> None:
    if not isinstance(node, dict | list) or not node:
        return
    key = chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
    way = chance.randrange(3)
    if way == 0:
        del node[key]
    elif way == 1 and isinstance(node, list):
        node.append(node[key])
    else:
        node[key] = chance.choice(_ODD)


def _packed(tree: Mapping[str, Any], chance: random.Random) -> bytes:
    """A table of which the rows or the mapping were spoilt before it was packed."""
    try:
        parts = {key: base64.b64decode(tree[key]) for key in ("table", "mapping")}
    except (ValueError, TypeError):
        return json.dumps(tree).encode()
    which = chance.choice(("table", "mapping"))
    way = chance.choice((_tree, _value, _byte, _double))
    parts[which] = way(parts[which], [parts[which]], chance)
    return pack(parts["table"], parts["mapping"])


_VALUE = re.compile(rb'(?<=[">|^,])[^"<>|^,\r\n{}\[\]]+(?=["<|^,\r\n])')
_VALUES = (b" ", *(word for word in _WORDS if not set(word) & set(b'"<>|^&{}[]\r\n')))
_ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, "", " ", "x" * 300, "2026-13-45", "9999-12-31T23:59:59+14:00", [], {},
    [None], [[]], {"a": 1}, "#p1", "Patient/p1", "urn:uuid:e1", "\x00", 10**30,
)  # fmt: skip

_WAYS: Sequence[Callable[[bytes, Sequence[bytes], random.Random], bytes]] = (
    _byte, _cut, _end, _word, _double, _spliced, _value, _value, _value, _tree, _tree, _tree,
)  # fmt: skip
