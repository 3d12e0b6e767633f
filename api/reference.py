"""What a store holds before any message: its schema and the city's code lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ai.places import RANKS
from api.texts import text_of
from graph.catalogues import Concept, Place, load_concepts, load_facilities, load_wards
from graph.migrate import migrate, require_current, schema_version
from graph.store import Store
from ingest.icd import read_catalogue
from ingest.reference import facilities, wards
from ingest.reference.named import COLUMNS, read_facilities

#: What a list of facilities is called that a simulated city has beside its feed.
BESIDE = "facilities.csv"


def prepared(store: Store) -> Store:
    """Give a new store its schema and the project's own lists; ask an old one to be migrated.

    Raises Unavailable for a store of another schema version.
    """
    if schema_version(store) == 0:
        migrate(store)
        load_own(store)
    return require_current(store)


def load_own(store: Store) -> None:
    """Store the names of Hanoi's hospitals and of its wards, old and present."""
    load_facilities(
        store, [Place(f.code, f.full_name, f.level) for f in facilities.facilities().values()]
    )
    districts = wards.districts()
    old = [
        Place(w.code, w.full_name, district=districts[w.district].full_name, became=w.became)
        for w in wards.old().values()
    ]
    load_wards(store, [Place(w.code, w.full_name) for w in wards.present().values()], old)


def load_icd(store: Store, file: Path, tick: Callable[[int, int], None] | None = None) -> int:
    """Load an ICD-10 catalogue file. Raises NotFound, or BadInput naming the line."""
    with text_of(file, "FILE") as lines:
        concepts = (
            Concept("icd10", each.code, each.words_vi, each.words_en, each.parent)
            for each in read_catalogue(lines)
        )
        return load_concepts(store, concepts, tick)


def load_named(store: Store, file: Path) -> int:
    """Load names and levels of facilities from a CSV file; gives how many.

    A name replaces the one that the store has; a level that is left empty stays as it was. Raises
    NotFound, or BadInput naming line and column.
    """
    with text_of(file, "FILE") as lines:
        found = list(read_facilities(lines, tuple(RANKS)))
    load_facilities(store, [Place(f.code, f.full_name, f.level) for f in found])
    return len(found)


def listed_beside(folder: Path) -> Path | None:
    """Give the list of facilities that stands beside a folder of messages, when there is one.

    It is one by its first line; a file of the same name with another is left alone.
    """
    file = folder.resolve().parent / BESIDE
    if not folder.is_dir() or not file.is_file():
        return None
    with file.open("rb") as content:
        return file if content.readline(80).strip() == ",".join(COLUMNS).encode() else None
