"""What a reading says, slot by slot, before it is known whether it makes a query."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ai.understanding.senses import Role
from ai.understanding.spans import Span


@dataclass(frozen=True, slots=True)
class Said:
    """Members of a dimension as said: to keep or leave out, whence or whither, joined how."""

    dimension: str
    members: tuple[str, ...]
    excluded: bool = False
    direction: Role | None = None
    joined: Role | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A noun of counting (visits, people, cases); `asked` when "how many" stands before it."""

    value: str
    asked: bool


@dataclass(slots=True)
class Slots:
    """Filled from left to right by `roles`; `problems` are reasons why it cannot be used.

    From the word `whole_from` on it is said of what a share is taken; `of_whole` are the dimensions
    that are narrowed there: "nữ trong số bệnh nhân nội trú".
    """

    whole_from: float = math.inf
    of_whole: set[str] = field(default_factory=set)
    metrics: list[str] = field(default_factory=list)
    apart: int = 0
    metric_asked: bool = False
    summed: bool = False
    between: bool = False
    worst: bool = False
    in_order: bool = False
    self_paid: bool = False
    as_rate: bool = False
    averaged: bool = False
    newborns: bool = False
    causes: bool = False
    most_of_count: bool = False
    ranging: bool = False
    heads: list[Head] = field(default_factory=list)
    care: list[str] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    plural: list[str] = field(default_factory=list)
    which: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    members: list[Said] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    versus: list[Span] = field(default_factory=list)
    relative: bool = False
    flags: set[Role] = field(default_factory=set)
    limit: int | None = None
    complements: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def asked(self) -> str:
        """The noun that is counted: the one after "how many", else the first."""
        rest = [] if self.metric_asked else self.heads
        chosen = [head for head in self.heads if head.asked] or rest
        return chosen[0].value if chosen else ""

    @property
    def most(self) -> Role | None:
        """MOST or LEAST where a ranking is asked for, said in one word or in two around a noun."""
        if Role.LEAST in self.flags or {Role.FEW, Role.BEST} <= self.flags:
            return Role.LEAST
        pairs = Role.MOST in self.flags or {Role.MANY, Role.BEST} <= self.flags
        return Role.MOST if pairs or {Role.TOP, Role.RANK} & self.flags else None

    @property
    def diseases(self) -> list[Said]:
        """Members that are diseases."""
        return [said for said in self.members if said.dimension in {"icd", "disease_group"}]
