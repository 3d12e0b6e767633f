"""The face for leaders and analysts: questions in words and typed, what may be asked, receipts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from ai.query import query_of
from api.asking import Question
from api.cli.screen import plain
from api.compose import Services, services_of
from api.security import Reader, Role, require
from api.views import questions as views
from api.views.answers import answer, documented
from api.views.questions import (
    AskAnswer,
    AskForm,
    MetricsAnswer,
    QueryForm,
    RerunAnswer,
    SuggestAnswer,
    metrics_of,
)
from graph.model import HANOI
from mpi.typed_json import encode

router = APIRouter(prefix="/v1", tags=["leaders"])
_Given = Annotated[Services, Depends(services_of)]
_Asker = Annotated[Reader, Depends(require(Role.LEADER, Role.ANALYST))]


@router.post("/ask", responses=documented(AskAnswer, views.ASK))
def ask(form: AskForm, reader: _Asker, services: _Given) -> Response:
    """Answer a question in words, ask back, or refuse with the reason and what is nearest."""
    asked = Question(form.text, form.today or _today(), form.language, form.conversation, "web")
    return answer(plain(services.questions.now().ask(asked, reader)))


@router.post("/query", responses=documented(AskAnswer, views.ASK))
def query(form: QueryForm, reader: _Asker, services: _Given) -> Response:
    """Answer a typed query; nothing is understood, so nothing can be misunderstood."""
    asked = Question("", _today(), form.language, "", "web")
    return answer(plain(services.questions.now().query(query_of(form.query), asked, reader)))


@router.get("/ask/suggest", responses=documented(SuggestAnswer, views.SUGGEST))
def suggest(
    reader: _Asker, services: _Given, text: Annotated[str, Query(max_length=1000)]
) -> Response:
    """Complete a question while it is typed."""
    return answer(SuggestAnswer(services.questions.now().suggestions(text, reader)))


@router.get("/metrics", responses=documented(MetricsAnswer, views.METRICS))
def list_metrics(_reader: _Asker, services: _Given) -> Response:
    """List what can be asked, with definitions."""
    return answer(metrics_of(services.questions.now().catalogue))


@router.get("/receipts/{run}", responses=documented(RerunAnswer, views.RERUN))
def rerun_receipt(run: str, reader: _Asker, services: _Given) -> Response:
    """Run the query of an own receipt again, and say what changed."""
    receipt, found = services.questions.now().rerun(run, reader)
    kept = cast("dict[str, Any]", plain(encode(receipt)))
    return answer(RerunAnswer(kept, found.same, tuple(found.changed)))


def _today() -> dt.date:
    return dt.datetime.now(HANOI).date()
