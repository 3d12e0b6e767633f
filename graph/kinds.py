"""The schema: every kind of node and edge that the graph may hold. Change it here, then migrate.

Names follow the rules that both engines share (docs/adr/0003-one-cypher-two-engines.md): string
`id` as the only key, no property called name, title, type, label, start, end.
"""

from __future__ import annotations

from graph.schema import EdgeKind, NodeKind, Property, Sensitivity, Type

#: Raised by one with every change of this file; `healthgraph store migrate` brings a store to it.
SCHEMA_VERSION = 2

_IDENTIFYING, _CLINICAL = Sensitivity.IDENTIFYING, Sensitivity.CLINICAL
_RESTRICTED, _SECRET = Sensitivity.RESTRICTED, Sensitivity.SECRET


def _clinical(key: str, of: Type, meaning: str, index: str = "") -> Property:
    return Property(key, of, meaning, _CLINICAL, index)


def _identifying(key: str, of: Type, meaning: str) -> Property:
    return Property(key, of, meaning, _IDENTIFYING)


_FACT_SOURCE = (
    Property("message", Type.TEXT, "SHA-256 of the message that said it"),
    Property("origin_table", Type.TEXT, "table of the message, such as XML2"),
    Property("origin_row", Type.INTEGER, "row of that table, from 1"),
)

NODES: tuple[NodeKind, ...] = (
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
        "Person",
        "p-<random>",
        "A citizen. Says nothing itself: its records do",
        (
            Property("created_at", Type.INSTANT, "when the first record made this person"),
            Property("provisional", Type.FLAG, "made by a *maybe* that is not settled yet"),
            Property("corrections", Type.JSON, "{field: {value, at, by, decision}}", _IDENTIFYING),
        ),
    ),
    NodeKind(
        "PatientRecord",
        "<facility>|<MA_BN>",
        "What one facility says of one patient",
        (
            Property("facility", Type.TEXT, "facility code (MA_CSKCB)"),
            _identifying("local_id", Type.TEXT, "the facility's patient code (MA_BN)"),
            _identifying("full_name", Type.TEXT, "name as last said"),
            Property(
                "name_key", Type.TEXT, "name folded: no marks, lower case", _IDENTIFYING, "equal"
            ),
            _identifying("birth_date", Type.DATE, "birth date as last said"),
            _identifying("sex", Type.TEXT, "male, female, unknown"),
            _identifying("address", Type.TEXT, "residence as last said"),
            _identifying("identity", Type.JSON, "the whole identity as last said"),
            Property("said_at", Type.INSTANT, "when that was said"),
            Property("created_at", Type.INSTANT, "when the record was first stored"),
        ),
    ),
    NodeKind(
        "Identifier",
        "<system>|<value>",
        "A number or phone that records carry",
        (
            _identifying("system", Type.TEXT, "personal, insurance (last 10 digits), phone"),
            _identifying("value", Type.TEXT, "the value, normalised"),
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
            _identifying("evidence", Type.JSON, "[{field, level, bits}] for the best candidate"),
            Property("runner_up", Type.JSON, "{person, bits} or null"),
            Property("candidate", Type.TEXT, "best candidate, when it is not the person given"),
            Property("replaces", Type.TEXT, "Decision id that this one overrules"),
            Property("undoes", Type.TEXT, "Decision id that this one takes back"),
            _identifying("effects", Type.JSON, "{removed, added}: facts of the footprint"),
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
            Property("decision", Type.TEXT, "Decision id that asked"),
            Property("claimed_by", Type.TEXT, "steward who works on it"),
            Property("claimed_at", Type.INSTANT, "since when"),
            Property("verdict", Type.TEXT, "same, not-same, split, overtaken"),
            Property("decided_by", Type.TEXT, "who decided; of two pairs of eyes the first"),
            Property("decided_at", Type.INSTANT, "when"),
            _identifying("note", Type.TEXT, "the steward's words"),
        ),
    ),
    NodeKind(
        "Facility",
        "<MA_CSKCB>",
        "A hospital, clinic or health station",
        (
            Property("full_name", Type.TEXT, "name"),
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
            Property("words_en", Type.TEXT, "English wording"),
            Property("words_vi", Type.TEXT, "Vietnamese wording, when a catalogue was loaded"),
        ),
    ),
    NodeKind(
        "Encounter",
        "<MA_CSKCB>|<MA_LK>",
        "One visit at one facility",
        (
            Property("facility", Type.TEXT, "facility code (MA_CSKCB)"),
            Property("visit", Type.TEXT, "the facility's visit key (MA_LK)"),
            Property("kind", Type.TEXT, "MA_LOAI_KCB"),
            Property("arrival_only", Type.FLAG, "only the check-in is known (XML0)"),
            _clinical("started_at", Type.INSTANT, "NGAY_VAO"),
            _clinical("admitted_at", Type.INSTANT, "NGAY_VAO_NOI_TRU"),
            _clinical("ended_at", Type.INSTANT, "NGAY_RA"),
            _clinical("started_on", Type.DAY, "local day of started_at", "range"),
            _clinical("department", Type.TEXT, "MA_KHOA"),
            _clinical("reason", Type.TEXT, "LY_DO_VV"),
            _clinical("entitlement", Type.TEXT, "MA_DOITUONG_KCB"),
            _clinical("result", Type.TEXT, "KET_QUA_DTRI"),
            _clinical("ending", Type.TEXT, "MA_LOAI_RV"),
            _clinical("days", Type.INTEGER, "SO_NGAY_DTRI"),
            _clinical("treatment", Type.TEXT, "PP_DIEU_TRI"),
            _clinical("referred_from", Type.TEXT, "MA_NOI_DI"),
            _clinical("referred_to", Type.TEXT, "MA_NOI_DEN"),
            _clinical("letter", Type.TEXT, "GIAY_CHUYEN_TUYEN as sent"),
            _clinical("weight_kg", Type.NUMBER, "CAN_NANG"),
            _clinical("newborn_weight_g", Type.NUMBER, "CAN_NANG_CON"),
            _clinical("blood_group", Type.TEXT, "NHOM_MAU"),
            Property("cost_total", Type.NUMBER, "T_TONGCHI_BV, đồng"),
            Property("cost_insured", Type.NUMBER, "T_TONGCHI_BH, đồng"),
            Property("cost_paid_by_insurance", Type.NUMBER, "T_BHTT, đồng"),
            Property("cost_paid_by_patient", Type.NUMBER, "T_BNTT + T_BNCCT, đồng"),
            _clinical("medical_record", Type.TEXT, "MA_HSBA"),
            Property("editions", Type.JSON, "{table: edition} that stand; * is a whole visit"),
            Property("said_at", Type.INSTANT, "when the sender said it"),
            Property("received_at", Type.INSTANT, "when it was received"),
            *_FACT_SOURCE,
        ),
    ),
    NodeKind(
        "Diagnosis",
        "<encounter>|dx|<n>",
        "A diagnosis of a visit",
        (
            _clinical("role", Type.TEXT, "admission, main, secondary, traditional"),
            _clinical("position", Type.INTEGER, "order within the visit"),
            _clinical("code", Type.TEXT, "ICD-10 with dot"),
            _clinical("as_sent", Type.TEXT, "the code as sent"),
            _clinical("wording", Type.TEXT, "the words given"),
            *_FACT_SOURCE,
        ),
    ),
    NodeKind(
        "Prescription",
        "<encounter>|rx|<n>",
        "What one practitioner ordered at one time",
        (
            _clinical("ordered_at", Type.INSTANT, "NGAY_YL"),
            _clinical("department", Type.TEXT, "MA_KHOA"),
            _clinical("prescriber", Type.TEXT, "MA_BAC_SI"),
            *_FACT_SOURCE,
        ),
    ),
    NodeKind(
        "MedicationItem",
        "<prescription>|<n>",
        "One drug of a prescription",
        (
            _clinical("position", Type.INTEGER, "order within the prescription"),
            _clinical("code", Type.TEXT, "MA_THUOC"),
            _clinical("drug", Type.TEXT, "TEN_THUOC"),
            _clinical("strength", Type.TEXT, "HAM_LUONG"),
            _clinical("ingredient", Type.TEXT, "active ingredient, when given"),
            _clinical("registration", Type.TEXT, "SO_DANG_KY"),
            _clinical("dose", Type.TEXT, "LIEU_DUNG"),
            _clinical("instructions", Type.TEXT, "CACH_DUNG"),
            _clinical("route", Type.TEXT, "DUONG_DUNG"),
            _clinical("quantity", Type.NUMBER, "SO_LUONG"),
            _clinical("unit", Type.TEXT, "DON_VI_TINH"),
            Property("cost", Type.NUMBER, "THANH_TIEN_BV, đồng"),
            *_FACT_SOURCE,
        ),
    ),
    NodeKind(
        "Service",
        "<encounter>|sv|<n>",
        "A service or supply of a visit",
        (
            _clinical("code", Type.TEXT, "MA_DICH_VU or MA_VAT_TU"),
            _clinical("wording", Type.TEXT, "TEN_DICH_VU or TEN_VAT_TU"),
            _clinical("material", Type.FLAG, "a supply"),
            _clinical("ordered_at", Type.INSTANT, "NGAY_YL"),
            _clinical("performed_at", Type.INSTANT, "NGAY_TH_YL"),
            _clinical("result_at", Type.INSTANT, "NGAY_KQ"),
            _clinical("quantity", Type.NUMBER, "SO_LUONG"),
            _clinical("unit", Type.TEXT, "DON_VI_TINH"),
            _clinical("department", Type.TEXT, "MA_KHOA"),
            Property("cost", Type.NUMBER, "THANH_TIEN_BV, đồng"),
            *_FACT_SOURCE,
        ),
    ),
    NodeKind(
        "Observation",
        "<encounter>|ob|<n>",
        "A result of a visit",
        (
            _clinical("service", Type.TEXT, "MA_DICH_VU"),
            _clinical("code", Type.TEXT, "MA_CHI_SO"),
            _clinical("wording", Type.TEXT, "TEN_CHI_SO"),
            _clinical("value", Type.TEXT, "GIA_TRI as sent"),
            _clinical("unit", Type.TEXT, "DON_VI_DO"),
            _clinical("description", Type.TEXT, "MO_TA"),
            _clinical("conclusion", Type.TEXT, "KET_LUAN"),
            _clinical("resulted_at", Type.INSTANT, "NGAY_KQ"),
            *_FACT_SOURCE,
        ),
    ),
    NodeKind(
        "Referral",
        "<sender>|<letter>",
        "A referral, joined from its two ends",
        (
            _clinical("letter", Type.TEXT, "GIAY_CHUYEN_TUYEN, normalised"),
            _clinical("sender", Type.TEXT, "facility that sends"),
            _clinical("receiver", Type.TEXT, "facility named in the letter"),
            _clinical("stated", Type.FLAG, "the sender's letter has arrived (XML13)"),
            _clinical("issued_on", Type.DAY, "day of the letter"),
            _clinical("reason", Type.TEXT, "MA_LYDO_CT"),
            _clinical("main_code", Type.TEXT, "MA_BENH_CHINH"),
            _clinical("diagnosis", Type.TEXT, "CHAN_DOAN_RV"),
            _clinical("condition", Type.TEXT, "TINH_TRANG_CT"),
            _clinical("plan", Type.TEXT, "HUONG_DIEU_TRI"),
            _clinical("transport", Type.TEXT, "PHUONGTIEN_VC"),
            *_FACT_SOURCE,
        ),
    ),
    NodeKind(
        "Appointment",
        "<encounter>|ap|<yyyymmdd>",
        "A booked revisit",
        (
            _clinical("day", Type.DAY, "booked day"),
            _clinical("letter", Type.TEXT, "SO_GIAYHEN_KL"),
            _clinical("diagnosis", Type.TEXT, "CHAN_DOAN_RV"),
            *_FACT_SOURCE,
        ),
    ),
    NodeKind(
        "Document",
        "<encounter>|doc|<n>",
        "A paper of a visit, field by field",
        (
            Property("kind", Type.TEXT, "progress, discharge, summary, sick-leave, birth …"),
            _clinical("written_at", Type.INSTANT, "when written"),
            Property("restricted", Type.FLAG, "HIV or TB: never in a health book"),
            Property("content", Type.JSON, "{field: value}", _RESTRICTED),
            *_FACT_SOURCE,
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
            Property("password_hash", Type.TEXT, "argon2id", _SECRET),
            Property("created_at", Type.INSTANT, "when"),
        ),
    ),
)

EDGES: tuple[EdgeKind, ...] = (
    EdgeKind(
        "IDENTIFIES",
        "PatientRecord",
        "Person",
        "the record is about this person",
        (
            Property("since", Type.INSTANT, "when it was decided"),
            Property("decision", Type.TEXT, "Decision id"),
        ),
    ),
    EdgeKind("BLOCKED_BY", "PatientRecord", "BlockKey", "the record has this blocking key"),
    EdgeKind(
        "HAS_IDENTIFIER",
        "PatientRecord",
        "Identifier",
        "the record carries this number",
        (
            Property("first_said", Type.INSTANT, "first time"),
            Property("last_said", Type.INSTANT, "last time"),
        ),
    ),
    EdgeKind(
        "NAMES_PARENT",
        "PatientRecord",
        "Identifier",
        "the record names a parent by number",
        (
            Property("kinship", Type.TEXT, "mother, father, guardian"),
            Property("name_key", Type.TEXT, "the parent's name, folded", _IDENTIFYING),
        ),
    ),
    EdgeKind(
        "CHILD_OF",
        "PatientRecord",
        "PatientRecord",
        "child's record to a parent's record",
        (
            Property("kinship", Type.TEXT, "mother, father"),
            Property("document", Type.TEXT, "Document id of the birth certificate"),
            Property("visit", Type.TEXT, "Encounter id of the visit that certified the birth"),
        ),
    ),
    EdgeKind(
        "SPLIT_FROM", "PatientRecord", "PatientRecord", "reuses the facility's code of another"
    ),
    EdgeKind(
        "LIVES_IN",
        "PatientRecord",
        "Ward",
        "present ward of residence as last said; several when an old ward was split",
        (Property("certain", Type.FLAG, "the only ward it can be"),),
    ),
    EdgeKind(
        "POSSIBLY_SAME_AS",
        "Person",
        "Person",
        "a *maybe*: provisional to the likely person",
        (
            Property("bits", Type.NUMBER, "weight of evidence"),
            Property("decision", Type.TEXT, "Decision id"),
        ),
    ),
    EdgeKind(
        "NOT_SAME_AS",
        "PatientRecord",
        "Person",
        "a verdict that holds against every rerun",
        (Property("decision", Type.TEXT, "Decision id"),),
    ),
    EdgeKind(
        "MERGED_INTO",
        "Person",
        "Person",
        "an id that is an alias of another from then on",
        (
            Property("since", Type.INSTANT, "when it was decided"),
            Property("decision", Type.TEXT, "Decision id"),
        ),
    ),
    EdgeKind(
        "ABOUT",
        "Decision",
        "PatientRecord",
        "the record decided on",
        (
            Property("person", Type.TEXT, "Person id that it was given"),
            Property("replaces", Type.TEXT, "Decision id that gave it before"),
        ),
    ),
    EdgeKind("GIVES", "Decision", "Person", "the person given"),
    EdgeKind("ASKS_ABOUT", "ReviewTask", "PatientRecord", "the record in doubt"),
    EdgeKind("SUGGESTS", "ReviewTask", "Person", "the person it may be"),
    EdgeKind("OF", "Encounter", "PatientRecord", "the visit's patient"),
    EdgeKind("AT", "Encounter", "Facility", "where"),
    EdgeKind("STATED_IN", "Encounter", "Message", "a message that speaks of the visit"),
    EdgeKind("ATTENDED_BY", "Encounter", "Practitioner", "who treated"),
    EdgeKind("DIAGNOSED_IN", "Diagnosis", "Encounter", "the visit"),
    EdgeKind("CODED_AS", "Diagnosis", "Concept", "the code"),
    EdgeKind("PRESCRIBED_IN", "Prescription", "Encounter", "the visit"),
    EdgeKind("PART_OF", "MedicationItem", "Prescription", "the prescription"),
    EdgeKind("PERFORMED_IN", "Service", "Encounter", "the visit"),
    EdgeKind("OBSERVED_IN", "Observation", "Encounter", "the visit"),
    EdgeKind("WRITTEN_IN", "Document", "Encounter", "the visit"),
    EdgeKind("ISSUED_IN", "Referral", "Encounter", "the visit at the sender"),
    EdgeKind("FROM", "Referral", "Facility", "sender"),
    EdgeKind("TO", "Referral", "Facility", "receiver named in the letter"),
    EdgeKind(
        "FULFILLED_BY",
        "Referral",
        "Encounter",
        "the visit at the receiver",
        (
            Property(
                "how", Type.TEXT, "letter (the visit names it) or person (same person, in time)"
            ),
        ),
    ),
    EdgeKind("BOOKED_IN", "Appointment", "Encounter", "the visit that booked it"),
    EdgeKind(
        "KEPT_BY",
        "Appointment",
        "Encounter",
        "the visit that kept it",
        (Property("how", Type.TEXT, "letter or day"),),
    ),
    EdgeKind("IS_A", "Concept", "Concept", "narrower to wider"),
    EdgeKind(
        "BECAME",
        "Ward",
        "Ward",
        "old ward to present ward",
        (
            Property("share", Type.NUMBER, "share of the old ward, when known"),
            Property("main", Type.FLAG, "the largest part"),
        ),
    ),
    EdgeKind("LOOKED_AT", "AccessEvent", "Person", "whose data"),
)
