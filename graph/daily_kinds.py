"""Kinds of nodes that numbers come from: the facts of each day, and what made them stale."""

from __future__ import annotations

from graph.schema import NodeKind, Property, Type, clinical

DAILY: tuple[NodeKind, ...] = (
    NodeKind(
        "DailyFact",
        "<yyyymmdd>",
        "The visits, diagnoses, drugs, letters and bookings of one day, as columns",
        (
            Property("day", Type.DAY, "Hanoi's calendar", index="range"),
            Property("version", Type.INTEGER, "the refresh that wrote it", index="range"),
            Property("rows", Type.INTEGER, "visits of the day"),
            clinical("columns", Type.TEXT, "packed tables (graph.daily_columns)"),
        ),
    ),
    NodeKind(
        "StaleDay",
        "<random>",
        "A transaction changed what happened on that day; a refresh takes it away",
        (Property("day", Type.DAY, "Hanoi's calendar", index="range"),),
    ),
    NodeKind(
        "FactClock",
        "facts",
        "How often the daily facts were refreshed: the data version of a receipt",
        (
            Property("version", Type.INTEGER, "number of the last refresh"),
            Property("refreshed_at", Type.INSTANT, "when that was"),
            Property("touch", Type.FLAG, "set by every refresh: the lock"),
        ),
    ),
)
