"""Kinds of nodes that visits refer to: places, people who treat, and codes."""

from __future__ import annotations

from graph.schema import NodeKind, Property, Type

CITY: tuple[NodeKind, ...] = (
    NodeKind(
        "Facility",
        "<MA_CSKCB>",
        "A hospital, clinic or health station",
        (
            Property("full_name", Type.TEXT, "name"),
            Property("wires", Type.TEXTS, "formats in which it has spoken of visits"),
            Property(
                "level", Type.TEXT, "city_general, city_specialised, district_general, station …"
            ),
        ),
    ),
    NodeKind("Practitioner", "<licence>", "A doctor, by practice licence or old certificate", ()),
    NodeKind(
        "Ward",
        "<code>, or old|<code> for a ward until 30 June 2025",
        "A ward or commune, old (until 30 June 2025) or present",
        (
            Property("full_name", Type.TEXT, "name"),
            Property("district", Type.TEXT, "district, old wards only"),
            Property("present", Type.FLAG, "exists since 1 July 2025"),
        ),
    ),
    NodeKind(
        "Concept",
        "<system>|<code>",
        "A code of a catalogue, such as icd10|A97.0",
        (
            Property("code", Type.TEXT, "the code, with dot"),
            Property("system", Type.TEXT, "the catalogue: icd10, loinc, snomed, rxnorm, cvx …"),
            Property("said_as", Type.TEXT, "words of the first sender, where no catalogue has any"),
            Property("words_en", Type.TEXT, "English wording"),
            Property("words_vi", Type.TEXT, "Vietnamese wording, when a catalogue was loaded"),
        ),
    ),
)
