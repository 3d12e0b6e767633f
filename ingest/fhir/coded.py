"""CodeableConcept into the codes and words of an event, with the sender's own codes kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.model import Coding
from ingest.fhir.parts import Part, many, one, text
from ingest.fhir.systems import code_system
from ingest.icd import normalise

_ICD = "icd10"


@dataclass(frozen=True, slots=True)
class Coded:
    """The main code of a concept with its system, every code, the code as sent, and words."""

    code: str = ""
    system: str = ""
    codes: tuple[Coding, ...] = ()
    as_sent: str = ""
    wording: str = ""

    @property
    def event(self) -> dict[str, Any]:
        """Give the fields that coded events share."""
        return {
            "code": self.code, "system": self.system, "codes": self.codes, "wording": self.wording,
        }  # fmt: skip


def coded(value: object, facility: str, *first: str) -> Coded:
    """Read a CodeableConcept. The main code is of one of `first`, in order, else the ministry's."""
    concept = one(value)
    sent = [
        (_coding(each, facility, first), text(each.get("code")))
        for each in many(concept.get("coding"))
    ]
    known = [(coding, as_sent) for coding, as_sent in sent if coding.code]
    words = text(concept.get("text")) or next((c.text for c, _ in known if c.text), "")
    if not known:
        return Coded(wording=words)
    order = {system: place for place, system in enumerate(first)}
    main, as_sent = min(
        known, key=lambda each: order.get(each[0].system, len(order) + bool(each[0].system))
    )
    codes = tuple(coding for coding, _ in known if coding.system)
    return Coded(main.code, main.system, codes, as_sent, words)


def words_of(value: object) -> str:
    """Give the words of a CodeableConcept: its text, else a display, else a code."""
    concept = one(value)
    first = one(concept.get("coding"))
    return text(concept.get("text")) or text(first.get("display")) or text(first.get("code"))


def code_of(value: object) -> str:
    """Give the first code of a CodeableConcept or Coding, whatever its system."""
    concept = one(value)
    return text(one(concept.get("coding")).get("code")) or text(concept.get("code"))


def _coding(part: Part, facility: str, first: tuple[str, ...]) -> Coding:
    """Read a Coding; without a system one that is built as ICD-10 is, where ICD-10 is expected."""
    uri, code = text(part.get("system")), text(part.get("code"))
    expected = not uri and _ICD in first and normalise(code)
    system = _ICD if expected else code_system(uri)
    if system == _ICD:
        code = normalise(code) or code
    if system is None:
        system = f"local:{facility}" if facility else "local"
    return Coding(system, code, text(part.get("display")))
