"""A URL names an engine; everything else is refused with what would be right."""

from __future__ import annotations

import pytest

from graph.engines import open_store
from mpi.errors import BadInput


@pytest.mark.parametrize("url", ["", "embedded:", "postgres://an@db/city", "/var/store", "neo4j"])
def test_url_that_names_no_engine(url: str) -> None:
    """The message gives both forms."""
    with pytest.raises(BadInput, match=r"embedded:PATH or neo4j://user@host:port/database"):
        open_store(url)
