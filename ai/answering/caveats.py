"""What a reader must know beside the number."""

from __future__ import annotations

from ai.answering.figures import Figures
from ai.answering.numbers import Language, number_words, share_words
from ai.answering.sentences import Speaker
from ai.answering.wording import said
from ai.catalogue import Count
from ai.disclosure.boxes import Rule
from ai.query import Query

_NAMED = 3
_PEOPLE = (Count.DISTINCT, "person")
_LATE = 0.05  # of the facts; fewer late ones change little


def caveats(
    query: Query, figures: Figures, hidden: int, rule: Rule, speaker: Speaker
) -> tuple[str, ...]:
    """List the caveats of an answer, the catalogue's own first."""
    used = [*query.dimensions, *(f.dimension for f in query.filters)]
    own = [c for m in query.metrics for c in speaker.catalogue.metrics[m].caveats]
    own += [c for d in used for c in speaker.catalogue.dimensions[d].caveats]
    found = [said(each, speaker.language) for each in own]
    found += [*_silent(figures, speaker), *_late(figures, speaker)]
    found += [*_doubtful(query, figures, rule, speaker), *_hidden(hidden, rule, speaker)]
    return tuple(dict.fromkeys(found))


def _silent(figures: Figures, speaker: Speaker) -> list[str]:
    if not figures.silent:
        return []
    names = [speaker.label("facility", each, speaker.language) for each in figures.silent[:_NAMED]]
    more = "…" if len(figures.silent) > _NAMED else ""
    listed, count = ", ".join(names) + more, len(figures.silent)
    return [
        speaker.pick(
            f"{count} cơ sở không gửi dữ liệu trong kỳ: {listed}",
            f"{count} facilities sent nothing in the period: {listed}",
        )
    ]


def _late(figures: Figures, speaker: Speaker) -> list[str]:
    if figures.late is None or figures.late < _LATE:
        return []
    share = share_words(figures.late, speaker.language)
    return [
        speaker.pick(
            f"{share} dữ liệu trong kỳ đến muộn hơn 7 ngày; số mới có thể còn tăng",
            f"{share} of the data came later than 7 days; recent numbers may still rise",
        )
    ]


def _doubtful(query: Query, figures: Figures, rule: Rule, speaker: Speaker) -> list[str]:
    metrics = [speaker.catalogue.metrics[m] for m in query.metrics]
    people = any(
        m.numerator.count is Count.DISTINCT and m.numerator.of == "person" for m in metrics
    )
    if not people or not figures.doubtful:
        return []
    few = rule.small(figures.doubtful)
    count = f"< {rule.least}" if few else number_words(figures.doubtful, speaker.language)
    return [
        speaker.pick(
            f"{count} người có thể trùng người khác: nếu nhập hết, giảm tối đa bấy nhiêu",
            f"{count} people may be somebody else: joined all, at most so many fewer",
        )
    ]


def _hidden(hidden: int, rule: Rule, speaker: Speaker) -> list[str]:
    if not hidden:
        return []
    number = number_words(hidden, Language(speaker.language))
    return [
        speaker.pick(
            f"{number} số được che vì nhỏ hơn {rule.least} hoặc để bảo vệ số nhỏ",
            f"{number} numbers are hidden: below {rule.least}, or to protect one that is",
        )
    ]
