"""The forms of events, made from their types, so that the schema never falls behind the model."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field, create_model

from graph import model
from graph.model import Event, MedicationItem, Origin
from ingest.own.identity_form import Form, IdentityForm
from mpi.identity import Identity

#: Types whose form in JSON is another one.
_FORMS: Mapping[Any, Any] = {dt.datetime: AwareDatetime, Identity: IdentityForm}


def _form_of(kind: Any) -> Any:
    """The type of a form's field for the type of a value's field."""
    if kind in _FORMS:
        return _FORMS[kind]
    if kind is MedicationItem:
        return ITEM
    inside = typing.get_args(kind)
    if isinstance(kind, types.UnionType):
        return reduce(or_, (_form_of(each) for each in inside))
    if typing.get_origin(kind) is tuple:
        return tuple[tuple(_form_of(each) if each is not ... else ... for each in inside)]  # type: ignore[misc]
    return kind


def _fields(of: type) -> Iterator[tuple[str, tuple[Any, Any]]]:
    hints = typing.get_type_hints(of)
    for field in dataclasses.fields(of):
        if field.name != "origin":
            yield field.name, (_form_of(hints[field.name]), _default(field))


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default is not dataclasses.MISSING:
        return field.default
    return (
        ...
        if field.default_factory is dataclasses.MISSING
        else Field(default_factory=field.default_factory)
    )


def _made(of: type, **more: Any) -> type[BaseModel]:
    made: dict[str, Any] = {**more, **dict(_fields(of))}
    return create_model(of.__name__, __base__=Form, __doc__=of.__doc__, **made)


_PLACE = {
    "table": (
        str,
        Field("", description="what it is restated or taken back under", max_length=200),
    ),
    "row": (int, Field(0, ge=0, description="its place there, from 1")),
}

ITEM = _made(MedicationItem)

#: The form of each kind of event, by the name that `event` gives.
FORMS: Mapping[str, type[BaseModel]] = {
    kind.__name__: _made(kind, event=(Literal[kind.__name__], ...), **_PLACE)
    for kind in typing.get_args(Event)
}

if TYPE_CHECKING:
    AnyEvent = BaseModel
else:
    AnyEvent = Annotated[reduce(or_, FORMS.values()), Field(discriminator="event")]


def value_of(form: BaseModel, row: int) -> Event:
    """Give the event of a form; without a table it stands under its kind, in its place."""
    said = dict(form)
    kind = getattr(model, said.pop("event"))
    table, given = said.pop("table"), said.pop("row")
    origin = Origin(table or kind.__name__, given or row)
    event: Event = kind(origin, **{key: _value(each, origin) for key, each in said.items()})
    return event


def _value(said: Any, origin: Origin) -> Any:
    if isinstance(said, IdentityForm):
        return said.value()
    if isinstance(said, BaseModel):
        return MedicationItem(origin, **dict(said))
    if isinstance(said, tuple):
        return tuple(_value(each, origin) for each in said)
    return said
