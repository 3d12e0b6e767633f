"""A data set into an imaging study: who is in it, the study, one series."""

from __future__ import annotations

import datetime as dt
from typing import Any

from graph.model import Coding, ImagingSeries, ImagingStudy, Origin, Record, Source
from ingest.dicom.fields import items, moment, person, text, texts, whole
from ingest.hl7v2.codes import system_of
from ingest.hl7v2.tables import authorities, bare
from ingest.hl7v2.values import birth, birth_time
from mpi.identity import Address, Identity, Sex

_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}


def identity(dataset: Any, said: dt.date) -> Identity:
    """The patient as the header names it."""
    ids = dict(_identifiers(dataset))
    return Identity(
        name=person(dataset, "PatientName"),
        birth_date=birth(text(dataset, "PatientBirthDate").replace(".", "")),
        birth_time=birth_time(
            text(dataset, "PatientBirthDate") + text(dataset, "PatientBirthTime")[:4]
        ),
        sex=_SEXES.get(text(dataset, "PatientSex").upper(), Sex.UNKNOWN),
        personal_number=ids.get("personal", ""),
        insurance_numbers=(ids["insurance"],) if "insurance" in ids else (),
        phones=texts(dataset, "PatientTelephoneNumbers"),
        address=Address(text=text(dataset, "PatientAddress")),
        said_on=said,
    )


def _identifiers(dataset: Any) -> list[tuple[str, str]]:
    """PatientID and the other ids, by what their issuer assigns; the first of each sort counts."""
    everyone = [dataset, *items(dataset, "OtherPatientIDsSequence")]
    found = [(_kind(each), text(each, "PatientID")) for each in everyone]
    return [(kind, number) for kind, number in reversed(found) if number]


def _kind(dataset: Any) -> str:
    issuer = bare(text(dataset, "IssuerOfPatientID"))
    return authorities().get(("authority", issuer), "local")


def record(dataset: Any, facility: str, message: str, wire: str, at: dt.datetime) -> Record | None:
    """One series of a study as a record; None without a study or a patient.

    The study is a table of its own; the graph adds the series that it knows (graph.images).
    """
    uid = text(dataset, "StudyInstanceUID")
    code = dict(_identifiers(dataset)).get("local", "") or text(dataset, "PatientID")
    if not uid or not (code or person(dataset, "PatientName")):
        return None
    started = moment(dataset, "StudyDate", "StudyTime")
    table = f"study:{uid}"
    said = started or at
    return Record(
        facility=facility,
        local_id=code or f"unnamed:{uid}",
        visit=text(dataset, "AdmissionID"),
        identity=identity(dataset, said.date()),
        events=(_study(dataset, uid, table, started),),
        source=Source(facility, message, wire, "3", said.strftime("%Y%m%d%H%M%S"), said, at),
        tables=frozenset({table}),
        complete=False,
    )


def _study(dataset: Any, uid: str, table: str, started: dt.datetime | None) -> ImagingStudy:
    code = next(items(dataset, "ProcedureCodeSequence"), None)
    named = _coding(code) if code is not None else None
    series = _series(dataset)
    asked = next(items(dataset, "RequestAttributesSequence"), None)
    accession = text(dataset, "AccessionNumber")
    if not accession and asked is not None:
        accession = text(asked, "AccessionNumber")
    return ImagingStudy(
        Origin(table),
        uid=uid,
        accession=accession,
        modalities=texts(dataset, "ModalitiesInStudy") or texts(dataset, "Modality"),
        started_at=started,
        wording=text(dataset, "StudyDescription"),
        status="available",
        code=named.code if named else "",
        system=named.system if named else "",
        codes=(named,) if named else (),
        body_site=text(dataset, "BodyPartExamined"),
        referrer=person(dataset, "ReferringPhysicianName"),
        series=(series,) if series else (),
        instances=whole(dataset, "NumberOfStudyRelatedInstances"),
        link=_link(dataset, uid),
    )


def _link(dataset: Any, uid: str) -> str:
    """The study's address as the archive gives it (0008,1190), of a series or object cut short."""
    url, study, _ = text(dataset, "RetrieveURL").partition(f"/studies/{uid}")
    return url + study if study and url.startswith(("http://", "https://")) else ""


def _coding(code: Any) -> Coding | None:
    value, words = text(code, "CodeValue"), text(code, "CodeMeaning")
    system = system_of(text(code, "CodingSchemeDesignator"), "dicom")
    return Coding(system, value, words) if value and system else None


def _series(dataset: Any) -> ImagingSeries | None:
    uid = text(dataset, "SeriesInstanceUID")
    if not uid:
        return None
    started = moment(dataset, "SeriesDate", "SeriesTime")
    return ImagingSeries(
        uid,
        modality=text(dataset, "Modality"),
        number=whole(dataset, "SeriesNumber"),
        wording=text(dataset, "SeriesDescription"),
        body_site=text(dataset, "BodyPartExamined"),
        instances=whole(dataset, "NumberOfSeriesRelatedInstances"),
        started_at=started.isoformat() if started else "",
    )
