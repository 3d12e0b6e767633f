"""Condition, AllergyIntolerance, Immunization, Observation, Procedure into events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.model import Allergy, Diagnosis, Immunization, Observation, Origin, Service
from ingest.fhir.coded import Coded, code_of, coded, words_of
from ingest.fhir.context import Context
from ingest.fhir.parts import Part, choice, day, many, moment, number, one, text, texts, until, when

#: Condition category, or the use said in Encounter.diagnosis -> role.
ROLES = {"AD": "admission", "DD": "main", "CC": "admission", "CM": "secondary", "principal": "main",
         "problem-list-item": "problem"}  # fmt: skip


def diagnoses(it: Context) -> Iterator[Diagnosis]:
    """Read a Condition; its role is what the encounter says of it, else that of its category."""
    condition = it.resource
    code = coded(condition.get("code"), it.facility, "icd10", "snomed")
    yield Diagnosis(
        it.origin,
        role=_role(it),
        code=code.code,
        as_sent=code.as_sent,
        text=code.wording,
        system=code.system,
        codes=code.codes,
        status=code_of(condition.get("clinicalStatus")),
        onset_at=when(condition, "onset"),
        ended_at=when(condition, "abatement"),
        recorded_at=moment(condition.get("recordedDate")),
    )


def _role(it: Context) -> str:
    encounter = it.index.find(it.resource.get("encounter"))
    for said in many(encounter.resource.get("diagnosis")) if encounter else ():
        named = it.index.find(said.get("condition"))
        if named is not None and named.table == it.entry.table:
            rank = "main" if text(said.get("rank")) == "1" else "secondary"
            return ROLES.get(code_of(said.get("use")), rank)
    kinds = [code_of(each) for each in many(it.resource.get("category"))]
    asked = "problem" if encounter is None else "secondary"
    return next((ROLES[kind] for kind in kinds if kind in ROLES), asked)


def allergies(it: Context) -> Iterator[Allergy]:
    """Read an AllergyIntolerance."""
    allergy = it.resource
    code = coded(allergy.get("code"), it.facility, "rxnorm", "snomed")
    yield Allergy(
        it.origin,
        **code.event,
        category=", ".join(texts(allergy.get("category"))),
        kind=text(allergy.get("type")),
        criticality=text(allergy.get("criticality")),
        status=code_of(allergy.get("clinicalStatus")),
        certainty=code_of(allergy.get("verificationStatus")),
        reactions=tuple(_reactions(allergy)),
        onset_at=when(allergy, "onset"),
        recorded_at=moment(allergy.get("recordedDate")),
    )


def _reactions(allergy: Part) -> Iterator[str]:
    for reaction in many(allergy.get("reaction")):
        yield from (
            words_of(each) for each in many(reaction.get("manifestation")) if words_of(each)
        )


def immunizations(it: Context) -> Iterator[Immunization]:
    """Read an Immunization."""
    given = it.resource
    dose = one(given.get("doseQuantity"))
    protocol = one(given.get("protocolApplied"))
    performer = one(given.get("performer"))
    yield Immunization(
        it.origin,
        **coded(given.get("vaccineCode"), it.facility, "cvx", "snomed").event,
        status=text(given.get("status")),
        given_at=when(given, "occurrence"),
        lot=text(given.get("lotNumber")),
        manufacturer=it.text_of(given.get("manufacturer")),
        dose=text(choice(protocol, "doseNumber", "PositiveInt", "String")),
        quantity=number(dose.get("value")),
        unit=text(dose.get("unit")) or text(dose.get("code")),
        route=words_of(given.get("route")),
        site=words_of(given.get("site")),
        expires_on=day(given.get("expirationDate")),
        practitioner=it.practitioner(performer.get("actor")),
        primary_source=text(given.get("primarySource")) != "false",
    )


def services(it: Context) -> Iterator[Service]:
    """Read a Procedure."""
    done = it.resource
    practitioners = (it.practitioner(each.get("actor")) for each in many(done.get("performer")))
    yield Service(
        it.origin,
        **coded(done.get("code"), it.facility, "").event,
        role="procedure",
        status=text(done.get("status")),
        performed_at=when(done, "performed"),
        ended_at=until(done, "performed"),
        practitioners=tuple(each for each in practitioners if each),
        body_site=words_of(done.get("bodySite")),
    )


def observations(it: Context) -> Iterator[Observation]:
    """Read an Observation: its value, and one more for each component."""
    seen = it.resource
    code = coded(seen.get("code"), it.facility, "", "loinc")
    frame = Observation(
        it.origin,
        description="; ".join(text(note.get("text")) for note in many(seen.get("note"))),
        resulted_at=moment(seen.get("issued")) or when(seen, "effective"),
        observed_at=when(seen, "effective"),
        practitioner=it.practitioner(seen.get("performer")),
        category=code_of(seen.get("category")),
        status=text(seen.get("status")),
        specimen=it.text_of(seen.get("specimen")),
    )
    components = list(many(seen.get("component")))
    if not components or choice(seen, "value", *_VALUES) is not None:
        yield _with_value(frame, seen, code)
    panel = f"{code.system}|{code.code}" if code.code else ""
    for row, part in enumerate(components, 2):
        of = coded(part.get("code"), it.facility, "", "loinc")
        yield replace(_with_value(frame, part, of), origin=Origin(it.entry.table, row), panel=panel)


_VALUES = (
    "Quantity", "CodeableConcept", "String", "Boolean", "Integer", "DateTime", "Time", "Range",
    "Ratio", "Period", "SampledData",
)  # fmt: skip


def _with_value(frame: Observation, part: Part, code: Coded) -> Observation:
    quantity = one(part.get("valueQuantity"))
    value = text(quantity.get("comparator")) + text(quantity.get("value")) or _plain(part)
    return replace(
        frame,
        **code.event,
        value=value,
        unit=text(quantity.get("unit")) or text(quantity.get("code")),
        number=number(quantity.get("value")) if quantity else number(part.get("valueInteger")),
        abnormal=code_of(part.get("interpretation")),
        reference=_reference(one(part.get("referenceRange"))),
        conclusion=words_of(part.get("dataAbsentReason")),
    )


def _plain(part: Part) -> str:
    said = choice(part, "value", *_VALUES[1:])
    return text(said) or words_of(said) or _range(one(said))


def _range(part: Part) -> str:
    ends = [part.get(key) for key in ("low", "high", "numerator", "denominator", "start", "end")]
    return " – ".join(filter(None, (text(end) or _quantity(one(end)) for end in ends)))


def _reference(part: Part) -> str:
    return text(part.get("text")) or _range(part)


def _quantity(part: Part) -> str:
    return " ".join(filter(None, (text(part.get("value")), text(part.get("unit")))))
