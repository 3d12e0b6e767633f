"""Citizens for the tests of identity: an adult, a child and its family; change what matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Kinship, Relative, Sex
from mpi.names import fold

SAID = dt.date(2026, 3, 2)
HOME = Address("Số 12, ngõ 5, phố Huế, phường Bạch Mai", wards=("00256",))
AWAY = Address("Số 3, phố Trần Phú, phường Hà Đông", wards=("09556",))

ADULT = Identity(
    name="Nguyễn Văn An",
    birth_date=PartialDate(1985, 7, 4),
    sex=Sex.MALE,
    personal_number="001085012345",
    insurance_numbers=("GD4010123456789",),
    phones=("0912345679",),
    address=HOME,
    said_on=SAID,
)
MOTHER = Identity(
    name="Lê Thị Hoa",
    birth_date=PartialDate(1992, 11, 23),
    sex=Sex.FEMALE,
    personal_number="034192004711",
    insurance_numbers=("DN4012233445566",),
    phones=("0987123456",),
    address=HOME,
    said_on=SAID,
)
AS_MOTHER = Relative(Kinship.MOTHER, MOTHER.name)
CHILD = Identity(
    name="Trần Minh Châu",
    birth_date=PartialDate(2024, 5, 21),
    birth_time="0810",
    sex=Sex.FEMALE,
    phones=MOTHER.phones,
    address=HOME,
    relatives=(AS_MOTHER,),
    said_on=SAID,
)
NEWBORN = replace(CHILD, name="Con bà Lê Thị Hoa", relatives=(), said_on=dt.date(2024, 5, 22))


def bare(identity: Identity) -> Identity:
    """Keep name, birth date and sex alone."""
    kept = Identity(name=identity.name, birth_date=identity.birth_date, sex=identity.sex)
    return replace(kept, said_on=identity.said_on)


SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Quách")
MIDDLES = ("", "Văn", "Thị", "Minh", "Thị Thu", "Đức")
GIVENS = ("An", "Anh", "Hà", "Hạ", "Dũng", "Thúy", "Mỹ", "Hoà", "Quý", "Linh")
WARDS = ("00004", "00008", "00025", "00256")
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2026, 2, 1))

names = st.builds(
    lambda *parts: " ".join(filter(None, parts)),
    st.sampled_from(SURNAMES),
    st.sampled_from(MIDDLES),
    st.sampled_from(GIVENS),
)
birth_dates = st.builds(lambda day: PartialDate(day.year, day.month, day.day), DAYS)
identities = st.builds(
    Identity,
    name=st.one_of(names, st.just(""), st.just("Con bà Lê Thị Hoa 1")),
    birth_date=st.one_of(st.none(), birth_dates, st.just(PartialDate(2026, 2, 20))),
    birth_time=st.sampled_from(("", "0810", "0815", "2359")),
    birth_order=st.integers(0, 2),
    sex=st.sampled_from(Sex),
    personal_number=st.sampled_from(("", "001085012345", "001085012354", "012345678", "B1234567")),
    insurance_numbers=st.sampled_from(((), ("GD4010123456789",), ("9876543210",))),
    phones=st.sampled_from(((), ("0912345679",), ("0987123456", "0912345679"))),
    address=st.sampled_from((HOME, AWAY, Address(), Address("Số 12 phố Huế"))),
    relatives=st.sampled_from(((), (AS_MOTHER,), (Relative(Kinship.FATHER, "Trần Văn Ba"),))),
    said_on=st.sampled_from((None, SAID)),
)


def city(seed: int, families: int) -> Iterator[tuple[str, Identity]]:
    """Give `(person, identity)`: families of four of which each member is written down twice."""
    chance = Random(seed)
    for family in range(families):
        surname, home = chance.choice(SURNAMES), _home(chance)
        phone = f"09{chance.randrange(10**7, 10**8)}"
        for member, year in enumerate((1960, 1988, 2015, 2018)):
            person = _member(chance, surname, year)
            person = replace(person, address=home, phones=(phone,))
            yield f"{family}-{member}", person
            yield f"{family}-{member}", damaged(chance, person)


def _home(chance: Random) -> Address:
    return Address(f"Số {chance.randrange(1, 400)}, phố Huế", wards=(chance.choice(WARDS),))


def _member(chance: Random, surname: str, year: int) -> Identity:
    woman = chance.random() < 0.5
    middle, given = chance.choice(MIDDLES), chance.choice(GIVENS)
    born = PartialDate(year + chance.randrange(3), chance.randrange(1, 13), chance.randrange(1, 29))
    digit = (1 if woman else 0) + (2 if born.year >= 2000 else 0)
    return Identity(
        name=" ".join(filter(None, (surname, middle, given))),
        birth_date=born,
        sex=Sex.FEMALE if woman else Sex.MALE,
        personal_number=f"001{digit}{born.year % 100:02}{chance.randrange(10**6):06}",
        said_on=SAID,
    )


def damaged(chance: Random, identity: Identity) -> Identity:
    """Write an identity down as a second hospital might: up to two things lost or changed."""
    for change in chance.sample(_HABITS, chance.randrange(3)):
        identity = change(identity)
    return identity


def unmarked(identity: Identity) -> Identity:
    """Lose the marks and write in capitals."""
    return replace(identity, name=fold(identity.name).upper())


_HABITS: tuple[Callable[[Identity], Identity], ...] = (
    unmarked,
    lambda i: replace(i, name=" ".join((i.name.split()[0], i.name.split()[-1]))),
    lambda i: replace(i, name=" ".join((i.name.split()[-1], *i.name.split()[:-1]))),
    lambda i: replace(i, personal_number=""),
    lambda i: replace(i, phones=()),
    lambda i: replace(i, address=AWAY),
    lambda i: replace(i, birth_date=i.birth_date and PartialDate(i.birth_date.year)),
    lambda i: replace(i, sex=Sex.UNKNOWN),
)
