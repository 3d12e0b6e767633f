"""The schema keeps the rules that both engines need, and its page says what it says."""

from __future__ import annotations

from collections import Counter

import pytest

from graph import schema_doc
from graph.kinds import EDGES, NODES
from graph.schema import EdgeKind, NodeKind, Property, Sensitivity, Type

#: kglite gives these a meaning of its own (docs/adr/0003).
TAKEN_ON_NODES = {"id", "name", "title", "type", "label", "node_type"}
TAKEN_ON_EDGES = {"id", "type", "start", "start_id", "end", "end_id", "connection_type"}
LABELS = [kind.label for kind in NODES]


def test_page_is_what_the_schema_says() -> None:
    """docs/graph.md is made by `make docs`; whoever changes the schema makes it again."""
    assert schema_doc.PAGE.read_text("utf-8") == schema_doc.page()


def test_labels_are_there_once() -> None:
    """A label is one kind; an edge of one name between two labels is one kind."""
    edges = [(kind.kind, kind.source, kind.target) for kind in EDGES]
    assert [name for name, many in Counter((*LABELS, *edges)).items() if many > 1] == []


@pytest.mark.parametrize("kind", EDGES, ids=lambda kind: f"{kind.source}-{kind.kind}")
def test_edges_join_known_labels(kind: EdgeKind) -> None:
    """Both ends exist, and properties do not use names that kglite has taken."""
    assert {kind.source, kind.target} <= set(LABELS)
    assert not {each.key for each in kind.properties} & TAKEN_ON_EDGES


@pytest.mark.parametrize("kind", NODES, ids=lambda kind: kind.label)
def test_properties_have_free_ascii_names(kind: NodeKind) -> None:
    """Names are ASCII, once each, and none that kglite has taken."""
    keys = [each.key for each in kind.properties]
    assert len(keys) == len(set(keys))
    assert all(key.isascii() and key.isidentifier() for key in keys)
    assert not set(keys) & TAKEN_ON_NODES


def properties() -> list[Property]:
    """Give every property of every node."""
    return [each for kind in NODES for each in kind.properties]


def test_ranges_are_on_days_only() -> None:
    """The embedded engine scans for ranges over text, so a range index stands on an integer."""
    ranged = [each for each in properties() if each.index == "range"]
    assert {each.type for each in ranged} <= {Type.DAY, Type.INTEGER}


def test_secrets_are_no_one_s_to_see() -> None:
    """What looks like a secret is marked as one, and is in no index."""
    secret = [each for each in properties() if "password" in each.key or "hash" in each.key]
    assert {each.sensitivity for each in secret} == {Sensitivity.SECRET}
    assert {each.index for each in secret} == {""}


def test_page_names_everything() -> None:
    """Each label, edge and property is on the page."""
    words = [*LABELS, *(e.kind for e in EDGES), *(f"`{each.key}`" for each in properties())]
    assert [word for word in words if word not in schema_doc.page()] == []
