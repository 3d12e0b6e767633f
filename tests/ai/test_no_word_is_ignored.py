"""A word that changes what is asked is never left out: it is used, asked about, or named."""

from __future__ import annotations

import pytest

from ai.understanding.outcomes import Understood
from mpi.names import fold
from tests.ai.asking import ask, query_of

VIETNAMESE = [
    "nặng",
    "nhẹ",
    "mang thai",
    "nước ngoài",
    "nghèo",
    "học sinh",
    "công nhân",
    "phẫu thuật",
    "tự tử",
    "dương tính",
    "nghi ngờ",
    "chuyển nặng",
    "nhập cảnh",
    "tái phát",
    "lần hai",
    "biến chứng",
    "bẩm sinh",
    "cấp tính",
    "di căn",
    "thở máy",
    "hồi sức",
    "nội thành",
    "nông thôn",
    "ban đêm",
    "buổi sáng",
    "giờ hành chính",
    "nhiều lần",
    "bỏ về",
    "xin về",
    "trốn viện",
    "mắt",
    "răng",
    "tim",
    "máu",
    "mới",
    "sinh đôi",
    "nhẹ cân",
    "quân đội",
    "công an",
    "tâm lý",
    "quán",
    "bán",
    "cứu",
    "vượt",
    "vài",
    "nửa",
    "gấp đôi",
    "trong tỉnh",
    "khác",
    "giống",
    "ảo",
    "tương tự",
]
ENGLISH = [
    "severe",
    "mild",
    "pregnant",
    "foreign",
    "poor",
    "confirmed",
    "suspected",
    "imported",
    "fatal",
    "recurrent",
    "vaccinated",
    "rural",
    "urban",
    "night",
    "morning",
    "planned",
    "elective",
    "surgical",
    "twin",
    "military",
    "student",
    "new",
    "repeat",
    "second",
    "double",
    "half",
    "few",
    "secondary",
    "acute",
    "alone",
    "other",
    "similar",
    "eye",
    "skin",
    "liver",
    "bone",
    "over",
    "without",
    "remote",
]
ASKED = {
    "số ca sốt xuất huyết tháng 10": VIETNAMESE,
    "lượt khám quý 3 theo bệnh viện": VIETNAMESE,
    "số lượt chuyển tuyến năm 2025": VIETNAMESE,
    "dengue cases in October 2026": ENGLISH,
    "visits by hospital in Q3 2026": ENGLISH,
}


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("marks", ["kept", "left out"])
def test_a_content_word_never_leaves_the_query_as_it_was(question: str, marks: str) -> None:
    """With a word more, at the end or after the second word, no answer is the one without it."""
    base = query_of(question)
    ignored = []
    for word in ASKED[question]:
        head, tail = question.split()[:2], question.split()[2:]
        for said in (f"{question} {word}", " ".join([*head, word, *tail])):
            outcome = ask(said if marks == "kept" else fold(said))
            if isinstance(outcome, Understood) and outcome.query == base:
                ignored.append(said)
    assert ignored == []


@pytest.mark.parametrize(
    "text",
    [
        "số bệnh nhân quay lại trong 72 giờ theo bệnh viện",
        "how many prescriptions with an antibiotic in 2025",
    ],
)
def test_a_count_is_not_answered_by_a_rate(text: str) -> None:
    """Where the metric is a share and a number of cases was asked for, that is asked back."""
    assert not isinstance(ask(text), Understood)


@pytest.mark.parametrize(
    "text", ["bao nhiêu ca mổ lấy thai trong năm 2025", "how many caesarean sections in 2025"]
)
def test_a_count_beside_a_rate_is_the_count(text: str) -> None:
    """Where there are both, a number of cases asked for is the number of cases."""
    assert query_of(text).metrics == ("caesareans",)


@pytest.mark.parametrize(
    "text",
    [
        "Nguyên nhân sốt xuất huyết tăng",
        "percentage change in admissions between Q2 and Q3 2026",
        "chi phí trung bình mỗi ngày tháng 10",
        "chi phí bình quân đầu người năm 2025",
        "số ca sởi ở Hà Nam tháng 10",
        "so ca soi o ha nam thang 10",
        "dengue in Ho Chi Minh City in October 2026",
    ],
)
def test_near_questions_are_not_answered(text: str) -> None:
    """Causes, averages of other things, changes between two ends and other places are refused."""
    assert not isinstance(ask(text), Understood)
