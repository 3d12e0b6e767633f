"""A steward's search and what it finds: identities only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.views.identities import PartialDay, date_of
from graph.find import MAX_LIMIT, Found, Query


class SearchForm(BaseModel):
    """What is known of the person looked for: at least a whole name, a number or a phone."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"name": "Nguyễn Văn An", "birth_date": "1985-07-04"}]},
    )

    name: Annotated[str, Field(max_length=200)] = ""
    birth_date: PartialDay = ""
    number: Annotated[str, Field(max_length=30)] = ""
    phone: Annotated[str, Field(max_length=30)] = ""
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = 10

    @property
    def query(self) -> Query:
        """The query."""
        return Query(self.name, date_of(self.birth_date), self.number, self.phone)


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The likeliest people, best first."""

    found: tuple[Found, ...]
