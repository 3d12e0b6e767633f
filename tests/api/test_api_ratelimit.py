"""Each account's share of the service."""

import pytest

from api.ratelimit import Rate, RateLimiter
from api.refusals import TooManyRequests
from tests.api.standing_clock import Clock


def test_a_burst_then_the_rate() -> None:
    """Three at once, then one each half second; the refusal says when."""
    clock = Clock()
    limiter = RateLimiter(Rate(per_second=2, burst=3), clock)
    for _ in range(3):
        limiter.take("a")
    with pytest.raises(TooManyRequests) as caught:
        limiter.take("a")
    assert caught.value.retry_after == pytest.approx(0.5)
    clock.now += 0.5
    limiter.take("a")


def test_accounts_do_not_share() -> None:
    """One account's flood is not another's."""
    limiter = RateLimiter(Rate(1, 1), Clock())
    limiter.take("a")
    limiter.take("b")
    with pytest.raises(TooManyRequests):
        limiter.take("a")


def test_being_refused_costs_nothing() -> None:
    """Who keeps asking is let in as soon as one who waited."""
    clock = Clock()
    limiter = RateLimiter(Rate(1, 1), clock)
    limiter.take("a")
    for _ in range(10):
        clock.now += 0.09
        with pytest.raises(TooManyRequests):
            limiter.take("a")
    clock.now += 0.11
    limiter.take("a")


def test_forgiven_is_full_again() -> None:
    """After a right password the wrong ones are forgotten."""
    limiter = RateLimiter(Rate(1, 1), Clock())
    limiter.take("a")
    limiter.forgive("a")
    limiter.take("a")


def test_memory_is_bounded() -> None:
    """A flood of names does not fill the memory; the longest unused is forgotten."""
    limiter = RateLimiter(Rate(1, 1), Clock(), remember=2)
    for name in ("a", "b", "c", "a"):
        limiter.take(name)
    with pytest.raises(TooManyRequests):
        limiter.take("c")
