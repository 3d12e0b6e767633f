"""What the words of a phrase say beyond its role: rate or count, an average, an order of all."""

from __future__ import annotations

from ai.understanding.senses import Piece, Role
from mpi.names import fold

#: Words inside the name of a metric that say that it is a rate, or an average.
_RATES = ("ty le", "ti le", "tl", "rate", "share", "%", "phan tram", "proportion", "percentage",
          "cong suat", "do ", "muc", "occupancy", "completeness", "mortality", "coverage",
          "chat luong", "quality", "incidence", "suat")  # fmt: skip
_AVERAGES = ("trung binh", "binh quan", "average", "mean")
#: Counts in whose words a share of them is only a part: "đơn thuốc có kháng sinh".
_COUNTED = ("so ", "luot ", "don ", "ca ", "births", "deliveries", "visits", "prescriptions")
#: A quantity that adds up, which no rate and no average does.
_SUMS = {"tong", "total", "sum"}
#: Words for bad, of which the metric says whether it is high or low.
_WORST = {"worst", "the worst", "kem nhat", "te nhat", "xau nhat"}
#: Words for an order of all rows.
_ORDERS = ("giam dan", "tang dan", "tu cao", "tu thap", "tu nhieu", "tu it", "descending",
           "ascending")  # fmt: skip
#: "Most" of a number, not "highest" of a rate.
_NUMEROUS = {Role.MOST, Role.LEAST, Role.MANY, Role.FEW}
_COUNTS = {"nhieu nhat", "it nhat", "most", "the most", "fewest", "the fewest", "least", "nhieu",
           "it", "with the most", "most often"}  # fmt: skip
#: What stands between two, and is no "by" before a time or for letters.
_BETWEEN = {"giua", "between"}
#: People who say where they live and not what is counted: "lượt khám của người dân quận Ba Đình".
_RESIDENTS = {"nguoi dan", "nhan dan", "ba con", "residents", "resident"}
#: Children who are counted when they are born; of what else, they are an age.
_NEWBORNS = ("tre so sinh", "so sinh", "newborn", "infant", "babies")
#: Adjectives of people: "male visits" counts visits.
_ADJECTIVES = {"male", "female", "elderly", "paediatric", "pediatric"}
#: English nouns in the plural: "which hospitals" are several.
_PLURALS = ("hospitals", "facilities", "wards", "communes", "districts", "months", "weeks", "days",
            "quarters", "departments", "diseases", "groups", "diagnoses", "providers")  # fmt: skip
#: How the names of places of a level begin.
_PLACES = ("tram", "tyt", "benh vien", "bv", "health station", "station", "ward health",
           "commune health", "district hospital", "city hospital", "central hospital")  # fmt: skip
#: Adverbs that say "by" themselves.
_ADVERBS = ("hằng", "hàng", "hang", "annual")


def is_rate(piece: Piece) -> bool:
    """True for the name of a metric that says that it is a rate."""
    return any(word in fold(piece.text) for word in _RATES)


def is_average(piece: Piece) -> bool:
    """True for the name of a metric that says that it is an average."""
    return any(word in fold(piece.text) for word in _AVERAGES)


def is_counted(piece: Piece) -> bool:
    """True for the name of a metric that begins with what is counted."""
    return fold(piece.text).startswith(_COUNTED)


def is_sum(piece: Piece) -> bool:
    """True for "tổng số" and "total"."""
    return not _SUMS.isdisjoint(fold(piece.text).split())


def is_worst(piece: Piece) -> bool:
    """True for "worst" and "kém nhất"."""
    return fold(piece.text) in _WORST


def is_order(piece: Piece) -> bool:
    """True for "giảm dần": all rows in order, not the first of them."""
    return any(word in fold(piece.text) for word in _ORDERS)


def is_most_of_count(piece: Piece) -> bool:
    """True for "nhiều nhất", which is of a number, not of a rate."""
    return piece.sense.role in _NUMEROUS and fold(piece.text) in _COUNTS


def is_between(piece: Piece) -> bool:
    """True for "giữa", which is two ends and not a breakdown."""
    return piece.sense.role is Role.BY and fold(piece.text) in _BETWEEN


def are_residents(piece: Piece) -> bool:
    """True for people of a place, who are not what is counted."""
    return fold(piece.text) in _RESIDENTS


def are_newborns(piece: Piece) -> bool:
    """True for "trẻ sơ sinh", who are births only where nothing else of them is counted."""
    text = fold(piece.text)
    return text.startswith(_NEWBORNS) and "born" not in text.split()


def is_adjective(piece: Piece) -> bool:
    """True for "male", which says of whom the noun after it is."""
    return fold(piece.text) in _ADJECTIVES


def are_places(piece: Piece) -> bool:
    """True for "trạm y tế" and "district hospitals": places of a level, each its own row."""
    return piece.sense.value == "level" and fold(piece.text).startswith(_PLACES)


def is_plural(piece: Piece) -> bool:
    """True for a noun of several: "which hospitals"."""
    return piece.text.lower().endswith(_PLURALS)


def is_adverb(piece: Piece) -> bool:
    """True for "monthly" and "hằng tháng", which hold their own "by"."""
    text = piece.text.lower()
    return text.endswith("ly") or text.startswith(_ADVERBS)


def says_insured(piece: Piece) -> bool:
    """True for "không có BHYT" and "uninsured"; the others say who pays, not who is insured."""
    return any(word in fold(piece.text) for word in ("bhyt", "bao hiem", "insur"))
