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
        "FeedDay",
        "<facility>|<wire>|<yyyymmdd>",
        "What a facility sent in one format on one day of receipt",
        (
            Property("touch", Type.FLAG, "set by every writer: the lock"),
            Property("facility", Type.TEXT, "facility code (MA_CSKCB)", index="equal"),
            Property("wire", Type.TEXT, "format, such as qd130-xml"),
            Property("day", Type.DAY, "day of receipt", index="range"),
            Property("version", Type.TEXT, "latest version of the format"),
            Property("first_received_at", Type.INSTANT, "first message"),
            Property("last_received_at", Type.INSTANT, "last message"),
            Property("last_said_at", Type.INSTANT, "latest time that a sender gave"),
            Property("messages", Type.INTEGER, "messages stored"),
            Property("records", Type.INTEGER, "records in them"),
            Property("stored", Type.INTEGER, "records that were new"),
            Property("replaced", Type.INTEGER, "records that replaced an earlier edition"),
            Property("superseded", Type.INTEGER, "records that came after a later edition"),
            Property("within_15m", Type.INTEGER, "messages stored within 15 minutes of being said"),
            Property("within_day", Type.INTEGER, "messages stored within a day"),
            Property("within_legal", Type.INTEGER, "messages stored within the legal time"),
            Property("lag_seconds", Type.INTEGER, "sum of the times from said to stored"),
            Property("lag_most", Type.INTEGER, "longest of them, in seconds"),
            Property("tables", Type.JSON, "{table: records that carried it}"),
            Property("applied", Type.JSON, "{rule: how often it spoke}"),
            Property("broken", Type.JSON, "{rule: how often it was broken}"),
            Property("examples", Type.JSON, "{rule: [Encounter id]}"),
        ),
    ),
    NodeKind(
        "Feed",
        "<facility>|<wire>",
        "A facility in one format, and whether it was last noted as silent",
        (
            Property("touch", Type.FLAG, "set by every writer: the lock"),
            Property("silent", Type.FLAG, "silent when it was last looked at"),
        ),
    ),
    NodeKind(
        "FeedEvent",
        "<facility>|<wire>|<instant>",
        "A facility fell silent, or was heard again",
        (
            Property("facility", Type.TEXT, "facility code (MA_CSKCB)"),
            Property("wire", Type.TEXT, "format"),
            Property("kind", Type.TEXT, "silent or heard"),
            Property("at", Type.INSTANT, "when it was noticed"),
            Property("noticed", Type.INTEGER, "microseconds since 1970", index="range"),
            Property("last_received_at", Type.INSTANT, "last message until then"),
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
