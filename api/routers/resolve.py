"""The app face: identity in, decision out, with or without registering the patient's arrival."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.arrivals import arrival
from api.compose import Services, services_of
from api.security import Reader, Role, require
from api.views.answers import answer, documented
from api.views.resolutions import RESOLUTION, DecisionView, ResolveForm, decision_view
from graph.joining import join
from graph.model import HANOI
from graph.resolving import resolve
from mpi.errors import Forbidden

router = APIRouter(prefix="/v1", tags=["identity"])
_Given = Annotated[Services, Depends(services_of)]
_Asking = Annotated[Reader, Depends(require(Role.CLINICIAN, Role.STEWARD))]


@router.post("/resolve", responses=documented(DecisionView, RESOLUTION))
def resolve_identity(form: ResolveForm, reader: _Asking, services: _Given) -> Response:
    """Decide whose record an identity is: *same*, *maybe* or *new*, with the evidence in bits.

    Dry unless `store` is true; then the arrival is registered as a visit of the reader's facility.
    """
    identity = form.identity.value(dt.datetime.now(HANOI).date())
    view = decision_view(resolve(services.store, reader, identity, services.model))
    if form.store:
        view = _stored(form, reader, services, view)
    return answer(view.model_dump(mode="json"))


def _stored(
    form: ResolveForm, reader: Reader, services: Services, view: DecisionView
) -> DecisionView:
    if reader.role is not Role.CLINICIAN:
        raise Forbidden("the role clinician, for whose facility the arrival is stored")
    record = arrival(form, reader.facility, services.desk.archive, dt.datetime.now(dt.UTC))
    done = join(services.store, [record], services.model)[0]
    return view.model_copy(
        update={"outcome": done.outcome, "person": done.person or view.person, "stored": True}
    )
