"""What a steward asks to be decided, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.notices import Notice
from graph.review_values import TaskLine, Totals, Verdict

_Id = Annotated[str, Field(min_length=1, max_length=300)]
_Reason = Annotated[str, Field(max_length=2000)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ReasonForm(_Form):
    """Why, in the words of whoever decides."""

    reason: _Reason = ""


class DecisionForm(_Form):
    """A deed to decide.

    Merge `people`, split `records` off the one of `people`, move `records` to the one of `people`,
    or keep the two `people` apart.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"deed": "merge", "people": ["p-7q0k2m4x9d3hfz1c", "p-1b2c3d4e5f6g7h8j"],
                 "reason": "same card, seen at the desk"}
            ]
        }
    )  # fmt: skip

    deed: Literal["merge", "split", "move", "apart"]
    people: Annotated[list[_Id], Field(min_length=1, max_length=20)]
    records: Annotated[list[_Id], Field(max_length=200)] = []
    reason: _Reason = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.deed in {"split", "move"} and (len(self.people) != 1 or not self.records):
            raise ValueError("split and move take one of people, and records")
        if self.deed == "apart" and len(self.people) != 2:
            raise ValueError("apart takes two people")
        return self


class RulingForm(_Form):
    """A verdict on a review task; `records` are those that go when a person is split."""

    verdict: Verdict
    reason: _Reason = ""
    records: Annotated[list[_Id], Field(max_length=200)] = []


class CorrectionForm(_Form):
    """A field of the golden record and what it is; `birth_date` as ISO, `sex` male or female."""

    field: Literal["name", "birth_date", "sex", "personal_number", "address"]
    value: Annotated[str, Field(min_length=1, max_length=300)]
    reason: _Reason = ""


@dataclass(frozen=True, slots=True)
class TasksAnswer:
    """Review tasks, most urgent first, and how long the queue is."""

    tasks: tuple[TaskLine, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class NoticesAnswer:
    """Notices, oldest first; ask `after` the cursor of the last."""

    notices: tuple[Notice, ...]


_PERSON, _OTHER = "p-7q0k2m4x9d3hfz1c", "p-1b2c3d4e5f6g7h8j"
_AT = "2026-03-09T02:14:00.120000Z"

DONE = {"decision": "d-5m6n7p8q9r0s1t2v", "person": _PERSON}

HISTORY = {
    "person": _PERSON,
    "decisions": [
        {
            "id": "d-5m6n7p8q9r0s1t2v",
            "at": _AT,
            "made_by": "steward hoa",
            "deed": "merge",
            "given": [{"record": "01816|BN7", "person": _PERSON, "replaces": "d-0a1b2c3d4e5f6g7h"}],
            "reason": "same card, seen at the desk",
            "outcome": "",
            "bits": None,
            "evidence": [],
            "undoes": "",
            "undone_by": "",
            "stands": True,
            "undoable": True,
        }
    ],
}

NOTICES = {
    "notices": [
        {
            "id": "d-5m6n7p8q9r0s1t2v",
            "at": _AT,
            "deed": "merge",
            "people": [_OTHER, _PERSON],
            "records": {"01816|BN7": _PERSON},
            "undoes": "",
            "cursor": "1772590440120000.d-5m6n7p8q9r0s1t2v",
        }
    ]
}

_WORDS = {"vi": "Khớp: ngày sinh giống nhau.", "en": "For: birth date the same."}
_TASK = {
    "id": "t-01816|BN7",
    "state": "open",
    "kind": "same",
    "priority": 11.6,
    "bits": 3.1,
    "record": "01816|BN7",
    "person": _OTHER,
    "likely": _PERSON,
    "visits": 2,
    "reason": _WORDS,
    "created_at": _AT,
    "claimed_by": "",
    "verdict": "",
    "decided_by": "",
    "decided_at": "",
    "note": "",
    "records": [],
}
TASKS = {
    "tasks": [_TASK],
    "totals": {"open": 1, "deferred": 0, "second": 0, "decided": 4, "oldest": _AT},
}
_RECORD = {
    "facility": "01816",
    "facility_name": "Bệnh viện Tim Hà Nội",
    "local_id": "BN7",
    "said_at": _AT,
    "record": "01816|BN7",
}
TASK = {
    "task": _TASK,
    "outcome": "maybe",
    "bits": 3.1,
    "model": "2026-11-23/1",
    "sides": [
        {
            "field": "birth_date",
            "words": {"vi": "Ngày sinh", "en": "Birth date"},
            "record": "1985-07-04",
            "likely": ["1985-07-04"],
            "level": {"vi": "giống nhau", "en": "the same"},
            "bits": 14.4,
        }
    ],
    "person_records": [_RECORD],
    "likely_records": [],
}
RULING = {
    "task": "t-01816|BN7",
    "state": "decided",
    "verdict": "same",
    "decision": "d-5m6n7p8q9r0s1t2v",
    "person": _PERSON,
}
EXPLANATION = {
    "record": "01013|BN0042",
    "other": "01816|BN7",
    "person": _PERSON,
    "other_person": _OTHER,
    "linked": False,
    "outcome": "maybe",
    "bits": 3.1,
    "same_from": 7.0,
    "maybe_from": -2.0,
    "model": "2026-11-23/1",
    "bars": [
        {
            "field": "name",
            "words": {"vi": "Họ tên", "en": "Name"},
            "level": "same",
            "level_words": {"vi": "giống nhau", "en": "the same"},
            "bits": 11.6,
            "one_in": 1702.0,
        }
    ],
    "constraints": [
        {
            "kind": "threshold",
            "words": {"vi": "3.1 ≥ -2 bit: có thể", "en": "3.1 ≥ -2 bits: maybe"},
            "decision": "",
        }
    ],
}
GOLDEN = {
    "person": _PERSON,
    "fields": [
        {
            "field": "birth_date",
            "words": {"vi": "Ngày sinh", "en": "Birth date"},
            "value": "1985-07-04",
            "record": "01013|BN0042",
            "correction": None,
            "others": [
                {
                    "value": "1985-04-07",
                    "records": ["01816|BN7"],
                    "first_said": _AT,
                    "last_said": _AT,
                },
            ],
        }
    ],
}
