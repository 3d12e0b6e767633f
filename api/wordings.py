"""Words for the ministry's codes that a book shows: kind, result and ending of a visit.

MA_LOAI_KCB by QĐ 1804/QĐ-BYT (2026); KET_QUA_DTRI and MA_LOAI_RV by QĐ 3176/QĐ-BYT, table 1.
"""

from __future__ import annotations

from collections.abc import Mapping

VISIT_KINDS: Mapping[str, str] = {
    "01": "Khám bệnh",
    "02": "Điều trị ngoại trú",
    "03": "Điều trị nội trú",
    "04": "Nội trú ban ngày",
    "05": "Ngoại trú bệnh dài ngày, có khám và lĩnh thuốc",
    "06": "Lưu tại trạm y tế",
    "07": "Nhận thuốc theo hẹn",
    "08": "Ngoại trú bệnh dài ngày",
    "09": "Nội trú dưới 4 giờ",
    "10": "Khác",
    "11": "Khám lưu động",
    "12": "Khám tại nhà",
    "13": "Y học gia đình",
    "14": "Khám từ xa",
    "15": "Khám sức khỏe định kỳ",
    "16": "Khám sàng lọc",
}

#: Kinds of facts beside the ministry's tables, as a book calls them.
NOTES: Mapping[str, str] = {
    "Allergy": "allergy",
    "Immunization": "vaccination",
    "ImagingStudy": "images",
    "ServiceRequest": "order",
    "Diagnosis": "problem",
    "Observation": "result",
    "Service": "procedure",
    "Document": "paper",
    "Coverage": "cover",
    "MedicationItem": "drug",
}

RESULTS: Mapping[str, str] = {
    "1": "Khỏi",
    "2": "Đỡ",
    "3": "Không thay đổi",
    "4": "Nặng hơn",
    "5": "Tử vong",
    "6": "Tiên lượng nặng xin về",
    "7": "Chưa xác định",
    "8": "Tử vong ngoại viện",
}

ENDINGS: Mapping[str, str] = {
    "1": "Ra viện",
    "2": "Chuyển tuyến theo yêu cầu chuyên môn",
    "3": "Trốn viện",
    "4": "Xin ra viện",
    "5": "Chuyển tuyến theo yêu cầu người bệnh",
}


def worded(words: Mapping[str, str], code: str) -> str:
    """Give the words of a code, the code itself when it has none.

    >>> worded(RESULTS, "2"), worded(RESULTS, "x")
    ('Đỡ', 'x')
    """
    return words.get(code, code)
