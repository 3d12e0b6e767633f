"""An identity as an app sends it, read into the one value that the matching model judges."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ingest.reference.wards import present_wards
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Kinship, Relative, Sex

_Text = Annotated[str, Field(max_length=300)]
_Number = Annotated[str, Field(max_length=30)]
_Few = Annotated[list[_Number], Field(max_length=10)]


def _partial(text: str) -> str:
    """Check a partial date without repeating it in the error."""
    try:
        return PartialDate.from_iso(text).iso if text else ""
    except ValueError:
        raise ValueError("must be YYYY, YYYY-MM or YYYY-MM-DD") from None


PartialDay = Annotated[str, Field(max_length=10, examples=["1985-07-04"]), AfterValidator(_partial)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AddressForm(_Form):
    """A residence; `ward` is an administrative code, old or present."""

    text: _Text = ""
    province: _Number = ""
    district: _Number = ""
    ward: _Number = ""

    @property
    def value(self) -> Address:
        """The address, with the present wards that its code may mean."""
        return Address(self.text, self.province, self.district, self.ward, present_wards(self.ward))


class RelativeForm(_Form):
    """A parent or guardian who is named with the patient."""

    kinship: Kinship
    name: _Text = ""
    birth_date: PartialDay = ""
    personal_number: _Number = ""
    insurance_numbers: _Few = []

    @property
    def value(self) -> Relative:
        """The relative."""
        return Relative(
            self.kinship,
            self.name,
            date_of(self.birth_date),
            self.personal_number,
            tuple(self.insurance_numbers),
        )


class IdentityForm(_Form):
    """Who a patient says to be. Unknown fields are left out; a date may lack month or day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Nguyễn Văn An",
                    "birth_date": "1985-07-04",
                    "sex": "male",
                    "personal_number": "001085012345",
                    "phones": ["0903172645"],
                    "address": {"text": "12 Hàng Bông", "province": "01", "ward": "00070"},
                }
            ]
        }
    )

    name: _Text = ""
    birth_date: PartialDay = ""
    sex: Sex = Sex.UNKNOWN
    personal_number: _Number = ""
    insurance_numbers: _Few = []
    phones: _Few = []
    address: AddressForm = AddressForm()
    nationality: _Number = ""
    relatives: Annotated[list[RelativeForm], Field(max_length=4)] = []
    birth_order: Annotated[int, Field(ge=0, le=10)] = 0

    def value(self, said_on: dt.date) -> Identity:
        """The identity, said on a day."""
        return Identity(
            name=self.name,
            birth_date=date_of(self.birth_date),
            sex=self.sex,
            personal_number=self.personal_number,
            insurance_numbers=tuple(self.insurance_numbers),
            phones=tuple(self.phones),
            address=self.address.value,
            nationality=self.nationality,
            relatives=tuple(relative.value for relative in self.relatives),
            birth_order=self.birth_order,
            said_on=said_on,
        )


def date_of(text: str) -> PartialDate | None:
    """Read a date that was checked; None when it is not known."""
    return PartialDate.from_iso(text) if text else None
