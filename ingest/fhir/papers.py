"""DiagnosticReport, Composition, DocumentReference and Consent: papers, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Document, OtherResource
from ingest.fhir.coded import code_of, words_of
from ingest.fhir.context import Context
from ingest.fhir.parts import Part, many, moment, one, text, when

#: HL7 confidentiality codes of what is restricted by law, and the label of HIV.
_RESTRICTED = frozenset({"R", "V", "HIV"})


def reports(it: Context) -> Iterator[Document]:
    """Read a DiagnosticReport; its results are Observations of their own."""
    report = it.resource
    yield _paper(
        it,
        "report",
        words_of(report.get("code")),
        moment(report.get("issued")) or when(report, "effective"),
        conclusion=text(report.get("conclusion")),
        category=words_of(report.get("category")),
        results="; ".join(it.text_of(each) for each in many(report.get("result"))),
    )


def compositions(it: Context) -> Iterator[Document]:
    """Read a Composition: its heading and sections; narrative markup is left in the archive."""
    paper = it.resource
    sections = "; ".join(text(each.get("title")) for each in many(paper.get("section")))
    yield _paper(
        it, "composition", text(paper.get("title")) or words_of(paper.get("type")),
        moment(paper.get("date")), sections=sections,
        author=it.practitioner(paper.get("author")),
    )  # fmt: skip


def references(it: Context) -> Iterator[Document]:
    """Read a DocumentReference: what it is and where; an attachment stays in the archive."""
    paper = it.resource
    file = one(one(paper.get("content")).get("attachment"))
    yield _paper(
        it, "document-reference", text(paper.get("description")) or words_of(paper.get("type")),
        moment(paper.get("date")), url=text(file.get("url")),
        content_type=text(file.get("contentType")),
    )  # fmt: skip


def consents(it: Context) -> Iterator[Document]:
    """Read a Consent as the paper that it is; it grants nothing here (docs/adr/0021)."""
    paper = it.resource
    rule = one(paper.get("provision"))
    yield _paper(
        it, "consent", words_of(paper.get("scope")), moment(paper.get("dateTime")),
        provision=text(rule.get("type")), category=words_of(paper.get("category")),
    )  # fmt: skip


def others(it: Context) -> Iterator[OtherResource]:
    """Count what has no kind of its own; the message holds it whole."""
    made = one(it.resource.get("meta")).get("lastUpdated") or it.resource.get("created")
    yield OtherResource(it.origin, it.entry.kind, it.entry.table, moment(made))


def _paper(it: Context, kind: str, wording: str, at: object, **content: str) -> Document:
    said = {"status": text(it.resource.get("status")), **content}
    return Document(
        it.origin,
        kind=kind,
        written_at=at,  # type: ignore[arg-type]
        restricted=_restricted(it.resource),
        wording=wording,
        content={key: value for key, value in said.items() if value},
    )


def _restricted(resource: Part) -> bool:
    labels = many(one(resource.get("meta")).get("security"))
    codes = {code_of(each) for each in (*labels, *many(resource.get("securityLabel")))}
    return bool(codes & _RESTRICTED)
