"""Vietnamese typed with Telex keys that nothing turned into marks: "benhj nhaan" is "bệnh nhân"."""

from __future__ import annotations

import re
import unicodedata

from mpi.names import syllable

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_QUALITIES = (
    ("uow", "ươ"), ("uoiw", "ươi"), ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"),
    ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"),
)  # fmt: skip
_SYLLABLE = re.compile(
    r"(?P<head>ngh|ng|nh|ch|gh|kh|ph|th|tr|gi|qu|[bcdđghklmnprstvx])?"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})(?P<tail>ng|nh|ch|[cmnpt])?"
)
_SHAPED = "ăâêôơư"


def telexed(word: str) -> str | None:
    """Give the syllable, as `mpi.names` spells it, that the keys make; None when they make none.

    >>> telexed("thangs") == syllable("tháng"), telexed("dduowcj") == syllable("được")
    (True, True)
    >>> telexed("visits") is None
    True
    """
    if not (word.isascii() and word.isalpha()) or len(word) < 3:
        return None
    keys = [at for at, letter in enumerate(word) if letter in _TONES and at > 1]
    for at in reversed(keys):
        found = _made(word[:at] + word[at + 1 :], _TONES[word[at]])
        if found:
            return found
    return _made(word, "")


def strong(word: str, made: str) -> bool:
    """True when the keys changed a letter and not its tone only, which few other words do."""
    return "đ" in made or any(keys in word for keys, _ in _QUALITIES if keys != "dd")


def _made(letters: str, tone: str) -> str | None:
    text = letters
    for keys, letter in _QUALITIES:
        text = text.replace(keys, letter)
    match = _SYLLABLE.fullmatch(text)
    if match is None or (text == letters and not tone):
        return None
    vowels = match["vowels"]
    at = _place(vowels, closed=bool(match["tail"]))
    marked = unicodedata.normalize("NFC", vowels[: at + 1] + tone) + vowels[at + 1 :]
    return syllable((match["head"] or "") + marked + (match["tail"] or ""))


def _place(vowels: str, *, closed: bool) -> int:
    """Which vowel bears the tone: the shaped one, else by how many there are."""
    shaped = [at for at, letter in enumerate(vowels) if letter in _SHAPED]
    if shaped:
        return shaped[-1]
    return 0 if len(vowels) == 1 else int(closed or len(vowels) == 3)
