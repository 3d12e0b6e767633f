"""`healthgraph review …`: doubtful matches that wait for a steward."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, say_json, say_table
from api.models import model_for
from api.settings import load
from graph.access import Insider, Reader
from graph.review import task, tasks, totals
from graph.review_deciding import Ruled, rule
from graph.review_values import Side, TaskLine, TaskState, TaskView, Verdict
from graph.twofold import TWO

_review = typer.Typer(no_args_is_help=True, help="Doubtful matches that wait for a steward.")

_By = Annotated[str, typer.Option("--by", help="Who looks and decides; kept in the log.")]
_Task = Annotated[str, typer.Argument(help="Task id, as `review list` gives it.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(_review, name="review")


@_review.command("list")
def review_list(
    store: StoreUrl,
    state: Annotated[TaskState, typer.Option(help="Which tasks.")] = TaskState.OPEN,
    limit: Annotated[int, typer.Option(min=1, max=500, help="Tasks at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List tasks, most urgent first, with the reason in words, and how long the queue is.

    Example: `healthgraph review list --store embedded:demo/store`
    """
    reader = Reader(Insider.OPERATOR, "operator")
    with reading(store) as opened:
        found, queue = tasks(opened, reader, state=state, limit=limit), totals(opened, reader)
    if as_json:
        say_json({"tasks": found, "totals": queue})
        return
    columns = ("task", "points", "bits", "person", "may be", "visits", "why", "claimed")
    say_table(columns, (_line(each) for each in found))
    counts = ", ".join(f"{s.value} {getattr(queue, s.value)}" for s in TaskState)
    console().print(counts + (f"; oldest {queue.oldest[:10]}" if queue.oldest else ""))


def _line(each: TaskLine) -> tuple[object, ...]:
    bits = "" if each.bits is None else f"{each.bits:.1f}"
    return (
        each.id, each.priority, bits, each.person, each.likely, each.visits, each.reason.vi,
        each.claimed_by,
    )  # fmt: skip


@_review.command("show")
def review_show(key: _Task, store: StoreUrl, by: _By = "operator", as_json: AsJson = False) -> None:
    """Show a task with both sides, field by field; both citizens can see that.

    Example: `healthgraph review show "t-01816|BN7" --store embedded:demo/store`
    """
    with reading(store) as opened:
        found = task(opened, Reader(Insider.OPERATOR, by), key, model_for(store))
    if as_json:
        say_json(found)
    else:
        _print(found)


def _print(found: TaskView) -> None:
    line = found.task
    asked = f"{line.person} = {line.likely}?"
    if line.kind == TWO:
        asked = f"{line.person}: two in one? {', '.join(line.records)} against the others."
    heading = f"{line.id}: {asked} {found.outcome}, {found.bits:.1f} bits{_when_asked(found)}"
    columns = ("field", "the record", "the person", "agreement", "bits")
    say_table(columns, (_side(side) for side in found.sides), heading)
    console().print(line.reason.vi)
    console().print(line.reason.en)


def _when_asked(found: TaskView) -> str:
    """Give the bits that `review list` shows, where more is known by now."""
    bits = found.task.bits
    same = bits is None or f"{bits:.1f}" == f"{found.bits:.1f}"
    return "" if same else f" ({bits:.1f} when it was asked)"


def _side(side: Side) -> tuple[object, ...]:
    bits = "" if side.bits is None else f"{side.bits:+.1f}"
    return (side.words.vi, side.record, " / ".join(side.likely), side.level.vi, bits)


@_review.command("decide")
def review_decide(
    key: _Task,
    verdict: Annotated[Verdict, typer.Argument(help="Whether both are one citizen.")],
    store: StoreUrl,
    reason: Annotated[str, typer.Option(help="Why, for whoever reads the log.")] = "",
    record: Annotated[
        list[str] | None, typer.Option(help="With split: a record that goes; may be repeated.")
    ] = None,
    by: _By = "operator",
    as_json: AsJson = False,
) -> None:
    """Decide a task; a merge of many visits waits for a second steward (another `--by`).

    Example: `healthgraph review decide "t-01816|BN7" same --by hoa --store embedded:demo/store`
    """
    ruled = Ruled(verdict, reason, tuple(record or ()))
    eyes = load(store_url=store).second_eyes_from
    with reading(store) as opened:
        done = rule(opened, Reader(Insider.OPERATOR, by), key, ruled, second_eyes_from=eyes)
    if as_json:
        say_json(done)
    else:
        decision = f", decision {done.decision}" if done.decision else ""
        console().print(f"{done.task}: {done.state}, {done.verdict}{decision}.")
