"""Who pays what: the fund its share of the benefit digit, the patient the rest. In đồng."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """One amount divided: `insured` is within the scope of insurance."""

    total: int
    insured: int
    fund: int
    copaid: int
    self_paid: int


def divide(amount: int, pays: int) -> Share:
    """Divide an amount; `pays` is the fund's share in per cent, 0 without a card.

    >>> divide(1000, 80)
    Share(total=1000, insured=1000, fund=800, copaid=200, self_paid=0)
    """
    if pays == 0:
        return Share(amount, 0, 0, 0, amount)
    fund = amount * pays // 100
    return Share(amount, amount, fund, amount - fund, 0)


def add(shares: list[Share]) -> Share:
    """Add amounts up."""
    return Share(
        total=sum(s.total for s in shares),
        insured=sum(s.insured for s in shares),
        fund=sum(s.fund for s in shares),
        copaid=sum(s.copaid for s in shares),
        self_paid=sum(s.self_paid for s in shares),
    )
