"""The words of which times are made: what a misspelt one may be mended to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ai.understanding.words import Word
from mpi.names import fold, syllable

#: Words of time that bear marks; any other marked word is none ("máy" is not "May").
MARKED = frozenset(
    syllable(word)
    for word in re.findall(
        r"\w+",
        "tháng tuần ngày quý năm trước này ngoái vừa rồi hôm đầu cuối từ đến tới kể tính lũy kế "
        "nửa sáu mười một bốn bảy tám chín tư giêng chạp gần đây nhất trở lại vòng tết nguyên đán "
        "âm lịch nghỉ kỳ dịp mùng mồng hết cả thời điểm hiện tại giờ đi các và lễ thứ của số lại "
        "kì quí luỹ đoạn giai khoảng gian cho tận nữa hai suốt trọn cộng dồn mới",
    )
)
_ENGLISH = (
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec today yesterday week weeks month months quarter "
    "quarters year years last previous past this current first second third fourth half since "
    "until between weekend days day hôm nay qua"
)
#: The same without marks, and the English ones.
PLAIN = frozenset({*map(fold, MARKED), *map(fold, _ENGLISH.split())})
_NOUNS = frozenset(
    re.findall(
        r"\w+",
        "tuan thang ngay qui nam week month quarter year nay truoc qua ngoai roi vua last this",
    )
)
_LONG = 6


def leads_to_time(words: Sequence[Word], at: int) -> bool:
    """True when a word stands where one of time does: beside a number or a noun of time."""
    if len(words[at].plain) >= _LONG:
        return True
    near = (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2])
    return any(word.plain.isdigit() or word.plain in _NOUNS for word in near)


#: The stretch before: after "so với" that of the period asked about, not of today.
BEFORE = {
    f"{noun} {word}"
    for noun in ("tuan", "thang", "quy", "nam")
    for word in ("truoc", "vua qua", "qua")
}
BEFORE |= {
    f"{the}{word} {noun}"
    for the in ("", "the ") for word in ("previous", "last", "prior", "preceding")
    for noun in ("week", "month", "quarter", "year")
}  # fmt: skip
