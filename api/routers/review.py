"""The app face for stewards: the review queue. Identity only, nothing clinical."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.compose import Services, services_of
from api.security import Reader, Role, require
from api.views import decisions as views
from api.views.answers import answer, documented
from api.views.decisions import RulingForm, TasksAnswer
from graph.review import MAX_LIMIT, task, tasks, totals
from graph.review_deciding import Ruled, Ruling, claim, rule
from graph.review_values import TaskState, TaskView, Totals

router = APIRouter(prefix="/v1/review", tags=["stewards"])
_Given = Annotated[Services, Depends(services_of)]
_Steward = Annotated[Reader, Depends(require(Role.STEWARD))]


@router.get("", responses=documented(TasksAnswer, views.TASKS))
def list_tasks(
    reader: _Steward,
    services: _Given,
    state: TaskState = TaskState.OPEN,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
) -> Response:
    """List doubtful matches, most urgent first, with the reason in words and the totals."""
    found = tasks(services.store, reader, state=state, limit=limit)
    return answer(TasksAnswer(found, totals(services.store, reader)))


@router.get("/{task_id:path}/sides", responses=documented(TaskView, views.TASK))
def read_task(task_id: str, reader: _Steward, services: _Given) -> Response:
    """Show a task with both sides, field by field; both citizens can see that."""
    return answer(task(services.store, reader, task_id, services.model))


@router.post("/{task_id:path}/claim", responses=documented(TaskView, views.TASK))
def claim_task(task_id: str, reader: _Steward, services: _Given) -> Response:
    """Take a task for oneself for half an hour; 409 while another steward has it."""
    claim(services.store, reader, task_id)
    return answer(task(services.store, reader, task_id, services.model))


@router.post("/{task_id:path}/release", responses=documented(Totals, views.TASKS["totals"]))
def release_task(task_id: str, reader: _Steward, services: _Given) -> Response:
    """Give a claimed task back; answers with the length of the queue."""
    claim(services.store, reader, task_id, release=True)
    return answer(totals(services.store, reader))


@router.post("/{task_id:path}/verdict", responses=documented(Ruling, views.RULING))
def rule_task(task_id: str, form: RulingForm, reader: _Steward, services: _Given) -> Response:
    """Decide: same, not-same, split or defer. A large merge waits for a second steward."""
    ruled = Ruled(form.verdict, form.reason, tuple(form.records))
    eyes = services.settings.second_eyes_from
    return answer(rule(services.store, reader, task_id, ruled, second_eyes_from=eyes))
