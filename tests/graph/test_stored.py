"""Values as they are stored, and identities that come back as they went in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.stored import date, day, identity_of, identity_text, instant, local_day, moment, stored
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Kinship, Relative, Sex

_TEXT = st.text(max_size=12)
_TEXTS = st.lists(st.text(min_size=1, max_size=8), max_size=3).map(tuple)
_DATES = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1880, 2100)),
    st.builds(PartialDate, st.integers(1880, 2100), st.integers(1, 12), st.integers(1, 28)),
)
_RELATIVES = st.builds(Relative, st.sampled_from(Kinship), _TEXT, _DATES, _TEXT, _TEXTS)
_IDENTITIES = st.builds(
    Identity,
    name=_TEXT,
    birth_date=_DATES,
    birth_time=_TEXT,
    sex=st.sampled_from(Sex),
    personal_number=_TEXT,
    insurance_numbers=_TEXTS,
    phones=_TEXTS,
    address=st.builds(Address, _TEXT, _TEXT, _TEXT, _TEXT, _TEXTS),
    nationality=_TEXT,
    ethnicity=_TEXT,
    occupation=_TEXT,
    relatives=st.lists(_RELATIVES, max_size=2).map(tuple),
    birth_order=st.integers(0, 5),
    said_on=st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))),
)


@given(_IDENTITIES)
def test_an_identity_comes_back_as_it_went_in(identity: Identity) -> None:
    """Whatever a record says of a patient survives the store."""
    assert identity_of(identity_text(identity)) == identity


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_an_instant_comes_back(when: dt.datetime) -> None:
    """To the microsecond."""
    assert moment(instant(when)) == when


@given(st.dates())
def test_a_day_comes_back_and_sorts(when: dt.date) -> None:
    """The integer of a day is the day, in order."""
    assert date(day(when)) == when
    assert when == dt.date.max or day(when) < day(when + dt.timedelta(days=1))


def test_a_moment_falls_on_hanois_day() -> None:
    """17:30 in UTC is the next morning in Hanoi."""
    assert local_day(dt.datetime(2026, 3, 1, 17, 30, tzinfo=dt.UTC)) == 20260302


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", None),
        ((), None),
        (None, None),
        (0, 0),
        (False, False),
        ("Đỡ", "Đỡ"),
        (("001", "002"), ["001", "002"]),
        (Decimal("1.5"), 1.5),
        (dt.date(2026, 3, 2), 20260302),
        (dt.datetime(2026, 3, 2, 1, 14, tzinfo=dt.UTC), "2026-03-02T01:14:00Z"),
        (PartialDate(1985, 7), "1985-07"),
    ],
)
def test_stored_forms(value: object, expected: object) -> None:
    """Unknown is None, zero and False stay what they are, times sort as text or integer."""
    found = stored(value)
    assert found == expected
    assert type(found) is type(expected)


def test_what_has_no_stored_form_is_refused() -> None:
    """A kind of value that nobody thought of is a fault of ours, found at once."""
    with pytest.raises(TypeError, match="no stored form for object"):
        stored(object())
    with pytest.raises(TypeError):
        identity_text(Identity(name=object()))  # type: ignore[arg-type]
