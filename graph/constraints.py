"""What decided about two records besides their bits: verdicts, ceilings, anchors, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.identity_words import Words, field_words, level_words
from mpi.decision import PRESENCE, Outcome, Scored
from mpi.model import Model
from mpi.model_parts import Ceiling


@dataclass(frozen=True, slots=True)
class Constraint:
    """What decided besides the sum: `kind` is ceiling, verdict, presence, anchor or threshold."""

    kind: str
    words: Words
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Decisions of people, by id: that two records are not one citizen's, or that they are."""

    apart: tuple[str, ...] = ()
    together: tuple[str, ...] = ()


_APART = Words("Nhân viên đã xác nhận là hai người khác nhau", "A verdict keeps them apart")
_TOGETHER = Words("Nhân viên đã ghép vào một người", "Somebody decided that they are one")
#: How a bar is said, by the outcome that it allows.
_MOST = {
    Outcome.NEW: Words("không bao giờ ghép", "never joined"),
    Outcome.MAYBE: Words("nhiều nhất là có thể", "at most maybe"),
    Outcome.SAME: Words("", ""),
}
_BY_BITS = {
    Outcome.SAME: Words("cùng một người", "same"),
    Outcome.MAYBE: Words("có thể", "maybe"),
    Outcome.NEW: Words("người khác", "another person"),
}


def constraints(
    best: Scored, outcome: Outcome, spoken: Spoken, model: Model
) -> Iterator[Constraint]:
    """Give what decided: people first, then what the model bars, the threshold last."""
    for decision in spoken.apart:
        yield Constraint("verdict", _APART, decision)
    for decision in spoken.together:
        yield Constraint("verdict", _TOGETHER, decision)
    for found in (e for e in best.evidence if e.field == PRESENCE):
        yield Constraint("presence", _at_most(level_words(found.level), model.presence.at_most))
    for ceiling in model.ceilings:
        if any((e.field, e.level) == (ceiling.field, ceiling.level) for e in best.evidence):
            yield Constraint("ceiling", _at_most(_field_at(ceiling), ceiling.at_most))
    anchored = any(e.field in model.anchors and e.bits > 0 for e in best.evidence)
    if best.bits >= model.thresholds.same and not anchored:
        yield Constraint("anchor", _anchor(model))
    yield Constraint("threshold", _threshold(best.bits, outcome, model))


def _anchor(model: Model) -> Words:
    anchors = [field_words(anchor) for anchor in model.anchors]
    return Words(
        "Cần khớp ít nhất một trong: " + ", ".join(a.vi for a in anchors),
        "Needs one of these to agree: " + ", ".join(a.en for a in anchors),
    )


def _at_most(found: Words, outcome: Outcome) -> Words:
    most = _MOST[outcome]
    return Words(f"{found.vi}: {most.vi}", f"{found.en}: {most.en}")


def _field_at(ceiling: Ceiling) -> Words:
    about, found = field_words(ceiling.field), level_words(ceiling.level)
    return Words(f"{about.vi} {found.vi}", f"{about.en} {found.en}")


def _threshold(bits: float, outcome: Outcome, model: Model) -> Words:
    """Say what the bits are enough for, and what the model decides where that is something else."""
    same, maybe = model.thresholds.same, model.thresholds.maybe
    by_bits = Outcome.SAME if bits >= same else Outcome.MAYBE if bits >= maybe else Outcome.NEW
    limit = f"≥ {same:g}" if bits >= same else f"≥ {maybe:g}" if bits >= maybe else f"< {maybe:g}"
    enough, decided = _BY_BITS[by_bits], _BY_BITS[outcome]
    if by_bits is outcome:
        return Words(
            f"{bits:.1f} {limit} bit: {enough.vi}", f"{bits:.1f} {limit} bits: {enough.en}"
        )
    return Words(
        f"{bits:.1f} {limit} bit: riêng số bit thì {enough.vi}, mô hình kết luận {decided.vi}",
        f"{bits:.1f} {limit} bits: {enough.en} by the bits alone, {decided.en} by the model",
    )
