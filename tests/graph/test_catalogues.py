"""Code lists in the store: repeating a load changes nothing; on both engines."""

from __future__ import annotations

from graph.catalogues import Concept, Place, load_concepts, load_facilities, load_wards
from graph.statistics import statistics
from graph.store import Row, Statement, Store


def rows(store: Store, text: str) -> list[Row]:
    """Ask the graph itself."""
    return [dict(row) for row in store.read(lambda work: work.run(Statement(text)))]


def test_a_catalogue_is_a_hierarchy(store: Store) -> None:
    """A code is below its category; a category that has no line of its own is there by code."""
    lines = [
        Concept("icd10", "A97.0", "Sốt xuất huyết Dengue", "Dengue", "A97"),
        Concept("icd10", "A97", "Dengue", "", ""),
    ]
    for _ in range(2):
        assert load_concepts(store, lines) == 2
    assert rows(
        store,
        "MATCH (c:Concept)-[:IS_A]->(w:Concept) "
        "RETURN c.id AS id, c.words_vi AS vi, w.id AS wider, w.words_en AS en",
    ) == [{"id": "icd10|A97.0", "vi": "Sốt xuất huyết Dengue", "wider": "icd10|A97", "en": None}]
    assert statistics(store).nodes["Concept"] == 2


def test_progress_is_told_by_the_thousand(store: Store) -> None:
    """Large catalogues are loaded in parts, and the caller hears of each."""
    told: list[tuple[int, int]] = []
    many = (Concept("icd10", f"X{n:04}") for n in range(1001))
    assert load_concepts(store, many, lambda *done: told.append(done)) == 1001
    assert told == [(1000, 0), (1001, 0)]


def test_a_facility_keeps_the_level_that_nobody_denies(store: Store) -> None:
    """A new name without a level leaves the level alone."""
    load_facilities(store, [Place("01004", "Bệnh viện Thanh Nhàn", "2")])
    load_facilities(store, [Place("01004", "BV Thanh Nhàn")])
    assert rows(store, "MATCH (f:Facility) RETURN f.full_name AS name, f.level AS level") == [
        {"name": "BV Thanh Nhàn", "level": "2"}
    ]


def test_old_wards_became_present_ones(store: Store) -> None:
    """A code used before and after 1 July 2025 is two wards; the largest successor is the main."""
    present = [Place("00070", "Phường Hoàn Kiếm"), Place("00082", "Phường Cửa Nam")]
    old = [Place("00070", "Phường Hàng Bài", district="002", became=("00082", "00070"))]
    for _ in range(2):
        load_wards(store, present, old)
    found = rows(
        store,
        "MATCH (o:Ward)-[b:BECAME]->(n:Ward) RETURN o.id AS old, o.present AS present, "
        "n.id AS now, b.main AS main ORDER BY now",
    )
    assert found == [
        {"old": "old|00070", "present": False, "now": "00070", "main": False},
        {"old": "old|00070", "present": False, "now": "00082", "main": True},
    ]


def test_nothing_to_load_is_nothing_to_write(store: Store) -> None:
    """Empty lists leave the store as it was."""
    load_facilities(store, [])
    assert load_concepts(store, []) == 0
    assert statistics(store).nodes["Facility"] == 0
