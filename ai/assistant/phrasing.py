"""An answer's sentence in a model's words, where every number and name is still ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ai.answering.numbers import Language
from ai.assistant.masking import masked, unmasked
from ai.assistant.numerals import numbers_in

#: Words a text with marks: the text, the language; None when there is no wording.
Word = Callable[[str, Language], str | None]

_LONGEST = 3  # times our own sentence


def phrased(sentence: str, names: Sequence[str], language: Language, word: Word) -> str:
    """Give the sentence in other words, or as it is where anything about them is not sure."""
    hidden = masked(sentence, names, language)
    if hidden is None or not hidden.behind:
        return sentence
    worded = word(hidden.text, language)
    if worded is None or len(worded) > _LONGEST * len(hidden.text) + 40:
        return sentence
    text = unmasked(worded.strip(), hidden.behind, language)
    if text is None or numbers_in(text, language) != numbers_in(sentence, language):
        return sentence
    return text[:1].upper() + text[1:]
