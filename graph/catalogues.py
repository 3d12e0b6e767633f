"""Loading what the city looks things up in: code catalogues, facilities, old and present wards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from graph.store import Statement, Store, Work

#: Rows of one transaction.
_AT_ONCE = 1000

PUT_CONCEPTS = Statement(
    """
    UNWIND $rows AS row
    MERGE (c:Concept {id: row.id})
    SET c.code = row.code, c.words_vi = row.words_vi, c.words_en = row.words_en
""",
    writes=True,
)

LINK_CONCEPTS = Statement(
    """
    UNWIND $rows AS row
    MATCH (c:Concept {id: row.id})
    MERGE (wider:Concept {id: row.wider})
    ON CREATE SET wider.code = row.wider_code
    MERGE (c)-[:IS_A]->(wider)
""",
    writes=True,
)

CODE_WORDS = Statement("""
    UNWIND $ids AS id
    MATCH (c:Concept {id: id})
    WHERE c.words_vi IS NOT NULL
    RETURN c.code AS code, c.words_vi AS words_vi, c.words_en AS words_en
    ORDER BY code
""")

PUT_FACILITIES = Statement(
    """
    UNWIND $rows AS row
    MERGE (f:Facility {id: row.id})
    SET f.full_name = row.full_name, f.level = coalesce(row.level, f.level)
""",
    writes=True,
)

PUT_WARDS = Statement(
    """
    UNWIND $rows AS row
    MERGE (w:Ward {id: row.id})
    SET w.full_name = row.full_name, w.district = row.district, w.present = row.present
""",
    writes=True,
)

LINK_WARDS = Statement(
    """
    UNWIND $rows AS row
    MATCH (w:Ward {id: row.old})
    MATCH (n:Ward {id: row.present})
    MERGE (w)-[b:BECAME]->(n)
    SET b.main = row.main
""",
    writes=True,
)


@dataclass(frozen=True, slots=True)
class Concept:
    """A code of a catalogue with its wording and the next wider code, empty at the top."""

    system: str
    code: str
    words_vi: str = ""
    words_en: str = ""
    wider: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A facility or ward by code. `became` are the present wards of an old ward, largest first."""

    code: str
    full_name: str
    level: str = ""
    district: str = ""
    became: tuple[str, ...] = ()


def load_concepts(
    store: Store, concepts: Iterable[Concept], tick: Callable[[int, int], None] | None = None
) -> int:
    """Store a catalogue with its hierarchy; repeating it changes nothing. Gives how many codes."""
    many = 0
    for some in _chunks(concepts):
        rows = [_concept(each) for each in some]
        links = [_wider(each) for each in some if each.wider]
        _write(store, (PUT_CONCEPTS, rows), (LINK_CONCEPTS, links))
        many += len(some)
        if tick is not None:
            tick(many, 0)
    return many


def code_words(work: Work, system: str, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give the wording of codes of a loaded catalogue: Vietnamese, English or empty."""
    ids = [f"{system}|{code}" for code in codes]
    rows = work.run(CODE_WORDS, ids=ids)
    return {row["code"]: (row["words_vi"], row["words_en"] or "") for row in rows}


def load_facilities(store: Store, facilities: Iterable[Place]) -> None:
    """Store names and levels of facilities; a level that is not given stays as it was."""
    rows = [{"id": f.code, "full_name": f.full_name, "level": f.level or None} for f in facilities]
    _write(store, (PUT_FACILITIES, rows))


def load_wards(store: Store, present: Iterable[Place], old: Iterable[Place]) -> None:
    """Store the wards of before and after 1 July 2025, and what became of the old ones.

    A code was used on both sides of that day, so the old ward's id is `old|` and the code.
    """
    before, after = list(old), list(present)
    rows = [_ward(ward, ward.code, present=True) for ward in after]
    rows += [_ward(ward, f"old|{ward.code}", present=False) for ward in before]
    links = [
        {"old": f"old|{ward.code}", "present": code, "main": place == 0}
        for ward in before
        for place, code in enumerate(ward.became)
    ]
    _write(store, (PUT_WARDS, rows), (LINK_WARDS, links))


def _ward(ward: Place, key: str, *, present: bool) -> dict[str, object]:
    district = ward.district or None
    return {"id": key, "full_name": ward.full_name, "district": district, "present": present}


def _concept(concept: Concept) -> dict[str, object]:
    return {
        "id": f"{concept.system}|{concept.code}",
        "code": concept.code,
        "words_vi": concept.words_vi or None,
        "words_en": concept.words_en or None,
    }


def _wider(concept: Concept) -> dict[str, object]:
    return {
        "id": f"{concept.system}|{concept.code}",
        "wider": f"{concept.system}|{concept.wider}",
        "wider_code": concept.wider,
    }


def _chunks(concepts: Iterable[Concept]) -> Iterable[list[Concept]]:
    rest = iter(concepts)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _write(store: Store, *steps: tuple[Statement, Sequence[Mapping[str, object]]]) -> None:
    store.write(lambda work: [work.run(statement, rows=rows) for statement, rows in steps if rows])
