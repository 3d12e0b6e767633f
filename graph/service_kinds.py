"""Kinds of nodes that the service itself needs: its version, messages, looks and accounts."""

from __future__ import annotations

from graph.schema import NodeKind, Property, Sensitivity, Type

SERVICE: tuple[NodeKind, ...] = (
    NodeKind(
        "StoreInfo",
        "schema",
        "What this store is",
        (
            Property("version", Type.INTEGER, "schema version"),
            Property("migrated_at", Type.INSTANT, "when it was brought to that version"),
        ),
    ),
    NodeKind(
        "Message",
        "<sha256>",
        "A message as received",
        (
            Property("facility", Type.TEXT, "who sent it"),
            Property("wire", Type.TEXT, "format, such as qd130-xml"),
            Property("version", Type.TEXT, "version of the format, such as 3176"),
            Property("said_at", Type.INSTANT, "time the sender gives"),
            Property("received_at", Type.INSTANT, "when we had it"),
            Property("stored_at", Type.INSTANT, "when its facts were in the graph"),
            Property("records", Type.INTEGER, "records it carried"),
        ),
    ),
    NodeKind(
        "AccessEvent",
        "a-<random>",
        "One look at a person",
        (
            Property("at", Type.INSTANT, "when"),
            Property("subject", Type.TEXT, "account that looked"),
            Property("role", Type.TEXT, "in which role"),
            Property("facility", Type.TEXT, "for which facility"),
            Property("action", Type.TEXT, "what was opened"),
            Property("granted", Type.FLAG, "whether it was shown"),
        ),
    ),
    NodeKind(
        "Account",
        "<user name>",
        "Who may call the service",
        (
            Property("full_name", Type.TEXT, "display name"),
            Property("role", Type.TEXT, "facility, clinician, citizen, steward, leader, admin"),
            Property("facility", Type.TEXT, "facility code, where the role has one"),
            Property("password_hash", Type.TEXT, "argon2id", Sensitivity.SECRET),
            Property("created_at", Type.INSTANT, "when"),
        ),
    ),
)
