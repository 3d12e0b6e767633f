"""Is this a Vietnamese syllable? The witness that tells repaired text from damaged text.

Written Vietnamese has some 160 rhymes, each with one of six tones; a rhyme that ends in c, ch, p
or t takes only the acute or the dot. Damaged text hardly ever falls into this pattern.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.memory import remembered

_TONES = {"\u0300": "", "\u0301": "s", "\u0309": "", "\u0303": "", "\u0323": "s"}
_ONSET = re.compile(r"^(?:ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdđghklmnprstvx])")
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in
inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe
oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân
uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uynh uyt uyu uc
ui um un ung up ut ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y ya yêm yên yêng
yêt yêu êc êng
"""
_IS_RHYME = frozenset(_RHYMES.split())
_LONGEST = 8  # `nghiêng` has seven letters
_STOPS = ("c", "ch", "p", "t")


@remembered(65536, longest=24)
def is_syllable(word: str) -> bool:
    """Tell whether a composed word, in one case or capitalised, is a possible syllable.

    >>> [is_syllable(w) for w in ("Nguyễn", "NGUYỄN", "NguyÔn", "Leâ", "tôc")]
    [True, True, False, False, False]
    """
    one_case = word.islower() or word.isupper() or word[1:].islower()
    if len(word) > _LONGEST or not one_case:
        return False
    base, tones = _split(word.lower())
    return len(tones) <= 1 and any(_rhyme(rhyme, tones) for rhyme in _rests(base))


def _split(word: str) -> tuple[str, str]:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in letters if c in _TONES)
    base = "".join(c for c in letters if c not in _TONES)
    return unicodedata.normalize("NFC", base), tones


def _rests(base: str) -> tuple[str, ...]:
    """Give what may follow the onset: `gi` and `qu` share their vowel with short rhymes."""
    rest = _ONSET.sub("", base)
    return (rest, base[1:]) if base[:2] in {"gi", "qu"} else (rest,)


def _rhyme(rhyme: str, tones: str) -> bool:
    stopped = rhyme.endswith(_STOPS)
    return rhyme in _IS_RHYME and (not stopped or _TONES.get(tones, "") == "s")
