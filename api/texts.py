"""Text files that people hand over: UTF-8 with or without a byte order mark, or refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from mpi.errors import BadInput, NotFound


@contextmanager
def text_of(path: Path, field: str) -> Iterator[TextIO]:
    """Open a file for the length of a block, line ends untouched, as `csv` wants it.

    Raises NotFound without a file, BadInput naming `field` when it turns out to be no such text.
    """
    if not path.is_file():
        raise NotFound("file", str(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except UnicodeDecodeError:
        raise BadInput(field, "is not UTF-8 text", path.name) from None
    except csv.Error as error:
        raise BadInput(field, f"is not a table ({error})", path.name) from None
