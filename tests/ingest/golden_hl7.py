"""One HL7 v2 message of every type that hospitals send, about one patient in March 2026."""

from __future__ import annotations

from collections.abc import Mapping

from tests.ingest.hl7_messages import PID, message, stay

_START, _END = "202603020800", "202603050930"
_OPEN = stay(_START)
_OTHER = "PID|1||BN9^^^BV^MR||Trần^Bình||19900101|F"
_ORDER = "ORC|NW|P1|F1||||||202603020830|||001234/HNO^Lê^Hoa"
_COUNT = "58410-2^Công thức máu^LN"
_BOOKED = "SCH|HK12|||||HEN^Hẹn khám lại|||15|min|^^^202603200830"
_LETTER = "RF1|A^Accepted^HL70283|R^Routine^HL70280|CT^Chuyển tuyến||I|7/2026|202603050900"
_FROM = "PRD|RP|Lê^Hoa|||||001234/HNO"
_TO = "PRD|RT|Bệnh viện khác|||||01004"
_PAPER = "TXA|1|DS^Tóm tắt ra viện|TX|202603050900||202603050905|||001234/HNO^Lê^Hoa|||D1"
_TEXT = "OBX|1|TX|DS^Tóm tắt||Bệnh ổn định, cho về||||||F"

#: What stands below MSH and EVN, by message type.
_LINES: Mapping[str, tuple[str, ...]] = {
    "ADT^A01": (
        PID,
        "NK1|1|Trần^Thị^Bé|MTH^Mẹ^HL70063",
        _OPEN,
        "DG1|1||A97.0^Sốt xuất huyết^I10|||A",
        "AL1|1|DA|7980^Penicillin^RXNORM|SV|Mẩn đỏ",
        "IN1|1|BHYT|01|BHXH Hà Nội||||||||20260101|20261231|||||||||||||||||||||||GD4010123456789",
    ),
    "ADT^A03": (PID, stay(_START, _END), "DG1|1||A97.0^^I10|||F", "DG1|2||I10^^I10|||F|||||||||2"),
    "ADT^A04": (PID, stay(_START, kind="O")),
    "ADT^A08": (PID, _OPEN, "DG1|1||A97.1^^I10|||W", "PR1|1||02.1896^Khám nội^BYT||202603021000"),
    "ADT^A11": (PID, _OPEN),
    "ADT^A13": (PID, _OPEN),
    "ADT^A28": (PID,),
    "ADT^A31": (PID,),
    "ADT^A40": (PID, "MRG|BN9^^^BV^MR"),
    "ADT^A41": (PID, "MRG|BN1^^^BV^MR||V9", _OPEN),
    "ADT^A45": (PID, "MRG|BN9^^^BV^MR||||V1", _OPEN),
    "ADT^A47": (PID, "MRG|BN8^^^BV^MR"),
    "ADT^A60": (PID, _OPEN, "IAM|1|DA|7980^Penicillin^RXNORM|SV|Mẩn đỏ|A|AL7"),
    "ORU^R01": (
        PID,
        _OPEN,
        f"OBR|1|P1|F1|{_COUNT}|||202603020900",
        "OBX|1|NM|777-3^Tiểu cầu^LN^TC^Tiểu cầu^L||95|G/L|150-400|L|||F",
        "NTE|1||Đã làm lại",
        "OBX|2|SN|26464-8^Bạch cầu^LN||<^2|G/L|4-10|LL|||P",
        "OBX|3|CWE|882-1^Nhóm máu^LN||O^Nhóm O^L||||||F",
        "OBX|4|TX|KL^Kết luận||Theo dõi sốt xuất huyết||||||F",
        "OBX|5|ED|PDF^Phiếu kết quả^L||LIS^AP^PDF^Base64^QUJD||||||F",
    ),
    "ORM^O01": (PID, _OPEN, _ORDER, f"OBR|1|P1|F1|{_COUNT}|||||||||||||||||||||LAB"),
    "OML^O21": (PID, _OPEN, _ORDER, f"OBR|1|P1|F1|{_COUNT}"),
    "RDE^O11": (
        PID,
        _OPEN,
        "ORC|NW|RX1|||||||202603020930|||001234/HNO^Lê^Hoa",
        "RXE||40.30^Oresol^BYT|1|2|GOI^gói|||||10|GOI^gói",
        "RXR|PO^Uống",
    ),
    "RDS^O13": (PID, _OPEN, "ORC|RE|RX1", "RXD|1|40.30^Oresol^BYT|202603021100|10|GOI^gói"),
    "REF^I12": (PID, _LETTER, _FROM, _TO, "DG1|1||A97.2^^I10|||F", _OPEN),
    "REF^I13": (PID, _LETTER.replace("A^Accepted", "P^Pending"), _FROM, _TO, _OPEN),
    "REF^I14": (PID, _LETTER, _FROM, _TO, _OPEN),
    "SIU^S12": (_BOOKED, PID, "AIP|1||001234/HNO^Lê^Hoa"),
    "SIU^S13": (_BOOKED.replace("20260320", "20260321"), PID),
    "SIU^S14": (_BOOKED, PID),
    "SIU^S15": (_BOOKED, PID),
    "SIU^S17": (_BOOKED, PID),
    "SIU^S26": (_BOOKED, PID),
    "MDM^T01": (PID, _OPEN, _PAPER),
    "MDM^T02": (PID, _OPEN, _PAPER, _TEXT),
    "MDM^T08": (PID, _OPEN, _PAPER, _TEXT.replace("ổn định", "đỡ nhiều")),
    "MDM^T10": (PID, _OPEN, f"{_PAPER.removesuffix('D1')}D2|D1", _TEXT),
    "MDM^T11": (PID, _OPEN, _PAPER),
    "VXU^V04": (
        PID,
        "ORC|RE||IZ7",
        "RXA|0|1|202603020915||08^Viêm gan B^CVX|0.5|mL||00||||||LOT7|20271231|MSD^Merck^MVX",
        "RXR|IM^Tiêm bắp|LA^Tay trái",
        "OBX|1|CWE|64994-7^Đối tượng^LN||V02^Tiêm chủng mở rộng^L||||||F",
    ),
}

#: Name of a golden file -> its message.
HL7: Mapping[str, bytes] = {
    f"{kind.replace('^', '_')}.hl7": message(kind, "202603050935", *lines, control=kind[4:])
    for kind, lines in _LINES.items()
} | {"of-two-patients.hl7": message("ADT^A24", "202603050935", PID, _OTHER)}
