"""The question "whose record is it?" and its answer."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.views.identities import IdentityForm
from mpi.decision import Outcome, Scored, Verdict

_Code = Annotated[str, Field(max_length=100, pattern=r"^[^|\s]*$")]


class ResolveForm(BaseModel):
    """An identity, and whether to register the patient's arrival.

    With `store` the arrival becomes a record of the reader's facility: `local_id` is its own
    patient code, `visit` its visit key, both without spaces and `|`.
    """

    model_config = ConfigDict(extra="forbid")

    identity: IdentityForm
    store: bool = False
    local_id: _Code = ""
    visit: _Code = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.store and not (self.local_id and self.visit):
            raise ValueError("local_id and visit are needed to store")
        return self


class EvidenceView(BaseModel):
    """One field's part in the decision, in bits: positive for, negative against."""

    field: str
    level: str
    bits: float


class CandidateView(BaseModel):
    """A person who may be meant, and how strongly; bits add up to the total."""

    person: str
    bits: float
    evidence: list[EvidenceView] = []


class DecisionView(BaseModel):
    """The decision. `person` is set for *same*, and for every outcome once it is stored."""

    outcome: Outcome | None = Field(description="null when the record was known already")
    person: str
    stored: bool
    model: str
    best: CandidateView | None = None
    runner_up: CandidateView | None = None


def decision_view(verdict: Verdict) -> DecisionView:
    """Show a verdict of which nothing was stored."""
    same = verdict.outcome is Outcome.SAME and verdict.best is not None
    return DecisionView(
        outcome=verdict.outcome,
        person=verdict.best.person if same and verdict.best else "",
        stored=False,
        model=verdict.model,
        best=_candidate(verdict.best),
        runner_up=_candidate(verdict.runner_up),
    )


def _candidate(scored: Scored | None) -> CandidateView | None:
    if scored is None:
        return None
    evidence = [
        EvidenceView(field=e.field, level=e.level, bits=round(e.bits, 2)) for e in scored.evidence
    ]
    return CandidateView(person=scored.person, bits=round(scored.bits, 2), evidence=evidence)


RESOLUTION = {
    "outcome": "same",
    "person": "p-7q0k2m4x9d3hfz1c",
    "stored": False,
    "model": "2026-11-23/1",
    "best": {
        "person": "p-7q0k2m4x9d3hfz1c",
        "bits": 21.4,
        "evidence": [{"field": "birth_date", "level": "same", "bits": 14.4}],
    },
    "runner_up": None,
}
