"""What a reader must know beside the number.

Shares here are rounded to steps of 5 %, for no ledger guards them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ai.answering.figures import Figures
from ai.answering.identity_range import Range
from ai.answering.numbers import Language, number_words
from ai.answering.reading_aids import shaky, unequal
from ai.answering.sentences import Speaker
from ai.answering.wording import day_words, named, said
from ai.disclosure.boxes import Rule
from ai.query import Query
from ai.timeliness import LATE_DAYS, Timeliness

_NAMED = 3
_STEP = 0.05


def caveats(
    query: Query,
    figures: Figures,
    ranges: Sequence[Range],
    hidden: int,
    rule: Rule,
    speaker: Speaker,
) -> tuple[str, ...]:
    """List the caveats of an answer, the catalogue's own first."""
    used = [*query.dimensions, *(f.dimension for f in query.filters)]
    own = [c for m in query.metrics for c in speaker.catalogue.metrics[m].caveats]
    own += [c for d in used for c in speaker.catalogue.dimensions[d].caveats]
    found = [said(each, speaker.language) for each in own]
    if figures.since:
        day = day_words(figures.since)
        found.append(
            speaker.pick(
                f"số liệu có từ {day}; trước ngày đó chưa có, không phải bằng 0",
                f"data begin on {day}; what lies before is not known, not nothing",
            )
        )
    if figures.timeliness is not None:
        found += _timely(figures.timeliness, speaker)
    found += [*_placed(figures, speaker), *_identity(query, ranges, speaker)]
    found += [*shaky(query, figures, speaker), *unequal(query, speaker)]
    found += _hidden(hidden, rule, speaker)
    return tuple(dict.fromkeys(found))


def rounded(share: float) -> float:
    """Round a share to steps of 5 %.

    >>> rounded(0.118)
    0.1
    """
    return round(round(share / _STEP) * _STEP, 2)


def percent(share: float) -> str:
    """Write a rounded share.

    >>> percent(0.35)
    '35 %'
    """
    return f"{round(share * 100)} %"


def _timely(timely: Timeliness, speaker: Speaker) -> list[str]:
    found = []
    if timely.until:
        day = day_words(timely.until)
        found.append(
            speaker.pick(
                f"số liệu mới có đến {day}; sau ngày đó chưa có, không phải bằng 0",
                f"data end on {day}; what lies after is not known, not nothing",
            )
        )
    if timely.silent:
        count, names = len(timely.silent), _names(timely.silent, speaker)
        found.append(
            speaker.pick(
                f"{count} cơ sở đã kết nối không gửi gì trong kỳ: {names}",
                f"{count} connected facilities sent nothing in the period: {names}",
            )
        )
    if timely.absent:
        found.append(
            speaker.pick(
                f"{timely.absent} cơ sở trong danh mục chưa từng gửi dữ liệu",
                f"{timely.absent} facilities of the list have never sent anything",
            )
        )
    return [*found, *_late(timely, speaker), *_loaded(timely, speaker)]


def _loaded(timely: Timeliness, speaker: Speaker) -> list[str]:
    if not timely.loaded:
        return []
    return [
        speaker.pick(
            f"{timely.loaded} cơ sở nạp dữ liệu nhiều tháng trong một lần: chưa biết thường gửi"
            " chậm bao lâu",
            f"{timely.loaded} facilities sent months of data at once: how late they usually send"
            " is not known",
        )
    ]


def _late(timely: Timeliness, speaker: Speaker) -> list[str]:
    found = []
    late = rounded(timely.late / timely.visits) if timely.visits else 0.0
    if late:
        share = percent(late)
        found.append(
            speaker.pick(
                f"khoảng {share} lượt trong kỳ được gửi muộn hơn {LATE_DAYS} ngày",
                f"about {share} of the period's visits were sent later than {LATE_DAYS} days",
            )
        )
    if timely.awaited:
        count = len(timely.awaited)
        days = max(timely.awaited.values())
        names = _names(list(timely.awaited), speaker)
        found.append(
            speaker.pick(
                f"{count} cơ sở thường gửi chậm (tới {days} ngày), kỳ này có thể chưa đủ: {names}",
                f"{count} facilities usually send late (up to {days} days) and may still add to"
                f" the period: {names}",
            )
        )
    return found


def _names(facilities: Sequence[str], speaker: Speaker) -> str:
    names = [speaker.label("facility", each, speaker.language) for each in facilities[:_NAMED]]
    return ", ".join(names) + (" …" if len(facilities) > _NAMED else "")


def _placed(figures: Figures, speaker: Speaker) -> list[str]:
    placing, found = figures.placing, []
    if placing is not None and rounded(placing.unplaced):
        share = percent(rounded(placing.unplaced))
        found.append(
            speaker.pick(
                f"khoảng {share} lượt trong kỳ không rõ phường nơi ở",
                f"about {share} of the period's visits have no certain ward",
            )
        )
    if placing is not None and placing.shared:
        count = len(placing.shared)
        found.append(
            speaker.pick(
                f"{count} phường gồm phần của nhiều quận, huyện cũ",
                f"{count} of the wards took parts of several old districts",
            )
        )
    if unlevelled := rounded(figures.unlevelled):
        share = percent(unlevelled)
        found.append(
            speaker.pick(
                f"khoảng {share} giấy chuyển trong kỳ không rõ tuyến của nơi đi hoặc nơi đến",
                f"of about {share} of the period's letters the level of an end is not known",
            )
        )
    return found


def _identity(query: Query, ranges: Sequence[Range], speaker: Speaker) -> list[str]:
    """Say both ends of a single number, or how many rows have a range."""
    if not ranges:
        return []
    if query.dimensions:
        rows = len({each.members for each in ranges})
        return [
            speaker.pick(
                f"{rows} dòng sẽ khác nếu nhập hết các hồ sơ nghi trùng",
                f"{rows} rows would differ if every doubtful record were joined",
            )
        ]
    return [_span(each, speaker) for each in ranges]


def _span(each: Range, speaker: Speaker) -> str:
    metric = speaker.catalogue.metrics[each.metric]
    low, high = (speaker.value(metric, end) for end in (each.low, each.high))
    name = named(metric.names, speaker.language)
    return speaker.pick(
        f"{name} từ {low} đến {high}, tùy các hồ sơ nghi trùng được nhập hay không",
        f"{name} from {low} to {high}, depending on whether doubtful records are joined",
    )


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
