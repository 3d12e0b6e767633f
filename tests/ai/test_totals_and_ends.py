"""Questions whose nearest number is a wrong one: totals of averages, two ends, first illness."""

from __future__ import annotations

import pytest

from ai.understanding.outcomes import Clarify, Understood
from tests.ai.asking import ask, query_of

ASKED_BACK = [
    "tổng tỷ lệ tử vong năm 2025",
    "tổng thời gian nằm viện trung bình năm 2025",
    "số ngày nằm viện của BV Xanh Pôn năm 2025",
    "số lượt tái khám đúng hẹn tháng 9/2026",
    "bao nhiêu hồ sơ gửi muộn tháng 9/2026",
    "số bệnh nhân lần đầu mắc đái tháo đường năm 2025",
    "new patients with asthma in 2025",
    "số đơn thuốc có kháng sinh năm 2025",
    "births by caesarean in Q1 2026",
]
WITHHELD = [
    "lượt chuyển giữa BV Xanh Pôn và BV Thanh Nhàn năm 2025",
    "referrals between Xanh Pon and Thanh Nhan in 2025",
    "lượt khám giữa tháng 9/2026",
    "lượt khám 9-10/2026",
    "lượt khám 9-10",
    "số lượt khám của trẻ sơ sinh tháng 10",
    "ca viêm phổi ở trẻ sơ sinh tháng 10",
    "number of visits of newborns in October",
    "lượt khám nhi tháng 10",
    "paid visits in October",
    "số lượt khám tử vong tháng 10",
    "số lượt khám của bệnh nhân nghi trùng tháng 10",
    "số bệnh nhân trẻ sơ sinh tháng 10",
    "chi phí người bệnh tự trả 2025",
    "worst five hospitals by completeness last quarter",
]
READ = [
    ("tổng số ngày nằm viện quý 2/2026", "bed_days"),
    ("total length of stay in 2025", "bed_days"),
    ("trung bình ngày điều trị năm 2025", "length_of_stay"),
    ("tổng số người khám năm 2025", "people_treated"),
    ("late share by facility, last month", "late_share"),
    ("share of antibiotic items in the Access group in Q3 2026", "access_share"),
    ("bed occupancy at Bach Mai yesterday", "occupancy"),
    ("lượt khám của người dân quận Ba Đình tháng 9/2026", "encounters"),
    ("male visits 2025", "encounters"),
    ("number of female visits in 2025", "encounters"),
    ("how many women were treated in 2025", "people_treated"),
    ("residents of Ba Dinh district treated in 2025", "people_treated"),
    ("tỷ lệ đơn thuốc có kháng sinh 2025", "antibiotic_share"),
    ("chi phí của người không có bhyt năm 2025", "cost_total"),
    ("avoidable admissions by old district in 2025", "avoidable_admissions"),
    ("compare caesarean rates between hospitals in 2025", "caesarean_rate"),
]


@pytest.mark.parametrize("text", ASKED_BACK)
def test_a_count_of_what_has_none_is_asked_back(text: str) -> None:
    """A total of an average, a count of a rate and a first illness are offered, not answered."""
    outcome = ask(text)
    assert isinstance(outcome, Clarify)
    assert outcome.choices


@pytest.mark.parametrize("text", WITHHELD)
def test_two_ends_are_no_breakdown(text: str) -> None:
    """What has two ends or two meanings gets no number."""
    assert not isinstance(ask(text), Understood)


@pytest.mark.parametrize(("text", "metric"), READ)
def test_the_plain_question_beside_it_is_read(text: str, metric: str) -> None:
    """What can be counted is, in words close to those that are asked back."""
    assert query_of(text).metrics == (metric,)


@pytest.mark.parametrize("words", ["xếp từ cao xuống thấp", "giảm dần"])
def test_an_order_is_not_a_top_ten(words: str) -> None:
    """All groups in order, where nobody says how many."""
    query = query_of(f"số lượt khám theo bệnh viện năm 2025, {words}")
    assert query.limit is None
    assert query.order is not None
    assert query.order.descending
