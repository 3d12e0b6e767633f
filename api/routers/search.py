"""The app face for stewards: finding people. POST, so that no name is ever part of an address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.compose import Services, services_of
from api.security import Reader, Role, require
from api.views import examples
from api.views.answers import answer, documented
from api.views.searches import SearchAnswer, SearchForm
from graph.find import find

router = APIRouter(prefix="/v1", tags=["stewards"])
_Given = Annotated[Services, Depends(services_of)]
_Steward = Annotated[Reader, Depends(require(Role.STEWARD))]


@router.post("/search", responses=documented(SearchAnswer, examples.SEARCH))
def search(form: SearchForm, reader: _Steward, services: _Given) -> Response:
    """Find people by name, birth date, number or phone; each person found can see that."""
    found = find(services.store, reader, form.query, services.model, limit=form.limit)
    return answer(SearchAnswer(found))
