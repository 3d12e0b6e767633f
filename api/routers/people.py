"""The app face: a person, the health book, who looked, appointments, visits, referral chains.

Every role may knock: the graph says whom each may see, and writes down who was refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.compose import Services, services_of
from api.routers.moved import moved
from api.security import Reader, Role, require
from api.views import examples
from api.views.answers import answer, documented
from api.views.lists import AppointmentsAnswer, LooksAnswer
from graph.access_log import looks_of
from graph.book import MAX_LIMIT, book, person_header, visit
from graph.book_values import Book, Header, Visit
from graph.chains import Chain, chain
from graph.revisits import revisits_of

router = APIRouter(prefix="/v1", tags=["people"])
_Given = Annotated[Services, Depends(services_of)]
_Asking = Annotated[Reader, Depends(require(*Role))]
_Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
_AsOf = Annotated[dt.date | None, Query(description="as it was at the end of that day")]


@router.get("/people/{person}", responses=documented(Header, examples.PERSON, moves=True))
def read_person(
    person: str,
    reader: _Asking,
    services: _Given,
    request: Request,
    as_of: _AsOf = None,
) -> Response:
    """Say who a person is, as their records say together; nothing clinical.

    An id that became an alias is answered with 308 and the address of the person of today.
    """
    header = person_header(services.store, reader, person, as_of=as_of)
    return moved(request, person, header.person) or answer(header)


@router.get("/people/{person}/book", responses=documented(Book, examples.BOOK, moves=True))
def read_book(
    person: str,
    reader: _Asking,
    services: _Given,
    request: Request,
    as_of: _AsOf = None,
    cursor: Annotated[str, Query(max_length=500, description="`next` of the page before")] = "",
    limit: _Limit = 20,
) -> Response:
    """Give a page of the health book: visits at all facilities, newest first, with their source.

    An id that became an alias is answered with 308 and the address of the person of today.
    """
    page = book(services.store, reader, person, as_of=as_of, cursor=cursor, limit=limit)
    return moved(request, person, page.header.person) or answer(page)


@router.get("/people/{person}/looks", responses=documented(LooksAnswer, examples.LOOKS))
def read_looks(
    person: str,
    reader: _Asking,
    services: _Given,
    before: Annotated[str, Query(max_length=40, description="`at` of the last look seen")] = "9999",
    limit: _Limit = 100,
) -> Response:
    """List who looked at a person, granted or refused; for the citizen alone."""
    return answer(LooksAnswer(looks_of(services.store, reader, person, before=before, limit=limit)))


@router.get(
    "/people/{person}/appointments",
    responses=documented(AppointmentsAnswer, examples.APPOINTMENTS),
)
def read_appointments(
    person: str, reader: _Asking, services: _Given, limit: _Limit = 100
) -> Response:
    """List booked revisits: kept, due or missed."""
    return answer(AppointmentsAnswer(revisits_of(services.store, reader, person, limit=limit)))


@router.get("/encounters/{facility}/{visit_key:path}", responses=documented(Visit, examples.VISIT))
def read_encounter(facility: str, visit_key: str, reader: _Asking, services: _Given) -> Response:
    """Give one visit (MA_CSKCB, MA_LK) with all that hangs on it."""
    return answer(visit(services.store, reader, f"{facility}|{visit_key}"))


@router.get("/referrals/{referral:path}/chain", responses=documented(Chain, examples.CHAIN))
def read_chain(referral: str, reader: _Asking, services: _Given) -> Response:
    """Give every leg that led to a referral or followed from it; `referral` is `sender|letter`."""
    return answer(chain(services.store, reader, referral=referral))
