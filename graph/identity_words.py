"""Evidence in words: fields, levels and outcomes in Vietnamese and English.

A level without a row of its own is given as the model calls it, so that a trained model with other
levels is still readable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mpi.decision import PRESENCE, Evidence


@dataclass(frozen=True, slots=True)
class Words:
    """The same in two languages."""

    vi: str
    en: str


FIELDS: Mapping[str, Words] = {
    "prior": Words("Xác suất ban đầu", "Starting point"),
    "household": Words("Người khác cùng nhà", "Somebody else of the household"),
    "name": Words("Họ tên", "Name"),
    "birth_date": Words("Ngày sinh", "Birth date"),
    "sex": Words("Giới tính", "Sex"),
    "personal_number": Words("Số định danh (CCCD)", "Personal number"),
    "insurance": Words("Số thẻ BHYT", "Insurance number"),
    "phone": Words("Số điện thoại", "Phone"),
    "address": Words("Địa chỉ", "Address"),
    "birth": Words("Giờ sinh, thứ tự sinh", "Time and order of birth"),
    "single_birth": Words("Sinh một con", "Single birth"),
    "mother": Words("Mẹ", "Mother"),
    "father": Words("Bố", "Father"),
    "kin": Words("Quan hệ gia đình", "Kinship"),
    "presence": Words("Nơi điều trị", "Whereabouts"),
}

LEVELS: Mapping[str, Words] = {
    "same": Words("giống nhau", "the same"),
    "different": Words("khác nhau", "different"),
    "not said": Words("không được nêu", "not said"),
    "marks lost": Words("giống, mất dấu", "the same without marks"),
    "marks differ": Words("giống, khác dấu", "the same but for marks"),
    "other order": Words("giống, đảo thứ tự", "the same in another order"),
    "middle name dropped": Words("thiếu tên đệm", "middle name left out"),
    "initials": Words("viết tắt", "initials"),
    "one letter": Words("khác một chữ cái", "one letter differs"),
    "middle name differs": Words("khác tên đệm", "middle name differs"),
    "surname differs": Words("khác họ", "surname differs"),
    "named later": Words("trẻ được đặt tên sau", "child named later"),
    "given name differs": Words("khác tên", "given name differs"),
    "same year, rest unknown or defaulted": Words(
        "cùng năm, thiếu ngày tháng", "same year, day and month unknown"
    ),
    "day and month swapped": Words("đảo ngày và tháng", "day and month swapped"),
    "one digit apart": Words("khác một chữ số", "one digit differs"),
    "same day, other year": Words("cùng ngày, khác năm", "same day, other year"),
    "a generation apart": Words("cách nhau một thế hệ", "a generation apart"),
    "same, but not fitting": Words(
        "giống, nhưng không khớp ngày sinh hoặc giới tính", "the same, but fits another person"
    ),
    "different, not both certain": Words("khác, chưa chắc chắn", "different, not both certain"),
    "different, both valid": Words("khác, cả hai hợp lệ", "different, both valid"),
    "same house": Words("cùng nhà", "same house"),
    "same street": Words("cùng đường", "same street"),
    "same ward": Words("cùng phường, xã", "same ward"),
    "perhaps the same ward": Words("có thể cùng phường, xã", "perhaps the same ward"),
    "same words, ward unknown": Words("giống chữ, chưa rõ phường", "same words, ward unknown"),
    "same time": Words("cùng giờ", "same time"),
    "within the hour": Words("cách dưới một giờ", "within the hour"),
    "other time": Words("khác giờ", "other time"),
    "other child of one birth": Words("trẻ khác cùng lần sinh", "another child of one birth"),
    "only child of the birth": Words("con duy nhất của lần sinh", "the only child of the birth"),
    "same number": Words("cùng số", "same number"),
    "same name": Words("cùng tên", "same name"),
    "parent and child": Words("bố mẹ và con", "parent and child"),
    "newborn and adult": Words("trẻ sơ sinh và người lớn", "newborn and adult"),
    "in two hospitals at once": Words(
        "nằm hai bệnh viện cùng lúc", "in two hospitals at the same time"
    ),
    "seen after a death": Words("khám sau khi đã tử vong", "seen after a stated death"),
    "or twin": Words("có thể là anh chị em sinh đôi", "may be a twin"),
    "or sibling": Words("có thể là anh chị em", "may be a sibling"),
    "or parent or child": Words("có thể là bố mẹ hoặc con", "may be a parent or child"),
    "or housemate": Words("có thể là người cùng nhà", "may be a housemate"),
}

#: Bits below which a field is not worth a word of the reason.
_WORTH = 1.0
#: Fields that are not what two records say.
_FRAME = frozenset({"prior", "household"})


def field_words(field: str) -> Words:
    """Words for a field of the evidence."""
    return FIELDS.get(field) or Words(field, field)


def level_words(level: str) -> Words:
    """Words for a level of agreement; the prior's is `1 of 8,800,000`."""
    if level.startswith("1 of "):
        return Words(level.replace(" of ", " trên "), level)
    return LEVELS.get(level) or Words(level, level)


def reason(evidence: Iterable[Evidence]) -> Words:
    """Say in a sentence what speaks for one citizen and what against, strongest first.

    >>> reason([Evidence("name", "same", 9.0), Evidence("phone", "different", -2.0)]).en
    'For: name the same. Against: phone different.'
    """
    told = sorted((e for e in evidence if e.field not in _FRAME), key=lambda e: -abs(e.bits))
    fors = [e for e in told if e.bits >= _WORTH]
    against = [e for e in told if e.bits <= -_WORTH or e.field == PRESENCE]
    return Words(
        _sentence((("Khớp", fors), ("Không khớp", against)), "vi") or "Quá ít thông tin.",
        _sentence((("For", fors), ("Against", against)), "en") or "Too little is said.",
    )


def _sentence(parts: Iterable[tuple[str, list[Evidence]]], language: str) -> str:
    return " ".join(f"{head}: {_list(rows, language)}." for head, rows in parts if rows)


def _list(rows: list[Evidence], language: str) -> str:
    words = ((field_words(e.field), level_words(e.level)) for e in rows)
    if language == "vi":
        return ", ".join(f"{_within(f.vi)} {level.vi}" for f, level in words)
    return ", ".join(f"{_within(f.en)} {level.en}" for f, level in words)


def _within(words: str) -> str:
    """Give words as they stand within a sentence; abbreviations keep their capitals."""
    return words[:1].lower() + words[1:]
