"""The app face: identity decisions, their history and undo, explanations, and notices of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.compose import Services, services_of
from api.routers.moved import moved
from api.security import Reader, Role, require
from api.views import decisions as views
from api.views.answers import answer, documented
from api.views.decisions import CorrectionForm, DecisionForm, NoticesAnswer, ReasonForm
from api.views.waterfall import Language, svg, text
from graph.explaining import Explanation, explain
from graph.golden_record import GoldenRecord, golden_record
from graph.history import History, history
from graph.notices import MAX_LIMIT, notices
from graph.relinking import Done, Signed, correct, keep_apart, merge, move, split
from graph.review_deciding import author_of
from graph.store import Store
from graph.undoing import undo

router = APIRouter(prefix="/v1", tags=["decisions"])
_Given = Annotated[Services, Depends(services_of)]
_Asking = Annotated[Reader, Depends(require(*Role))]
_Steward = Annotated[Reader, Depends(require(Role.STEWARD))]

_Deed = Callable[[Store, DecisionForm, Signed], Done]
_DEEDS: Mapping[str, _Deed] = {
    "merge": lambda store, form, by: merge(store, form.people, by),
    "split": lambda store, form, by: split(store, form.people[0], form.records, by),
    "move": lambda store, form, by: move(store, form.records, form.people[0], by),
    "apart": lambda store, form, by: keep_apart(store, form.people[0], form.people[1], by),
}


@router.get("/people/{person}/decisions", responses=documented(History, views.HISTORY, moves=True))
def read_decisions(person: str, reader: _Asking, services: _Given, request: Request) -> Response:
    """Give every identity decision about a person: who, when, why, on which evidence."""
    found = history(services.store, reader, person)
    return moved(request, person, found.person) or answer(found)


@router.get(
    "/people/{person}/identity", responses=documented(GoldenRecord, views.GOLDEN, moves=True)
)
def read_identity(person: str, reader: _Asking, services: _Given, request: Request) -> Response:
    """Give the golden record field by field: what survives, who says it, who says otherwise."""
    found = golden_record(services.store, reader, person)
    return moved(request, person, found.person) or answer(found)


@router.patch("/people/{person}/identity", responses=documented(Done, views.DONE))
def correct_identity(
    person: str, form: CorrectionForm, reader: _Steward, services: _Given
) -> Response:
    """Correct a field; it wins until two facilities agree, later, on another value."""
    signed = Signed(author_of(reader), form.reason)
    return answer(correct(services.store, person, form.field, form.value, signed))


@router.post("/decisions", responses=documented(Done, views.DONE))
def make_decision(form: DecisionForm, reader: _Steward, services: _Given) -> Response:
    """Merge, split, move or keep apart; gives the decision, which can be undone."""
    signed = Signed(author_of(reader), form.reason)
    return answer(_DEEDS[form.deed](services.store, form, signed))


@router.post("/decisions/{decision}/undo", responses=documented(Done, views.DONE))
def undo_decision(decision: str, form: ReasonForm, reader: _Steward, services: _Given) -> Response:
    """Take a decision back exactly; a later one that builds on it has to be undone first."""
    return answer(undo(services.store, decision, Signed(author_of(reader), form.reason)))


@router.get(
    "/records/{record:path}/explanation", responses=documented(Explanation, views.EXPLANATION)
)
def read_explanation(
    record: str,
    reader: _Asking,
    services: _Given,
    other: Annotated[str, Query(max_length=300, description="the record to compare with")],
    form: Annotated[Literal["json", "text", "svg"], Query(alias="format")] = "json",
    language: Annotated[Language, Query(description="of text and chart")] = "vi",
) -> Response:
    """Say why two records (`facility|code`) are linked or not: bits by field, what decided."""
    shown = explain(services.store, reader, record, other, services.model)
    if form == "text":
        return Response(text(shown, language), media_type="text/plain; charset=utf-8")
    if form == "svg":
        return Response(svg(shown, language), media_type="image/svg+xml")
    return answer(shown)


@router.get("/notices", responses=documented(NoticesAnswer, views.NOTICES))
def read_notices(
    reader: Annotated[
        Reader, Depends(require(Role.STEWARD, Role.ADMIN, Role.FACILITY, Role.CLINICIAN))
    ],
    services: _Given,
    after: Annotated[str, Query(max_length=80, description="`cursor` of the last notice")] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
) -> Response:
    """List who was merged, split or re-identified, by ids alone; a facility hears of its own."""
    return answer(NoticesAnswer(notices(services.store, reader, after=after, limit=limit)))
