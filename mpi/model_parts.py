"""The parts of a matching model, as its file holds them. docs/identity.md explains each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mpi.decision import Outcome


class NamePart(StrEnum):
    """Parts of a name whose share in the population is known."""

    SURNAME = "surname"
    MIDDLE = "middle"
    GIVEN = "given"


class History(StrEnum):
    """How several statements of one person about one field count.

    `MEAN` for what never changes: the likelihood ratio is averaged over all statements, so that
    one odd record among many does not speak for the person. `BEST` for what does change in life.
    """

    MEAN = "mean"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Level:
    """A comparison level: m and u, the chances of it for one citizen and for two strangers.

    When `rarity` names parts of the name, u is multiplied by the share of people who have them,
    and may then be above 1: many names are one letter from a given one. `by_value` does the same
    with the share of the field's own value (`Field.shares`), of two values the more frequent one's.
    Where a level of a general kind is told by how like two texts are, `alike` is the bound: the
    least of a similarity, the most of a distance; None leaves it to the kind.
    """

    level: str
    m: float
    u: float
    rarity: tuple[NamePart, ...] = ()
    by_value: bool = False
    alike: float | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the population that have a part of a name, without marks; `unlisted` for others."""

    listed: Mapping[str, float]
    unlisted: float


@dataclass(frozen=True, slots=True)
class Field:
    """A compared field; `kind` is a key of mpi.compare.KINDS or of mpi.compare.values.VALUE_KINDS.

    `levels` are all of its levels. A kind of the second table reads `column` of `Identity.other`;
    where that names several, joined by `|`, the first is compared and the others are looked in for
    a value entered in the wrong place. `shares` are those of its values, for `Level.by_value`.
    `unsaid` are the bits of there being nothing to compare: 0 where values are missing at random,
    log2 of how much oftener one citizen's two records lack it than two strangers' where not.
    """

    field: str
    kind: str
    history: History
    levels: tuple[Level, ...]
    note: str = ""
    column: str = ""
    shares: Shares | None = None
    unsaid: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Frequencies:
    """Shares of names in the population, and the least share that any whole name is given."""

    surname: Shares
    middle: Shares
    given: Shares
    least: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A way in which two people are near each other, and what agrees between them for that.

    `people` is how many a citizen has of them on average; `u` gives for a field the chance of
    levels between such two, instead of that between strangers, where it differs.
    """

    relation: str
    people: float
    u: Mapping[str, Mapping[str, float]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Evidence already counted: `field` gives at most `bits` when `given` is at one of `levels`.

    With `at_least` it gives no less than that: what speaks against is counted already, too.
    """

    given: str
    levels: tuple[str, ...]
    field: str
    bits: float
    note: str = ""
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A contradiction: whatever else agrees, the outcome is at most this."""

    field: str
    level: str
    at_most: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class PresenceRule:
    """Where a patient cannot have been: then the outcome is at most this, whatever agrees.

    Stays in two facilities overlap when they have more than `overlap_hours` in common, since both
    write down a transfer; who is seen `after_death_hours` after a death is not the dead, since
    papers are finished on the day after.
    """

    overlap_hours: float = 24.0
    after_death_hours: float = 48.0
    at_most: Outcome = Outcome.MAYBE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """How to keep blocks small: where more than `over` people would share a key, add parts `by`.

    The expected number is population times share of the name over `spread`, the number of values
    that the rest of the key is spread over.
    """

    over: float
    spread: float
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockRule:
    """A blocking rule: a key for each combination of the values of its parts (mpi.blocking)."""

    rule: str
    parts: tuple[str, ...]
    split: Split | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Bits from which the outcome is *same* and *maybe*: log2 of the odds that it is so."""

    same: float
    maybe: float


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A whole model. `version` is `<date>/<number>`; `population` is how many citizens there are.

    *same* needs one of `anchors` at a level that speaks for it: never by name alone. One of
    `codes_per_reuse` codes of a facility has been given to a second person.
    """

    version: str
    population: float
    thresholds: Thresholds
    anchors: tuple[str, ...]
    fields: tuple[Field, ...]
    frequencies: Frequencies
    relations: tuple[Relation, ...]
    overlaps: tuple[Overlap, ...]
    ceilings: tuple[Ceiling, ...]
    blocking: tuple[BlockRule, ...]
    presence: PresenceRule = PresenceRule()
    codes_per_reuse: float = 200.0
    note: str = ""
