"""Stages of a long work whose results can be kept, so that a stopped run goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from numpy.typing import NDArray

#: What a stage gives: arrays by name.
Arrays = Mapping[str, NDArray[Any]]
#: Gives what a stage of this name gave before, else does its work.
Keep = Callable[[str, Callable[[], Arrays]], Arrays]


def anew(_stage: str, work: Callable[[], Arrays]) -> Arrays:
    """Do the work of a stage; nothing is kept."""
    return work()
