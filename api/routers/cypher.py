"""The analysts' face: read-only Cypher in the part of the language that is let through."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.cli.screen import plain
from api.compose import Services, services_of
from api.security import Reader, Role, require
from api.views import cypher as views
from api.views.answers import answer, documented
from api.views.cypher import CypherAnswer, CypherForm

router = APIRouter(prefix="/v1", tags=["analysts"])
_Given = Annotated[Services, Depends(services_of)]
_Analyst = Annotated[Reader, Depends(require(Role.ANALYST))]


@router.post("/cypher", responses=documented(CypherAnswer, views.CYPHER))
def run_cypher(form: CypherForm, reader: _Analyst, services: _Given) -> Response:
    """Run a query that only reads and only aggregates; off unless HEALTHGRAPH_CYPHER is set."""
    return answer(plain(services.analysing.run(form.query, form.parameters, reader, "cypher")))
