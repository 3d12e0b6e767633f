"""Coded values (CE, CWE, CNE): code, words and the catalogue each belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Coding
from ingest.hl7v2.syntax import Part
from ingest.hl7v2.tables import bare, systems
from ingest.icd import normalise

#: Table 0396: user-defined and local codes, which only their sender can explain.
_LOCAL = frozenset({"L", "LOCAL"})


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded value: its main code, the words, and every code that names a catalogue."""

    code: str = ""
    system: str = ""
    text: str = ""
    codes: tuple[Coding, ...] = ()
    as_sent: str = ""

    def __bool__(self) -> bool:
        return bool(self.code or self.text)


def coded(part: Part, facility: str) -> Coded:
    """Read CWE: the code in 1 to 3, another in 4 to 6, the sender's words in 9.

    The main code is the ministry's, else one of a catalogue that is known, if any is.
    """
    if not part:
        return Coded()
    pairs = [_coding(part, first, facility) for first in (1, 4, 10)]
    codes = tuple(coding for coding in pairs if coding is not None)
    text = part[2] or part[9] or part[5] or ("" if codes else part[1])
    if not codes:
        return Coded(code=part[1] if part[2] else "", text=text, as_sent=part[1])
    main = min(codes, key=_rank)
    return Coded(main.code, main.system, text, tuple(c for c in codes if c.system), part[1])


def _rank(coding: Coding) -> int:
    return 0 if not coding.system else 1 + coding.system.startswith("local:")


def _coding(part: Part, first: int, facility: str) -> Coding | None:
    code, words, named = part[first], part[first + 1], part[first + 2]
    if not code or not (named or words or first > 1):
        return None
    system = system_of(named, facility)
    if system is None:
        return None
    if system == "icd10":
        code = normalise(code)
    return Coding(system, code, words) if code else None


def system_of(named: str, facility: str) -> str | None:
    """The short name of a code system, None when none is named.

    The sender's own one carries its name, the ministry's is empty.
    """
    if not named:
        return None
    plain = bare(named)
    if plain in _LOCAL or plain.startswith("99"):
        return f"local:{facility}"
    return systems().get(plain, named.casefold().replace("|", ""))
