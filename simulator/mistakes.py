"""Typing errors, as fingers make them; the same stream of chance makes the same error."""

from __future__ import annotations

import random
import unicodedata

_NEAR = {
    "a": "s", "b": "v", "c": "x", "d": "s", "e": "r", "g": "h", "h": "g", "i": "u", "k": "l",
    "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "q": "w", "r": "e", "s": "a", "t": "r",
    "u": "i", "v": "b", "x": "c", "y": "t",
}  # fmt: skip
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def name(rng: random.Random, text: str) -> str:
    """Make one error in a name: a wrong tone, a letter lost, doubled, swapped or beside."""
    return rng.choice((wrong_tone, wrong_tone, _lost, _doubled, _swapped, _beside))(rng, text)


def number(rng: random.Random, digits: str) -> str:
    """Make one error in a number: a digit wrong (mostly), two swapped, or one lost."""
    at = rng.randrange(len(digits) - 1)
    kind = rng.random()
    if kind < 0.6:
        other = str((int(digits[at]) + rng.randrange(1, 10)) % 10) if digits[at].isdigit() else "0"
        return digits[:at] + other + digits[at + 1 :]
    if kind < 0.9 and digits[at] != digits[at + 1]:
        return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return digits[:at] + digits[at + 1 :]


def wrong_tone(rng: random.Random, text: str) -> str:
    """Change one tone mark, or forget it; text without tones loses a letter instead."""
    letters = unicodedata.normalize("NFD", text)
    places = [at for at, letter in enumerate(letters) if letter in _TONES]
    if not places:
        return _lost(rng, text)
    at = rng.choice(places)
    other = rng.choice([tone for tone in ("", *_TONES) if tone != letters[at]])
    return unicodedata.normalize("NFC", letters[:at] + other + letters[at + 1 :])


def _lost(rng: random.Random, text: str) -> str:
    at = _inside(rng, text)
    return text[:at] + text[at + 1 :]


def _doubled(rng: random.Random, text: str) -> str:
    at = _inside(rng, text)
    return text[:at] + text[at] + text[at:]


def _swapped(rng: random.Random, text: str) -> str:
    at = _inside(rng, text)
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def _beside(rng: random.Random, text: str) -> str:
    at = _inside(rng, text)
    return text[:at] + _NEAR.get(text[at], text[at]) + text[at + 1 :]


def _inside(rng: random.Random, text: str) -> int:
    """Draw a letter that is not the first of its word."""
    places = [at for at in range(1, len(text)) if " " not in text[at - 1 : at + 1]]
    return rng.choice(places) if places else len(text) - 1
