"""The schema: every kind of node and edge that the graph may hold. Change it, then migrate.

The kinds stand in tables by subject. Names follow the rules that both engines share
(docs/adr/0003-one-cypher-two-engines.md): string `id` as the only key, no property called name,
title, type, label, start, end.
"""

from __future__ import annotations

from graph.city_kinds import CITY
from graph.clinical_kinds import CLINICAL
from graph.daily_kinds import DAILY
from graph.edge_kinds import EDGES
from graph.identity_kinds import IDENTITY
from graph.patient_kinds import PATIENT
from graph.schema import NodeKind
from graph.service_kinds import SERVICE

__all__ = ["EDGES", "NODES", "SCHEMA_VERSION"]

#: Raised by one with every change of the kinds; `healthgraph store migrate` brings a store to it.
SCHEMA_VERSION = 4

NODES: tuple[NodeKind, ...] = (*IDENTITY, *CITY, *CLINICAL, *PATIENT, *SERVICE, *DAILY)
