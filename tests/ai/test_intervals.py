"""Intervals against scipy's exact ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from ai.answering.intervals import byar, wilson
from mpi.errors import BadInput


@given(st.integers(1, 5000), st.data())
def test_wilson_is_that_of_scipy(denominator: int, data: st.DataObject) -> None:
    """Any share has the interval that scipy gives by the same method."""
    numerator = data.draw(st.integers(0, denominator))
    exact = binomtest(numerator, denominator).proportion_ci(0.95, "wilson")
    ours = wilson(numerator, denominator)
    assert (ours.low, ours.high) == pytest.approx((exact.low, exact.high), abs=1e-9)


@given(st.integers(10, 100_000))
def test_byar_is_close_to_the_exact_interval(count: int) -> None:
    """From 10 on, Byar's ends lie within half a per cent of the exact Poisson ones."""
    ours = byar(count)
    exact = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    assert (ours.low, ours.high) == pytest.approx(exact, rel=0.005)


def test_a_rate_is_divided_at_both_ends() -> None:
    """The interval of a rate is that of its count over the same denominator."""
    count, rate = byar(40), byar(40, per=8.0)
    assert (rate.low * 8, rate.high * 8) == pytest.approx((count.low, count.high))


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (5, 4), (-1, 3)])
def test_what_is_no_share_is_refused(numerator: int, denominator: int) -> None:
    """A numerator outside its denominator has no interval."""
    with pytest.raises(BadInput, match="numerator"):
        wilson(numerator, denominator)
