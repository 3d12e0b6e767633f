"""Kinds of nodes that say whose a record is, and who decided it."""

from __future__ import annotations

from graph.schema import NodeKind, Property, Sensitivity, Type, identifying

IDENTITY: tuple[NodeKind, ...] = (
    NodeKind(
        "Person",
        "p-<random>",
        "A citizen. Says nothing itself: its records do",
        (
            Property("created_at", Type.INSTANT, "when the first record made this person"),
            Property("provisional", Type.FLAG, "made by a *maybe* that is not settled yet"),
            Property(
                "corrections",
                Type.JSON,
                "{field: {value, at, by, decision}}",
                Sensitivity.IDENTIFYING,
            ),
        ),
    ),
    NodeKind(
        "PatientRecord",
        "<facility>|<MA_BN>",
        "What one facility says of one patient",
        (
            Property("facility", Type.TEXT, "facility code (MA_CSKCB)"),
            identifying("local_id", Type.TEXT, "the facility's patient code (MA_BN)"),
            identifying("full_name", Type.TEXT, "name as last said"),
            Property(
                "name_key",
                Type.TEXT,
                "name folded: no marks, lower case",
                Sensitivity.IDENTIFYING,
                "equal",
            ),
            identifying("birth_date", Type.DATE, "birth date as last said"),
            identifying("sex", Type.TEXT, "male, female, unknown"),
            identifying("address", Type.TEXT, "residence as last said"),
            identifying("identity", Type.JSON, "the whole identity as last said"),
            Property("said_at", Type.INSTANT, "when that was said, the last time"),
            Property("said_since", Type.INSTANT, "when that was said first"),
            identifying("earlier", Type.JSON, "[{identity, first, last}]: what it said before"),
            Property(
                "presence",
                Type.JSON,
                "{stays: [[from, to]], died}: what bars it from being somebody else",
                Sensitivity.CLINICAL,
            ),
            Property("created_at", Type.INSTANT, "when the record was first stored"),
            Property("editions", Type.JSON, "{table: edition} of what is said outside any visit"),
        ),
    ),
    NodeKind(
        "Identifier",
        "<system>|<value>",
        "A number or phone that records carry",
        (
            identifying("system", Type.TEXT, "personal, insurance (last 10 digits), phone"),
            identifying("value", Type.TEXT, "the value, normalised"),
        ),
    ),
    NodeKind(
        "BlockKey",
        "<rule>:<value>",
        "A blocking key: candidates share one; writers lock it",
        (Property("touch", Type.FLAG, "set by every writer: the lock"),),
    ),
    NodeKind(
        "Decision",
        "d-<random>",
        "One identity decision, appended and never changed",
        (
            Property("at", Type.INSTANT, "when"),
            Property("made_by", Type.TEXT, "model version or steward"),
            Property("kind", Type.TEXT, "link, move, split, merge, apart, edit, undo"),
            Property("reason", Type.TEXT, "why, in the words of whoever decided"),
            Property("record", Type.TEXT, "PatientRecord id, the first when there are several"),
            Property("person", Type.TEXT, "Person id that the record was given"),
            Property("outcome", Type.TEXT, "same, maybe, new"),
            Property("bits", Type.NUMBER, "weight of evidence for the best candidate"),
            identifying("evidence", Type.JSON, "[{field, level, bits}] for the best candidate"),
            Property("runner_up", Type.JSON, "{person, bits} or null"),
            Property("candidate", Type.TEXT, "best candidate, when it is not the person given"),
            Property("replaces", Type.TEXT, "Decision id that this one overrules"),
            Property("undoes", Type.TEXT, "Decision id that this one takes back"),
            identifying("effects", Type.JSON, "{removed, added}: facts of the footprint"),
            Property(
                "noticed",
                Type.INTEGER,
                "microseconds since 1970, on decisions that apps are told of",
                index="range",
            ),
        ),
    ),
    NodeKind(
        "ReviewTask",
        "t-<record>",
        "A doubtful match for a steward",
        (
            Property("created_at", Type.INSTANT, "when"),
            Property(
                "state",
                Type.TEXT,
                "open, deferred, second (another must agree), decided",
                index="equal",
            ),
            Property("bits", Type.NUMBER, "weight of evidence"),
            Property("record", Type.TEXT, "PatientRecord id"),
            Property("person", Type.TEXT, "Person id that it may be"),
            Property("kind", Type.TEXT, "same (one citizen?) or two (two citizens in one?)"),
            Property("records", Type.TEXTS, "of kind two: PatientRecord ids that would go"),
            identifying("evidence", Type.JSON, "of kind two: [{field, level, bits}]"),
            Property("decision", Type.TEXT, "Decision id that asked"),
            Property("claimed_by", Type.TEXT, "steward who works on it"),
            Property("claimed_at", Type.INSTANT, "since when"),
            Property("verdict", Type.TEXT, "same, not-same, split, overtaken"),
            Property("decided_by", Type.TEXT, "who decided; of two pairs of eyes the first"),
            Property("decided_at", Type.INSTANT, "when"),
            identifying("note", Type.TEXT, "the steward's words"),
        ),
    ),
)
