"""ICD-10 as ranges: chapters, blocks, sets of codes, and the AWaRe group of an ingredient."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ai.catalogue import default_catalogue
from ai.catalogue_parts import CodeSet

#: Chapters of ICD-10 (WHO 2019; QĐ 4469/QĐ-BYT 2020) and the categories they run to.
CHAPTERS: tuple[tuple[str, str], ...] = (
    ("I", "A00-B99"), ("II", "C00-D48"), ("III", "D50-D89"), ("IV", "E00-E90"), ("V", "F00-F99"),
    ("VI", "G00-G99"), ("VII", "H00-H59"), ("VIII", "H60-H95"), ("IX", "I00-I99"),
    ("X", "J00-J99"), ("XI", "K00-K93"), ("XII", "L00-L99"), ("XIII", "M00-M99"),
    ("XIV", "N00-N99"), ("XV", "O00-O99"), ("XVI", "P00-P96"), ("XVII", "Q00-Q99"),
    ("XVIII", "R00-R99"), ("XIX", "S00-T98"), ("XX", "V01-Y98"), ("XXI", "Z00-Z99"),
    ("XXII", "U00-U99"),
)  # fmt: skip

_AND = re.compile(r"\s*(?:\+|;|,|/|\bvà\b|\band\b)\s*")
_AWARE = ("access", "watch", "reserve")


def within(code: str, member: str) -> bool:
    """Whether a code falls under a member: chapter, block, category or code.

    >>> within("A97.0", "A97"), within("A97.0", "A90-A99"), within("A97.0", "I"), within("I10", "I")
    (True, True, True, False)
    """
    member = dict(CHAPTERS).get(member, member)
    if "-" in member:
        first, last = member.split("-")
        return first <= code[:3] <= last
    return code == member or code.startswith(member if "." in member else member[:3] + ".")


def any_of(code: str, members: Iterable[str]) -> bool:
    """Whether a code falls under one of the members."""
    return any(within(code, member) for member in members)


def under(values: Iterable[str], members: Iterable[str]) -> list[bool]:
    """Say of each code whether it falls under one of the members; `any_of` for many at once."""
    wanted = [dict(CHAPTERS).get(member, member) for member in members]
    spans = [tuple(member.split("-")) for member in wanted if "-" in member]
    single = {member for member in wanted if "-" not in member}
    begins = tuple(member if "." in member else member[:3] + "." for member in single)
    return [
        code in single
        or code.startswith(begins)
        or any(first <= code[:3] <= last for first, last in spans)
        for code in values
    ]


@cache
def chapter(code: str) -> str:
    """Give the chapter of a code, empty when it is in none."""
    return next((name for name, span in CHAPTERS if within(code, span)), "")


@cache
def _blocks() -> tuple[str, ...]:
    lines = _BLOCKS.split()
    return tuple(lines)


@cache
def block(code: str) -> str:
    """Give the block of a code, empty when it is in none."""
    return next((span for span in _blocks() if within(code, span)), "")


@cache
def shown_codes() -> tuple[str, ...]:
    """Give what a breakdown may show: blocks, and every category of three characters."""
    letters = (chr(code) for code in range(ord("A"), ord("Z") + 1))
    return (*_blocks(), *(f"{letter}{n:02}" for letter in letters for n in range(100)))


@cache
def narrow_groups() -> tuple[CodeSet, ...]:
    """Disease groups by which cases are broken down, in the catalogue's order."""
    return tuple(s for s in default_catalogue().sets.values() if s.diseases and not s.broad)


@cache
def group(code: str) -> str:
    """Give the narrow disease group of a code, empty when it is in none."""
    return next((each.id for each in narrow_groups() if any_of(code, each.codes)), "")


def aware(ingredient: str) -> str:
    """Give the AWaRe group of an ingredient, empty for what is no antibiotic of the list.

    A combination that the list does not name goes by its first part.

    >>> aware("Amoxicilin + acid clavulanic"), aware("Cefixim 200mg"), aware("Paracetamol")
    ('access', 'watch', '')
    >>> aware("Meropenem + vaborbactam"), aware("Cefoperazon + sulbactam"), aware("Minocyclin")
    ('reserve', '', 'watch')
    """
    parts = [_plain(part) for part in _AND.split(ingredient.lower().strip())]
    whole = "+".join(parts)
    sets = default_catalogue().sets
    if whole in sets["aware-not-recommended"].codes:
        return ""
    for names in (whole, parts[0]):
        for word in _AWARE:
            if names in sets[f"aware-{word}"].codes:
                return word
    return ""


def _plain(part: str) -> str:
    bare = re.sub(r"\(.*?\)|\d[\d.,]*\s*(?:mg|g|ml|mcg|iu|ui|%)?", " ", part)
    return "_".join(bare.split())


#: Blocks of the main division (QĐ 4469/QĐ-BYT 2020).
_BLOCKS = """
A00-A09 A15-A19 A20-A28 A30-A49 A50-A64 A65-A69 A70-A74 A75-A79 A80-A89 A90-A99 B00-B09 B15-B19
B20-B24 B25-B34 B35-B49 B50-B64 B65-B83 B85-B89 B90-B94 B95-B98 B99-B99 C00-C97 D00-D09 D10-D36
D37-D48 D50-D53 D55-D59 D60-D64 D65-D69 D70-D77 D80-D89 E00-E07 E10-E14 E15-E16 E20-E35 E40-E46
E50-E64 E65-E68 E70-E90 F00-F09 F10-F19 F20-F29 F30-F39 F40-F48 F50-F59 F60-F69 F70-F79 F80-F89
F90-F98 F99-F99 G00-G09 G10-G13 G10-G14 G20-G26 G30-G32 G35-G37 G40-G47 G50-G59 G60-G64 G70-G73
G80-G83 G90-G99 H00-H06 H10-H13 H15-H22 H25-H28 H30-H36 H40-H42 H43-H45 H46-H48 H49-H52 H53-H54
H55-H59 H60-H62 H65-H75 H80-H83 H90-H95 I00-I02 I05-I09 I10-I15 I20-I25 I26-I28 I30-I52 I60-I69
I70-I79 I80-I89 I95-I99 J00-J06 J09-J18 J20-J22 J30-J39 J40-J47 J60-J70 J80-J84 J85-J86 J90-J94
J95-J99 K00-K14 K20-K31 K35-K38 K40-K46 K50-K52 K55-K64 K65-K67 K70-K77 K80-K87 K90-K93 L00-L08
L10-L14 L20-L30 L40-L45 L50-L54 L55-L59 L60-L75 L80-L99 M00-M25 M30-M36 M40-M54 M60-M79 M80-M94
M95-M99 N00-N08 N10-N16 N17-N19 N20-N23 N25-N29 N30-N39 N40-N51 N60-N64 N70-N77 N80-N98 N99-N99
O00-O08 O10-O16 O20-O29 O30-O48 O60-O75 O80-O84 O85-O92 O94-O99 P00-P04 P05-P08 P10-P15 P20-P29
P35-P39 P50-P61 P70-P74 P75-P78 P80-P83 P90-P96 Q00-Q07 Q10-Q18 Q20-Q28 Q30-Q34 Q35-Q37 Q38-Q45
Q50-Q56 Q60-Q64 Q65-Q79 Q80-Q89 Q90-Q99 R00-R09 R10-R19 R20-R23 R25-R29 R30-R39 R40-R46 R47-R49
R50-R69 R70-R79 R80-R82 R83-R89 R90-R94 R95-R99 S00-S09 S10-S19 S20-S29 S30-S39 S40-S49 S50-S59
S60-S69 S70-S79 S80-S89 S90-S99 T00-T07 T08-T14 T15-T19 T20-T32 T33-T35 T36-T50 T51-T65 T66-T78
T79-T79 T80-T88 T90-T98 U00-U49 U82-U85 V01-X59 X60-X84 X85-Y09 Y10-Y34 Y35-Y36 Y40-Y84 Y85-Y89
Y90-Y98 Z00-Z13 Z20-Z29 Z30-Z39 Z40-Z54 Z55-Z65 Z70-Z76 Z80-Z99
"""
