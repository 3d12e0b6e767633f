"""The face for those who answer for the data: a facility sees itself, leaders see all of them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.compose import Services, services_of
from api.facilities import facility_states
from api.indicators import Asked, measured
from api.security import Reader, Role, require
from api.views import facilities as views
from api.views.answers import answer, documented
from api.views.facilities import FacilitiesAnswer, FeedEventsAnswer, QualityAnswer
from graph.access import refused
from graph.feed_events import MAX_LIMIT, events_after
from graph.model import HANOI

router = APIRouter(prefix="/v1/facilities", tags=["facilities"])
_Given = Annotated[Services, Depends(services_of)]
_Asking = Annotated[Reader, Depends(require(Role.LEADER, Role.ADMIN, Role.STEWARD, Role.FACILITY))]
_Over = Annotated[Reader, Depends(require(Role.LEADER, Role.ADMIN, Role.STEWARD))]


@router.get("", responses=documented(FacilitiesAnswer, views.FACILITIES))
def list_facilities(
    reader: _Asking,
    services: _Given,
    on: Annotated[dt.date | None, Query(description="as seen on that day")] = None,
) -> Response:
    """List the state of every facility; a facility's own account sees that one only."""
    own = reader.facility if reader.role is Role.FACILITY else ""
    if reader.role is Role.FACILITY and not own:
        raise refused()
    found = facility_states(services.store, on or _today(), services.desk.ledger, own)
    return answer(FacilitiesAnswer(tuple(found)))


@router.get("/events", responses=documented(FeedEventsAnswer, views.EVENTS))
def list_events(
    _reader: _Over,
    services: _Given,
    after: Annotated[int, Query(ge=0, description="`cursor` of the last event seen")] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
) -> Response:
    """List who fell silent and who was heard again, oldest first."""
    return answer(FeedEventsAnswer(tuple(events_after(services.store, after, limit))))


@router.get("/{facility}/quality", responses=documented(QualityAnswer, views.QUALITY))
def read_quality(
    facility: str,
    reader: _Asking,
    services: _Given,
    first: Annotated[dt.date | None, Query(alias="from")] = None,
    last: Annotated[dt.date | None, Query(alias="to")] = None,
) -> Response:
    """Measure a facility's data by the six words, the last 30 days when no period is given."""
    if reader.role is Role.FACILITY and reader.facility != facility:
        raise refused()
    end = last or _today()
    asked = Asked(
        first or end - dt.timedelta(days=29),
        end,
        _today(),
        facility,
        str(services.settings.quality_rules or ""),
    )
    found = measured(services.store, asked)
    if not found:
        raise refused()
    return answer(views.quality_answer(found[0]))


def _today() -> dt.date:
    return dt.datetime.now(HANOI).date()
