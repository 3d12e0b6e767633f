"""ICD-10's hierarchy in the graph, so that `J00-J06` or a chapter can be asked.

A code that is said for the first time brings the codes that are wider with it, by `IS_A`. A
catalogue that a deployment loads (`graph.catalogues`) may say more; what it said is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from graph.store import Statement, Work
from graph.wordings import english, wider

ICD10 = "icd10"

#: Codes said that hang on nothing wider yet.
UNPLACED = Statement("""
    UNWIND $ids AS id
    MATCH (c:Concept {id: id})
    WHERE NOT EXISTS { (c)-[:IS_A]->(:Concept) }
    RETURN c.id AS id, c.code AS code
    ORDER BY id
""")

PUT_WIDER = Statement(
    """
    UNWIND $rows AS row
    MERGE (c:Concept {id: row.id})
    ON CREATE SET c.code = row.code, c.system = $system, c.words_en = row.words_en
""",
    writes=True,
)

LINK_WIDER = Statement(
    """
    UNWIND $rows AS row
    MATCH (c:Concept {id: row.id})
    MATCH (w:Concept {id: row.wider})
    MERGE (c)-[:IS_A]->(w)
""",
    writes=True,
)


def place_codes(work: Work, ids: Iterable[str]) -> None:
    """Hang ICD-10 codes on what is wider; ids are of Concept nodes, others are passed over."""
    mine = sorted(each for each in ids if each.startswith(f"{ICD10}|"))
    rows = work.run(UNPLACED, ids=mine) if mine else []
    chains = [(row["code"], *wider(row["code"])) for row in rows]
    codes = {code for chain in chains for code in chain[1:]}
    links = {pair for chain in chains for pair in pairwise(chain)}
    if not links:
        return
    work.run(
        PUT_WIDER,
        rows=[
            {"id": _key(code), "code": code, "words_en": english(code) or None}
            for code in sorted(codes)
        ],
        system=ICD10,
    )
    work.run(LINK_WIDER, rows=[{"id": _key(a), "wider": _key(b)} for a, b in sorted(links)])


def _key(code: str) -> str:
    return f"{ICD10}|{code}"
