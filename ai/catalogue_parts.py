"""What the catalogue is made of: words, metrics with their measures, dimensions. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Names:
    """The shown name first, then synonyms."""

    vi: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number is said in: Vietnamese, English for one and for many; digits after the sign."""

    id: str
    vi: str
    one: str
    many: str
    decimals: int = 1


class Count(StrEnum):
    """How rows become a number."""

    ROWS = "rows"
    DISTINCT = "distinct"
    SUM = "sum"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Condition:
    """Rows whose field is one of `members` (or not, when `excluded`), or within the bounds.

    `members` of a code field match what begins with them: `A97` holds A97.0. `set` names a set of
    codes of `ai/catalogue/sets.json`; `before` asks for a day before the period, `empty` for none.
    """

    field: str
    members: tuple[str, ...] = ()
    set: str = ""
    excluded: bool = False
    least: float | None = None
    most: float | None = None
    before: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """How many rows, distinct values or how much of field `of`, of the rows that meet `where`.

    `window` is the number of days up to the period's end that are looked at, 0 for the period.
    """

    count: Count
    of: str = ""
    where: tuple[Condition, ...] = ()
    window: int = 0


class Missing(StrEnum):
    """What a deployment must give before a metric can be answered."""

    BEDS = "beds"
    POPULATION = "population"


@dataclass(frozen=True, slots=True)
class Metric:
    """A number with a name: measure, or measure over measure, of one subject's facts.

    `time` is the field of the subject by which a fact falls into the period; `default_time` the
    kind of period that is meant when none is said. Shares are fractions (unit `share`).
    `high_is_good` says that the worst is the lowest; `said_in` names the unit in which it is said
    where that is another than `unit`, as *referrals* for lượt.
    """

    id: str
    group: str
    names: Names
    definition: Words
    source: str
    unit: str
    additive: bool
    default_time: str
    dimensions: tuple[str, ...]
    minimum_n: int
    caveats: tuple[Words, ...]
    subject: str
    numerator: Measure
    denominator: Measure | None = None
    time: str = "day"
    needs: Missing | None = None
    high_is_good: bool = False
    said_in: str = ""

    @property
    def countable(self) -> bool:
        """Whether it counts things, so that none is 0: a rate, an average or a median does not."""
        return self.denominator is None and self.numerator.count is not Count.MEDIAN


class DimensionKind(StrEnum):
    """Where the members of a dimension come from."""

    LISTED = "listed"
    GRAPH = "graph"
    TIME = "time"
    ICD = "icd"


@dataclass(frozen=True, slots=True)
class Member:
    """A listed member of a dimension."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what a metric may be broken down or narrowed.

    `field` is the field of a subject's facts, `form` the regular expression of a member's id;
    `none` is what rows without a member are called, *unknown* where it is not given. `bare` says
    that names of members say what they are, `by_size` that rows begin with the most.
    """

    id: str
    names: Names
    definition: Words
    kind: DimensionKind
    field: str
    form: str
    members: tuple[Member, ...] = ()
    caveats: tuple[Words, ...] = ()
    none: Words | None = None
    bare: bool = False
    by_size: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a subject's facts that measures and dimensions may use, and its pattern."""

    id: str
    pattern: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of fact: one row each of what the pattern finds. `dimensions` is the usual list."""

    id: str
    pattern: str
    meaning: str
    dimensions: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class CodeSet:
    """Codes that belong together, as `E10-E14`, `A97` or words of ingredients, with the source."""

    id: str
    names: Names
    source: str
    codes: tuple[str, ...]
    diseases: bool = False
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that may be asked, by id."""

    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Dimension]
    subjects: Mapping[str, Subject]
    sets: Mapping[str, CodeSet]
    units: Mapping[str, Unit]

    def unit_of(self, metric: Metric) -> Unit:
        """Give what a metric's numbers are said in."""
        return self.units[metric.said_in or metric.unit]
