"""Encounter, medication, orders, referrals, appointments, images and cover into events."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import (
    Appointment,
    Coverage,
    Encounter,
    Event,
    ImagingSeries,
    ImagingStudy,
    MedicationItem,
    Prescription,
    Referral,
    ServiceRequest,
)
from ingest.fhir.coded import code_of, coded, words_of
from ingest.fhir.context import Context
from ingest.fhir.parts import Part, day, many, moment, number, one, text, whole
from ingest.fhir.who import kind_of, numbers

#: v3 ActCode of Encounter.class -> MA_LOAI_KCB (QĐ 1804/QĐ-BYT); the ministry's own codes stay.
KINDS = {"AMB": "01", "IMP": "03", "ACUTE": "03", "NONAC": "03", "EMER": "01", "SS": "04",
         "HH": "12", "VR": "14", "OBSENC": "09", "FLD": "11"}  # fmt: skip
_STATUS = {"planned": "planned", "finished": "closed", "completed": "closed",
           "cancelled": "cancelled", "entered-in-error": "cancelled"}  # fmt: skip
_REFERRALS = frozenset({"3457005", "306206005", "referral"})
_BOOKINGS = {"noshow": "missed", "fulfilled": "kept", "cancelled": "cancelled",
             "entered-in-error": "cancelled"}  # fmt: skip


def encounters(it: Context) -> Iterator[Encounter]:
    """Read an Encounter; a cancelled one is kept as cancelled."""
    visit = it.resource
    stay, period = one(visit.get("hospitalization")), one(visit.get("period"))
    kind = code_of(visit.get("class"))
    started, bed = moment(period.get("start")), KINDS.get(kind, kind) == "03"
    staff = (it.practitioner(each.get("individual")) for each in many(visit.get("participant")))
    yield Encounter(
        it.origin,
        kind=KINDS.get(kind, kind if kind.isdigit() and len(kind) == 2 else "10" if kind else ""),
        started_at=started,
        admitted_at=started if bed else None,
        ended_at=moment(period.get("end")),
        reason=words_of(visit.get("reasonCode")) or words_of(visit.get("type")),
        ending=code_of(stay.get("dischargeDisposition")),
        referred_from=it.facility_of(stay.get("origin")),
        referred_to=it.facility_of(stay.get("destination")),
        letter=_letter(it),
        practitioners=tuple(dict.fromkeys(each for each in staff if each)),
        status=_STATUS.get(text(visit.get("status")), "open"),
        numbers=tuple(dict.fromkeys((*numbers(visit, "visit"), it.entry.id))),
    )


def _letter(it: Context) -> str:
    for each in many(it.resource.get("basedOn")):
        order = it.index.find(each, it.resource)
        if order is not None and (said := _number(order.resource)):
            return said
    return ""


def prescriptions(it: Context) -> Iterator[Prescription]:
    """Read a MedicationRequest or MedicationDispense: one drug, ordered or handed out."""
    order = it.resource
    dispensed = moment(order.get("whenHandedOver")) or moment(order.get("whenPrepared"))
    item = _drug(it, order)
    who = order.get("requester") or one(order.get("performer")).get("actor")
    yield Prescription(
        it.origin,
        ordered_at=moment(order.get("authoredOn")) or dispensed,
        prescriber=it.practitioner(who),
        items=(item,),
    )


def _drug(it: Context, order: Part) -> MedicationItem:
    held = it.index.find(order.get("medicationReference"), order)
    medicine = held.resource if held else {}
    code = coded(order.get("medicationCodeableConcept") or medicine.get("code"), it.facility, "")
    given = one(order.get("dosageInstruction"))
    amount = one(order.get("quantity") or one(order.get("dispenseRequest")).get("quantity"))
    return MedicationItem(
        it.origin,
        code=code.code,
        drug=code.wording or it.text_of(order.get("medicationReference")),
        ingredient="; ".join(_ingredients(medicine)),
        dose=text(given.get("text")),
        instructions=text(given.get("patientInstruction")),
        route=words_of(given.get("route")),
        quantity=number(amount.get("value")),
        unit=text(amount.get("unit")) or text(amount.get("code")),
        system=code.system,
        codes=code.codes,
        status=text(order.get("status")),
        dispensed_at=moment(order.get("whenHandedOver")),
    )


def _ingredients(medicine: Part) -> Iterator[str]:
    for each in many(medicine.get("ingredient")):
        if said := words_of(each.get("itemCodeableConcept")):
            yield said


def requests(it: Context) -> Iterator[Event]:
    """Read a ServiceRequest: a referral letter when it sends the patient to another facility."""
    order = it.resource
    receiver = it.facility_of(order.get("performer"))
    letter, kinds = _number(order), {code_of(each) for each in many(order.get("category"))}
    if receiver and letter and (kinds & _REFERRALS or code_of(order.get("code")) in _REFERRALS):
        yield _referral(it, letter, receiver)
        return
    named = {kind_of(each): text(each.get("value")) for each in many(order.get("identifier"))}
    yield ServiceRequest(
        it.origin,
        **coded(order.get("code"), it.facility, "").event,
        placer=named.get("placer") or letter,
        filler=named.get("filler", ""),
        accession=named.get("accession", ""),
        status=text(order.get("status")),
        intent=text(order.get("intent")),
        priority=text(order.get("priority")),
        category=code_of(order.get("category")),
        ordered_at=moment(order.get("authoredOn")),
        wanted_at=moment(order.get("occurrenceDateTime")),
        requester=it.practitioner(order.get("requester")),
        performer=it.text_of(order.get("performer")),
        reason=words_of(order.get("reasonCode")),
    )


def _referral(it: Context, letter: str, receiver: str) -> Referral:
    order = it.resource
    reason = coded(order.get("reasonCode"), it.facility, "icd10")
    return Referral(
        it.origin,
        letter=letter,
        sender=it.facility,
        receiver=receiver,
        issued_on=day(order.get("authoredOn")),
        main_code=reason.code if reason.system == "icd10" else "",
        diagnosis=reason.wording,
        plan=text(order.get("patientInstruction")),
        practitioner=it.practitioner(order.get("requester")),
    )


def _number(order: Part) -> str:
    said = text(one(order.get("requisition")).get("value"))
    return said or text(one(order.get("identifier")).get("value"))


def appointments(it: Context) -> Iterator[Appointment]:
    """Read an Appointment that has a day; one without is none yet."""
    booked = it.resource
    on = day(booked.get("start"))
    if on is not None:
        status = text(booked.get("status"))
        yield Appointment(
            it.origin,
            day=on,
            letter=_number(booked),
            diagnosis=words_of(booked.get("reasonCode")),
            starts_at=moment(booked.get("start")),
            status=_BOOKINGS.get(status, "booked"),
            reason=text(booked.get("description")),
        )


def images(it: Context) -> Iterator[ImagingStudy]:
    """Read an ImagingStudy with its series; pixels are never here."""
    study = it.resource
    ids = [text(each.get("value")) for each in many(study.get("identifier"))]
    uid = next((each.removeprefix("urn:oid:") for each in ids if each.startswith("urn:oid:")), "")
    series = tuple(_series(each) for each in many(study.get("series")))
    named = {kind_of(each): text(each.get("value")) for each in many(study.get("identifier"))}
    endpoint = it.index.find(study.get("endpoint"), study)
    archive = endpoint.resource if endpoint else {}
    modalities = [code_of(each) for each in many(study.get("modality"))]
    yield ImagingStudy(
        it.origin,
        uid=uid or it.entry.id,
        accession=named.get("accession", ""),
        modalities=tuple(dict.fromkeys((*modalities, *(s.modality for s in series if s.modality)))),
        started_at=moment(study.get("started")),
        status=text(study.get("status")),
        **{**coded(study.get("procedureCode"), it.facility).event, "wording": _described(study)},
        reason=words_of(study.get("reasonCode")),
        referrer=it.practitioner(study.get("referrer")),
        body_site=next((s.body_site for s in series if s.body_site), ""),
        series=series,
        instances=whole(study.get("numberOfInstances")),
        endpoint=text(archive.get("address")),
        link=_link(archive, uid),
    )


def _link(archive: Part, uid: str) -> str:
    """The study's address at an Endpoint that speaks WADO-RS."""
    speaks = code_of(archive.get("connectionType")) == "dicom-wado-rs"
    root = text(archive.get("address")).rstrip("/")
    return f"{root}/studies/{uid}" if speaks and root and uid else ""


def _described(study: Part) -> str:
    return text(study.get("description")) or words_of(study.get("procedureCode"))


def _series(part: Part) -> ImagingSeries:
    return ImagingSeries(
        uid=text(part.get("uid")),
        modality=code_of(part.get("modality")),
        number=whole(part.get("number")),
        wording=text(part.get("description")),
        body_site=words_of(part.get("bodySite")) or text(one(part.get("bodySite")).get("display")),
        instances=whole(part.get("numberOfInstances")),
        started_at=text(part.get("started")),
    )


def covers(it: Context) -> Iterator[Coverage]:
    """Read a Coverage."""
    cover = it.resource
    period = one(cover.get("period"))
    yield Coverage(
        it.origin,
        number=text(cover.get("subscriberId")) or text(one(cover.get("identifier")).get("value")),
        payer=", ".join(filter(None, (it.text_of(each) for each in many(cover.get("payor"))))),
        kind=words_of(cover.get("type")),
        status=text(cover.get("status")),
        holder_is=code_of(cover.get("relationship")),
        starts_on=day(period.get("start")),
        ends_on=day(period.get("end")),
    )
