"""The mapping file: what each column of a table is; pydantic judges it, errors name the path."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from graph.model import HANOI
from ingest.own.event_forms import FORMS, ITEM
from ingest.own.identity_form import Form, IdentityForm, RelativeForm
from mpi.errors import BadInput
from mpi.identity import Kinship

Row = Mapping[str, str]


class Cell(Form):
    """Where a value comes from: a column, or a fixed value; and how it is written.

    `dates` is a strptime form (`%d/%m/%Y %H:%M`; Hanoi's time) or several, of which the first that
    fits reads it (`%Y` gives a year alone); `values` translates, `prefix` is put before it, `split`
    cuts it into a list.
    """

    column: str = ""
    value: str = ""
    dates: tuple[str, ...] = ()
    values: Mapping[str, str] = Field(default_factory=dict)
    prefix: str = ""
    split: str = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, said: Any) -> Any:
        """A name alone is a column."""
        return {"column": said} if isinstance(said, str) else said

    @field_validator("dates", mode="before")
    @classmethod
    def _one_or_several(cls, said: Any) -> Any:
        return ((said,) if said else ()) if isinstance(said, str) else said

    def read(self, row: Row, *, moment: bool = False) -> Any:
        """Give the value in a row, "" when there is none. Raises ValueError for no such date."""
        text = (row.get(self.column) or "").strip() if self.column else self.value
        text = self.values.get(text, text)
        if not text:
            return ""
        if self.split:
            return [part.strip() for part in text.split(self.split) if part.strip()]
        return f"{self.prefix}{self._dated(text, moment=moment)}"

    def _dated(self, text: str, *, moment: bool) -> str:
        if not (self.dates or moment):
            return text
        form, found = _by_form(text, self.dates) if self.dates else ("", _iso(text))
        local = found if found.tzinfo else found.replace(tzinfo=HANOI)
        return local.isoformat() if moment else local.date().isoformat()[: _known(form)]


def _iso(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _by_form(text: str, forms: Sequence[str]) -> tuple[str, dt.datetime]:
    """Read a date by the first form that fits. Raises ValueError when none does."""
    for form in forms:
        with contextlib.suppress(ValueError):
            return form, dt.datetime.strptime(text, form)  # noqa: DTZ007
    raise ValueError(text)


def _known(form: str) -> int:
    """Letters of an ISO date that a form knows: a year alone, or with its month."""
    if "%d" in form or "%Y" not in form:
        return len("2026-03-02")
    return len("2026-03") if any(month in form for month in ("%m", "%b", "%B")) else len("2026")


#: Before the name of a column of a model's general kinds: `other.given_name`.
OTHER = "other."
#: Before the name of a field that is a parent's or guardian's: `mother.name`.
_OF_RELATIVE = tuple(f"{kinship.value}." for kinship in Kinship)


#: Before the name of a field that is of the one drug of a prescription: `items.code`.
ITEM_OF = "items."


class EventMap(Form):
    """An event that a row says, when every column of `when` has something.

    A Prescription may say its one drug by fields named `items.code`, `items.drug` and so on.
    """

    event: str
    when: tuple[str, ...] = ()
    fields: Mapping[str, Cell] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> EventMap:
        form = FORMS.get(self.event)
        if form is None:
            raise ValueError(f"event must be one of {', '.join(FORMS)}")
        known = set(form.model_fields)
        if "items" in known:
            known |= {f"{ITEM_OF}{name}" for name in ITEM.model_fields}
        unknown = sorted(set(self.fields) - known)
        if unknown:
            raise ValueError(f"{self.event} has no field {unknown[0]}")
        return self


class TableMap(Form):
    """A mapping file."""

    healthgraph: Literal["healthgraph-mapping/1"]
    delimiter: str = Field(",", min_length=1, max_length=1)
    facility: Cell = Cell()
    local_id: Cell
    visit: Cell = Cell()
    said_at: Cell = Cell()
    identity: Mapping[str, Cell] = Field(default_factory=dict)
    events: tuple[EventMap, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is named."""
        cells = [self.facility, self.local_id, self.visit, self.said_at, *self.identity.values()]
        cells += [cell for each in self.events for cell in each.fields.values()]
        named = [cell.column for cell in cells] + [
            name for each in self.events for name in each.when
        ]
        return frozenset(filter(None, named))

    @model_validator(mode="after")
    def _known(self) -> TableMap:
        known = {
            *IdentityForm.model_fields,
            *(f"{of}{name}" for of in _OF_RELATIVE for name in RelativeForm.model_fields),
        }
        own = {name for name in self.identity if not name.startswith(OTHER)}
        unknown = sorted(own - known)
        if unknown:
            raise ValueError(f"identity has no field {unknown[0]}")
        return self


def mapping_of(text: bytes | str) -> TableMap:
    """Read a mapping file. Raises BadInput naming the path and the rule."""
    try:
        return TableMap.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        path = ".".join(str(part) for part in first["loc"]) or "mapping"
        raise BadInput(path, first["msg"]) from None
