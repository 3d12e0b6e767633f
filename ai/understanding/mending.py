"""Words as they were meant, before they are read: chat shorthand, Telex keys, words run together.

Only a word that neither the lexicon nor the grammar of times knows is touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from ai.understanding.spelling import corrections
from ai.understanding.telex import strong, telexed
from ai.understanding.time_words import MARKED, PLAIN, leads_to_time
from ai.understanding.tongue import tongue_of
from ai.understanding.vocabulary import shorthand
from ai.understanding.words import Word
from mpi.names import fold, syllable

#: Shorter parts of a word run together are no words: "lượtkhám", not "a" and "n".
_PART = 3
#: Shorter words of time are too near to others.
_TIMELY = 4
#: So many words typed with keys for tones only make a text one of Telex.
_WEAK = 2


@dataclass(frozen=True, slots=True)
class Known:
    """The words that phrases are made of, with their marks and without."""

    exact: AbstractSet[str]
    plain: AbstractSet[str]

    def __contains__(self, word: Word) -> bool:
        """Whether a word as it was typed is one of them, or of the grammar of times."""
        if not word.plain.isalpha():
            return True
        if word.marked:
            return word.exact in self.exact or word.exact in MARKED
        return word.plain in self.plain or word.plain in PLAIN


def mended(words: Sequence[Word], known: Known) -> tuple[Word, ...]:
    """Give the words with what nobody knows put right where there is one way to."""
    keyed = _telex(words, known)
    kept = [] if tongue_of(words) == "vi" else [word.exact for word in words if word in known]
    return tuple(
        mended
        for at, word in enumerate(words)
        for mended in _one(words, at, keyed.get(at), known, short=word.exact not in kept)
    )


def _one(
    words: Sequence[Word],
    at: int,
    keyed: str | None,
    known: Known,
    *,
    short: bool,
) -> Iterator[Word]:
    """One word put right; "tb" is short for trung bình, but in English tuberculosis."""
    word = words[at]
    if short and (said := shorthand().get(word.exact)):
        yield from _several(word, said)
    elif word in known:
        yield word
    elif keyed is not None:
        yield replace(word, exact=keyed, plain=fold(keyed))
    elif parts := _parted(word, known):
        yield from _several(word, parts)
    else:
        yield _timed(words, at)


def _several(word: Word, said: Sequence[str]) -> Iterator[Word]:
    """The words that one stands for, all in its place; the first keeps what stood in front."""
    for number, each in enumerate(said):
        exact = syllable(each)
        yield replace(word, exact=exact, plain=fold(exact), before="" if number else word.before)


def _telex(words: Sequence[Word], known: Known) -> dict[int, str]:
    """The words that are Telex, by their place; a few that might be are left as they are."""
    found: dict[int, str] = {}
    sure = 0
    for at, word in enumerate(words):
        made = None if word in known else telexed(word.plain)
        if made and not word.marked and (made in known.exact or made in MARKED):
            found[at] = made
            sure += strong(word.plain, made)
    return found if sure or len(found) >= _WEAK else {}


def _parted(word: Word, known: Known) -> tuple[str, ...]:
    """Two known words run together, when there is one way to part them."""
    text = word.text.lower()
    cuts = range(_PART, len(text) - _PART + 1)
    of = known.exact if word.marked else known.plain
    ways = [(syllable(text[:at]), syllable(text[at:])) for at in cuts]
    good = [way for way in ways if all(part in of for part in way)]
    return good[0] if len(good) == 1 else ()


def _timed(words: Sequence[Word], at: int) -> Word:
    """A misspelt word of time: beside a number or another such word, or a long one."""
    word = words[at]
    if word.plain in PLAIN and word.marked and leads_to_time(words, at):
        return replace(word, exact=word.plain)
    near = [each for each in corrections(word.plain, PLAIN) if len(each) >= _TIMELY]
    if len(near) != 1 or not leads_to_time(words, at):
        return word
    return replace(word, exact=near[0], plain=near[0])
