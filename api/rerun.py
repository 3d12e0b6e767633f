"""A whole store decided again under a model: pairs by the batch linker, changes by the graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.census import Counted, census, size_of
from graph.identity_words import reason
from graph.redoubting import doubted
from graph.rekeying import rekey, rekeying
from graph.rerun import AT_ONCE, Changes, Near, groups, weigh
from graph.store import Store, Work
from mpi.batch.identities import IdentityColumns
from mpi.batch.link import link, pair
from mpi.model import Model

Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rerun:
    """What a model changes of a store, or has changed when `applied`.

    `rekeyed` are records that are found by other blocking keys under the model, `many` all records.
    """

    model: str
    applied: bool
    records: int
    people: int
    rekeyed: int
    changes: Changes = field(default_factory=Changes)

    def figures(self) -> dict[str, Any]:
        """The report as plain values: counts first, then each change with its reason."""
        found = self.changes
        return {
            "model": self.model,
            "applied": self.applied,
            "records": self.records,
            "people": self.people,
            "records_found_by_other_keys": self.rekeyed,
            "people_touched": len(found.touched),
            "counts": {
                "joins": len(found.joins),
                "splits_proposed": len(found.splits),
                "maybes_opened": len(found.opened),
                "maybes_closed": len(found.closed),
            },
            "joins": [_scored(each.one, each.other, each.best.bits, each.best.evidence)
                      for each in found.joins],
            "splits_proposed": [
                {"person": person, "records": list(it.go), "bits": round(it.bits, 2),
                 "reason": reason(it.evidence)}
                for person, it in sorted(found.splits.items())
            ],
            "maybes_opened": [_scored(each.person, each.likely, each.best.bits, each.best.evidence)
                              for each in found.opened],
            "maybes_closed": [
                {"task": each.task, "person": each.person, "other": each.likely}
                for each in found.closed
            ],
        }  # fmt: skip


def _scored(person: str, other: str, bits: float, evidence: Iterable[Any]) -> dict[str, Any]:
    words = reason(evidence)
    return {"person": person, "other": other, "bits": round(bits, 2), "reason": words}


def rerun(
    store: Store,
    model: Model,
    *,
    apply: bool = False,
    tick: Tick = lambda _done, _all: None,
    at_once: int = AT_ONCE,
) -> Rerun:
    """Decide a store again; nothing is written unless `apply` is set.

    What is applied goes in transactions of at most `at_once` people each, as deeds of the model
    that can be undone. A rerun that was stopped is run again: what is done is not found any more.
    """
    now = dt.datetime.now(dt.UTC) if apply else None
    records, rekeyed = _read(store, model, now, tick)
    near = near_of(records, doubted(store), model)
    owners = {each.person for each in records}
    several = {each.person: near.get(each.person, frozenset()) for each in _several(records)}
    found = Changes()
    todo = list(groups({**several, **near}, at_once))
    for done, people in enumerate(todo):
        tick(done, len(todo))
        found += weigh(store, people, near, model, apply=now)
    tick(len(todo), len(todo))
    return Rerun(model.version, apply, len(records), len(owners), rekeyed, found)


def _read(
    store: Store, model: Model, now: dt.datetime | None, tick: Tick
) -> tuple[list[Counted], int]:
    """Read every record and, when applying, give it the model's blocking keys page by page."""
    records, rekeyed, total = list[Counted](), 0, size_of(store)
    for page in census(store):
        change = store.read(partial(_keys, page, model), timeout=600)
        rekeyed += len(change.records)
        if now and change.records:
            store.write(partial(rekey, change=change))
        records += page
        tick(len(records), total)
    return records, rekeyed


def _keys(page: Sequence[Counted], model: Model, work: Work) -> Any:
    return rekeying(work, page, model)


def near_of(records: Sequence[Counted], doubts: Iterable[tuple[str, str]], model: Model) -> Near:
    """Give who is near whom: two statements may be one citizen's, or a steward is asked so."""
    owner = [each.person for each in records for _ in each.said]
    near: dict[str, set[str]] = {}
    for one, other in (*_alike(records, owner, model), *doubts):
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    return {person: frozenset(others) for person, others in near.items()}


def _alike(
    records: Sequence[Counted], owner: Sequence[str], model: Model
) -> Iterator[tuple[str, str]]:
    said = [dated.identity for each in records for dated in each.said]
    if said:
        pairs = link(model, pair(IdentityColumns(said), model)).pairs
        ends = zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
        yield from ((owner[a], owner[b]) for a, b in ends if owner[a] != owner[b])


def _several(records: Iterable[Counted]) -> list[Counted]:
    """The second and further records of people: who has several may be two."""
    seen: set[str] = set()
    found = []
    for each in records:
        if each.person in seen:
            found.append(each)
        seen.add(each.person)
    return found
