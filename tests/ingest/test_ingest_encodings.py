"""Letters: damaged text is put right, right text is never touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encodings import decode, judge, repair, repair_as
from ingest.fonts import TCVN3, VNI, from_tcvn3, from_vni
from ingest.syllables import is_syllable

TO_TCVN3 = {letter: byte for byte, letter in TCVN3.items()}
TO_VNI = {letter: typed for typed, letter in VNI.items()}
SMALL = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
NAMES = (
    "Nguyễn Văn An", "Trần Thị Hương", "Lê Hoàng Phượng", "Phạm Đức Duy", "Huỳnh Thuý Quỳnh",
    "Đặng Ngọc Uyển", "Vũ Quốc Khánh", "Bùi Thị Tuyết", "Đỗ Kiều Oanh", "Ngô Hữu Nghĩa",
    "NGUYỄN THỊ NGUYỆT", "Số 5, ngõ 12, Phường Khương Đình, Quận Thanh Xuân, Hà Nội",
)  # fmt: skip
names = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(" ".join)


def typed(text: str, font: dict[str, str]) -> str:
    """Type text for an old font."""
    return "".join(font.get(c, c) for c in text)


def test_both_fonts_have_every_letter() -> None:
    """The 67 small letters with marks exist in TCVN3 and VNI, and each reads back as itself."""
    assert from_tcvn3(typed(SMALL, TO_TCVN3)) == SMALL
    assert from_vni(typed(SMALL, TO_VNI)) == SMALL
    assert from_vni(typed(SMALL.upper(), TO_VNI)) == SMALL.upper()
    assert len(SMALL) == 67


@given(names.filter(lambda text: not text.isupper()))
def test_tcvn3_comes_back(text: str) -> None:
    """Names and addresses exported from a TCVN3 system read as they were typed."""
    small = text if not any(w.isupper() for w in text.split()) else text.lower()
    assert repair(typed(small, TO_TCVN3)).text == small


@given(names)
def test_vni_comes_back(text: str) -> None:
    """Names and addresses exported from a VNI system read as they were typed."""
    assert repair(typed(text, TO_VNI)).text == text


@given(names, st.sampled_from(["latin-1", "cp1258"]))
def test_utf8_read_as_something_else_comes_back(text: str, wrong: str) -> None:
    """UTF-8 that some program took for a Windows code page is turned back."""
    mistaken = text.encode().decode(wrong, "replace")
    if "\ufffd" not in mistaken:
        assert repair(mistaken).text == text


@given(names, st.sampled_from(["NFC", "NFD"]))
def test_right_text_is_never_repaired(text: str, form: str) -> None:
    """Correct Vietnamese, composed or not, comes back composed and unrepaired."""
    result = repair(unicodedata.normalize(form, text))  # type: ignore[arg-type]
    assert (result.text, result.how) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "José", "Müller Hélène", "Y Phôn Niê", "H'Hen Niê Êban", "Đăk Lăk", "Côte d’Ivoire",
        "BVĐK Hà Đông", "Stada® 5 µg/ml ở 37°C", "½ viên × 2 lần/ngày", "Hồ Ngọc Hà…",
        "5 µmol/L ± 0,5", "Café phin", "plain ascii", "", "Δ β-lactam", "ÖÄÜ", "日本",
    ],
)  # fmt: skip
def test_foreign_names_and_signs_are_left_alone(text: str) -> None:
    """What is no Vietnamese syllable, but no old font either, stays as it was sent."""
    assert repair(text) == type(repair(""))(text, "")


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("NguyÔn V¨n", "Nguyễn Văn"),
        ("HOµNG V¡N", "HOÀNG VĂN"),
        ("D\xac\xadng", "Dơưng"),
        ("§ç Quang H\xadng", "Đỗ Quang Hưng"),
        ("Nguyeãn Thò Höông", "Nguyễn Thị Hương"),
        ("Söï TÒNH", "Sự TỊNH"),
        ("Nguyá»…n VÄƒn", "Nguyễn Văn"),
    ],
)
def test_text_from_the_wild(sent: str, meant: str) -> None:
    """Spellings as they are found in hospitals' exports (one of them cannot be saved)."""
    saved = repair(sent).text
    assert saved == (sent if meant == "Dơưng" else meant)


def test_a_long_text_may_have_a_word_that_nobody_knows() -> None:
    """Nine right words of ten prove a font, one typing slip does not stop the repair."""
    text = typed("bệnh nhân sốt cao ngày thứ ba, mệt mỏi, đau đầu, chán ăn", TO_TCVN3)
    assert repair(f"{text} x\xb5yz").text.startswith("bệnh nhân sốt cao")


def test_a_short_word_follows_its_document_only_where_that_gives_vietnamese() -> None:
    """`Hé` may be right; in a TCVN3 document it is Hộ, while `José` stays."""
    assert repair("Hé").how == ""
    assert repair_as("Hé", "tcvn3") == "Hộ"
    assert repair_as("José", "tcvn3") == "José"
    assert repair_as("§ç ThÞ Hµµ", "tcvn3") == "Đỗ Thị Hàà"
    assert repair_as("Đỗ", "vni") == "Đỗ"


XML = '<?xml version="1.0" encoding="{}"?><A>Nguyễn Văn Đức ở Hà Nội</A>'


@pytest.mark.parametrize(
    ("encoding", "declared", "rules"),
    [
        ("utf-8", "utf-8", ()),
        ("utf-8-sig", "utf-8", ()),
        ("utf-16", "utf-16", ()),
        ("utf-16-le", "utf-16", ()),
        ("utf-16-be", "utf-8", ()),
        ("utf-8", "windows-1258", ("encoding-declared",)),
        ("utf-8", "us-ascii", ("encoding-declared",)),
    ],
)
def test_the_bytes_decide_not_the_declaration(
    encoding: str, declared: str, rules: tuple[str, ...]
) -> None:
    """Text is read as what its bytes are; a declaration that says otherwise is a finding."""
    decoded = decode(XML.format(declared).encode(encoding))
    assert "Nguyễn Văn Đức" in decoded.text
    assert decoded.rules == rules


@pytest.mark.parametrize(
    ("declared", "rules"), [("windows-1258", ()), ("utf-8", ("encoding-declared",))]
)
def test_windows_1258_is_known_by_its_words(declared: str, rules: tuple[str, ...]) -> None:
    """The Vietnamese code page of Windows is recognised whether declared or not."""
    windows = _windows_1258(XML.format(declared))
    decoded = decode(windows)
    assert "Nguyễn Văn Đức" in decoded.text
    assert decoded.rules == rules


def _windows_1258(text: str) -> bytes:
    """Encode with tone marks after their letters, as Windows types them."""
    out = []
    for c in text:
        base, *tones = list(unicodedata.normalize("NFD", c))
        hat = [t for t in tones if t in "\u0302\u0306\u031b"]
        rest = "".join(t for t in tones if t not in hat)
        out.append(unicodedata.normalize("NFC", base + "".join(hat)) + rest)
    return "".join(out).encode("cp1258")


def test_bytes_of_an_old_font_show_through() -> None:
    """TCVN3 bytes without any declaration read as Western letters, which the fields then repair."""
    data = typed("<A>Nguyễn Văn Đức ở Hà Nội</A>", TO_TCVN3).encode("latin-1")
    decoded = decode(data)
    assert repair(decoded.text[3:-4]).text == "Nguyễn Văn Đức ở Hà Nội"


@pytest.mark.parametrize(
    "data", [b"\xff\xfe<\0A", "<A>Nguyễn Văn Đức ở Hà Nội".encode() + b"\xe1\xbb"]
)
def test_a_lost_letter_does_not_lose_the_file(data: bytes) -> None:
    """Broken UTF-8 and UTF-16 are read with the loss marked."""
    damaged = decode(data + b"\xd8" if data.startswith(b"\xff") else data)
    assert damaged.rules == ("encoding-damaged",)
    assert "\ufffd" in damaged.text


@given(st.binary(max_size=300))
def test_any_bytes_decode(data: bytes) -> None:
    """Whatever the bytes, there is text."""
    assert isinstance(decode(data).text, str)


@given(st.text(max_size=80))
def test_repair_is_done_once(text: str) -> None:
    """Repairing what was repaired changes nothing, for any text."""
    once = repair(text).text
    if judge(once).wrong == 0:
        assert repair(once).text == once


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("giếng", True), ("gì", True), ("quốc", True), ("khuỷu", True), ("Ỷ", True),
        ("NgUyễn", False), ("nguyẽ̃n", False), ("xyz", False), ("", False), ("tấc", True),
        ("tầc", False),
    ],
)  # fmt: skip
def test_what_is_a_syllable(word: str, answer: bool) -> None:  # noqa: FBT001  a table
    """Onset, rhyme and tone must fit; a stop takes only the acute or the dot."""
    assert is_syllable(word) is answer
