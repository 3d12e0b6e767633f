"""Form and answer of the analysts' door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ai.cypher.tokens import LONGEST

_Value = str | int | float | bool


class CypherForm(BaseModel):
    """A query and the values of its parameters, all of those that it names."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "query": "MATCH (e:Encounter) WHERE e.started_on >= $first "
                    "RETURN e.facility AS facility, count(*) AS visits ORDER BY visits DESC",
                    "parameters": {"first": 20260101},
                }
            ]
        },
    )

    query: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    parameters: dict[str, _Value | list[_Value]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CypherAnswer:
    """Rows by column, of at least `least` people each; smaller groups are left out, as if empty.

    Numbers are rounded, counts to multiples of `least`. `cut` says that there is more.
    """

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]
    cut: bool
    least: int
    statement: str


CYPHER = {
    "columns": ["facility", "visits"],
    "rows": [{"facility": "01013", "visits": 41230}, {"facility": "01004", "visits": 980}],
    "cut": False,
    "least": 5,
    "statement": "MATCH (e:Encounter) WHERE e.started_on >= $first MATCH (e)-[:OF]->…",
}
