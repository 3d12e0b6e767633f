"""Who the patient is, as JSON of our own says it; pydantic judges, values come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from ingest.reference.places import wards_named
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Kinship, Relative, Sex

_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class Form(BaseModel):
    """What every form refuses: fields that nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def partial(text: str) -> PartialDate | None:
    """Read `1985`, `1985-07` or `1985-07-04`; empty is None. Raises ValueError."""
    return PartialDate.from_iso(text) if text else None


class _Born(Form):
    birth_date: str = Field("", description="1985, 1985-07 or 1985-07-04", max_length=10)

    @field_validator("birth_date")
    @classmethod
    def _is_a_date(cls, text: str) -> str:
        partial(text)
        return text


class RelativeForm(_Born):
    """A parent or guardian."""

    kinship: Kinship
    name: str = ""
    personal_number: str = ""
    insurance_numbers: tuple[str, ...] = ()

    def value(self) -> Relative:
        """Give the relative."""
        born = partial(self.birth_date)
        return Relative(self.kinship, self.name, born, self.personal_number, self.insurance_numbers)


class IdentityForm(_Born):
    """The patient; leave it out to name the patient by code only."""

    name: str = ""
    birth_time: str = Field("", pattern=r"^(\d{4})?$", description="HHMM")
    sex: Sex = Sex.UNKNOWN
    personal_number: str = Field("", description="CCCD, CMND or passport")
    insurance_numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address: str = ""
    wards: tuple[Annotated[str, Field(pattern=r"^\d{5}$")], ...] = Field(
        (), max_length=4, description="codes of present wards; left out: read from the address"
    )
    nationality: str = ""
    ethnicity: str = ""
    occupation: str = ""
    relatives: tuple[RelativeForm, ...] = ()
    birth_order: int = Field(0, ge=0, le=20)
    births: int = Field(0, ge=0, le=20)
    other: Mapping[str, str] = Field(
        default_factory=dict, description="columns that a model of general kinds reads, as text"
    )

    def value(self) -> Identity:
        """Give the identity, its address with the wards that it names today."""
        said = {key: getattr(self, key) for key in _ALIKE}
        return Identity(
            birth_date=partial(self.birth_date),
            address=Address(self.address, wards=self.wards or wards_named(self.address)),
            relatives=tuple(each.value() for each in self.relatives),
            other=tuple(sorted((column, text) for column, text in self.other.items() if text)),
            **said,
        )


_ALIKE = (
    "name", "birth_time", "sex", "personal_number", "insurance_numbers", "phones", "nationality",
    "ethnicity", "occupation", "birth_order", "births",
)  # fmt: skip
