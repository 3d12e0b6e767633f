"""Packing: gzip is taken off within bounds, and nothing larger than the limit is ever held."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.unpack import Limits, peek, unpack
from mpi.errors import BadInput

SMALL = Limits(size=1000)


def rule_of(data: bytes, limits: Limits = SMALL) -> str:
    """Give the rule for which the data is refused."""
    with pytest.raises(BadInput) as caught:
        unpack(data, limits)
    return caught.value.rule


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_gzip_comes_off(pieces: list[bytes]) -> None:
    """One gzip member or several, padded or not, give the bytes back."""
    packed = b"".join(map(gzip.compress, pieces))
    assert unpack(packed, SMALL) == unpack(packed + b"\0" * 8, SMALL) == b"".join(pieces)


def test_plain_bytes_stay() -> None:
    """What is not packed is given as it is."""
    assert unpack(b"<A/>", SMALL) == b"<A/>"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"x" * 1001, "too-large"),
        (gzip.compress(b"x" * 1001), "too-large"),
        (gzip.compress(b"x" * 600) + gzip.compress(b"y" * 600), "too-large"),
        (gzip.compress(b"x" * 500)[:-9], "gzip"),
        (b"\x1f\x8bnonsense", "gzip"),
        (gzip.compress(b"x") + b"rest", "gzip"),
        (gzip.compress(b"") * 17, "gzip"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_refused(data: bytes, rule: str) -> None:
    """Too large once unpacked, cut short, broken or in endless parts: each has its rule."""
    assert rule_of(data) == rule


def test_a_bomb_is_refused_while_it_unpacks() -> None:
    """200 MB in 200 kB never become 200 MB in memory: unpacking stops at the limit."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    assert len(bomb) < 300_000
    assert rule_of(bomb, Limits()) == "too-large"


def test_a_look_at_the_beginning() -> None:
    """The first bytes can be seen through the packing; broken packing shows nothing."""
    assert peek(gzip.compress(b"<A>" * 9), 3) == peek(b"<A>" * 9, 3) == b"<A>"
    assert peek(b"\x1f\x8bnonsense") == b""
