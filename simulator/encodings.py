"""Vietnamese text as old software spoils it: without marks, in TCVN3 or VNI, with a wrong Đ.

TCVN 5712:1993 (the `.VnTime` fonts) and VNI-Windows put marked letters on the places of western
ones; an export that ignores this shows "NguyÔn V¨n" and "Nguyeãn Vaên" for Nguyễn Văn.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of TCVN3

#: Vowel, then the vowel with the five tones, as the western letters on their places.
_TCVN3 = {
    "a": "aµ¶·¸¹", "ă": "¨»¼½¾Æ", "â": "©ÇÈÉÊË", "e": "eÌÎÏÐÑ", "ê": "ªÒÓÔÕÖ",
    "i": "i×ØÜÝÞ", "o": "oßáâãä", "ô": "«åæçèé", "ơ": "¬êëìíî", "u": "uïñòóô",
    "ư": "\xadõö÷øù", "y": "yúûüýþ",
}  # fmt: skip
_TCVN3_PLAIN = {"đ": "®", "Đ": "§", "Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦"}

#: In VNI a mark is a second letter; i, y with a dot, ơ, ư and đ have places of their own.
_VNI_TONE = {"a": "øûõùï", "ă": "èúüéë", "â": "àåãáä"}
_VNI_BASE = {"ă": "aê", "â": "aâ", "ê": "eâ", "ô": "oâ", "ơ": "ô", "ư": "ö", "đ": "ñ"}
_VNI_WHOLE = dict(zip("ìỉĩíịỵ", "ìæóíòî", strict=True))


def unmarked(text: str) -> str:
    """Take all marks away.

    >>> unmarked("Đặng Thùy Dương")
    'Dang Thuy Duong'
    """
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in plain if not unicodedata.combining(c))


def tcvn3(text: str) -> str:
    """Show text as an export in TCVN3 does; capitals with a tone fall back to the small letter.

    >>> tcvn3("Nguyễn Văn Đức")
    'NguyÔn V¨n §øc'
    """
    return text.translate(_TCVN3_TABLE)


def vni(text: str) -> str:
    """Show text as an export in VNI does.

    >>> vni("Nguyễn Văn Đức")
    'Nguyeãn Vaên Ñöùc'
    """
    return text.translate(_VNI_TABLE)


def eth(text: str) -> str:
    """Write the Icelandic eth for Đ, which looks the same.

    >>> f"{ord(eth('Đ')):x}"
    'd0'
    """
    return text.replace("Đ", "Ð")


def decomposed(text: str) -> str:
    """Write letters and marks apart, as files from a Mac do.

    >>> len("Hà"), len(decomposed("Hà"))
    (2, 3)
    """
    return unicodedata.normalize("NFD", text)


def new_tone(text: str) -> str:
    """Place the tone of oa, oe, uy on the second vowel, as some keyboards do.

    >>> new_tone("Hòa, Thúy")
    'Hoà, Thuý'
    """
    return _OLD_TONES.sub(lambda found: _NEW_TONES[found.group()], text)


def _letters(vowel: str) -> list[str]:
    return [vowel, *(unicodedata.normalize("NFC", vowel + tone) for tone in _TONES)]


def _tcvn3_table() -> dict[int, str]:
    table = dict(_TCVN3_PLAIN)
    for vowel, places in _TCVN3.items():
        for letter, place in zip(_letters(vowel), places, strict=True):
            table[letter] = place
            if letter != vowel:
                table.setdefault(letter.upper(), place)
    return str.maketrans(table)


def _vni_small(vowel: str, tone: int) -> str:
    base = _VNI_BASE.get(vowel, vowel)
    if tone == 0:
        return base
    if len(base) == 2:  # letter and mark: the mark takes the tone too
        return base[0] + _VNI_TONE["ă" if vowel == "ă" else "â"][tone - 1]
    return base + _VNI_TONE["a"][tone - 1]


def _vni_table() -> dict[int, str]:
    table: dict[str, str] = {"đ": "ñ", "Đ": "Ñ"}
    for vowel in _TCVN3:
        for tone, letter in enumerate(_letters(vowel)):
            shown = _VNI_WHOLE.get(letter) or _vni_small(vowel, tone)
            table[letter] = shown
            table[letter.upper()] = shown.upper()
    return str.maketrans(table)


def _new_tones() -> dict[str, str]:
    pairs = []
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            old = unicodedata.normalize("NFC", first + tone) + second
            new = first + unicodedata.normalize("NFC", second + tone)
            pairs += [(old, new), (old.capitalize(), new.capitalize()), (old.upper(), new.upper())]
    return dict(pairs)


_TCVN3_TABLE = _tcvn3_table()
_VNI_TABLE = _vni_table()
_NEW_TONES = _new_tones()
_OLD_TONES = re.compile("|".join(_NEW_TONES))
