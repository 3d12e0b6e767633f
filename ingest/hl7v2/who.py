"""Who a message is about: PID and NK1 into an Identity, and the patient's code at the facility."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.hl7v2 import values
from ingest.hl7v2.syntax import Part, Segment
from ingest.hl7v2.tables import authorities, bare
from ingest.letters import fold
from ingest.reference.places import wards_named
from mpi.identity import Address, Identity, Kinship, Relative, Sex
from mpi.numbers import NumberKind, insurance_number, personal_number

_SEXES = {"M": Sex.MALE, "1": Sex.MALE, "NAM": Sex.MALE}
_SEXES |= {"F": Sex.FEMALE, "2": Sex.FEMALE, "NU": Sex.FEMALE}
#: XPN.7, the best first; a type that is not here (S, a pseudonym) is used when there is no other.
_NAME_TYPES = ("L", "", "D", "C", "U", "B", "M", "A", "N")
#: NK1-3: table 0063, and the words for it.
_KIN = {
    **dict.fromkeys(("MTH", "MOTHER", "ME", "MEDE", "NMTH"), Kinship.MOTHER),
    **dict.fromkeys(("FTH", "FATHER", "BO", "CHA", "CHADE", "BODE", "NFTH"), Kinship.FATHER),
    **dict.fromkeys(("GRD", "GUARDIAN", "NGUOIGIAMHO"), Kinship.GUARDIAN),
}
#: MA_CSKCB, the code of a facility.
_CODE = re.compile(r"\d{5}", re.ASCII)
_NO_PHONE = frozenset({"Internet", "X.400", "NET"})


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one patient, sorted by who assigns them.

    `local` is the facility's own code; `also` are further codes by the same authority.
    """

    local: str = ""
    also: tuple[str, ...] = ()
    personal: str = ""
    insurance: tuple[str, ...] = ()


def numbers(parts: list[Part], facility: str = "", today: str = "") -> Numbers:
    """Sort the repetitions of PID-3 (or MRG-1): the facility's own code, personal, insurance.

    `facility` is the sender, whose own codes come before those of others; `today` is the message's
    day as `yyyymmdd`: a code that had expired by then (CX.8) is taken only when there is no other.
    """
    kinds: dict[str, list[Part]] = {}
    for part in parts:
        if part.text:
            kinds.setdefault(_kind(part), []).append(part)
    own = [*kinds.get("local", ()), *kinds.get("unknown", ())] or kinds.get("other", [])
    own.sort(key=lambda part: (_expired(part, today), _foreign(part, facility), _external(part)))
    local = [_plain(part.text) for part in own if _assigner(part) == _assigner(own[0])]
    personal = [_plain(part.text) for part in kinds.get("personal", ())]
    return Numbers(
        next(iter(local), ""),
        tuple(local[1:]),
        next(iter(personal), ""),
        tuple(dict.fromkeys(_plain(part.text) for part in kinds.get("insurance", ()))),
    )


def _assigner(part: Part) -> str:
    return bare(part.sub(4, 1))


def _expired(part: Part, today: str) -> bool:
    """CX.8, the day on which a number lapsed."""
    until = part[8][:8]
    return until.isdecimal() and until < today[: len(until)]


def _foreign(part: Part, facility: str) -> bool:
    """Tell whether the authority of a number is the code of a facility that is not the sender."""
    named = {bare(part.sub(4, n)) for n in (1, 2)} | {bare(part.sub(6, 1))}
    return bool(named) and facility not in named and any(map(_CODE.fullmatch, named))


def _external(part: Part) -> bool:
    """PT of table 0203: a number that another system gave to the patient."""
    return bare(part[5]) == "PT"


def _kind(part: Part) -> str:
    known = authorities()
    named = (bare(part.sub(4, n)) for n in (1, 2))
    by_authority = next((k for n in named if (k := known.get(("authority", n)))), "")
    return by_authority or known.get(("type", bare(part[5])), "unknown")


def _plain(text: str) -> str:
    return " ".join(text.split())


def patient_code(pid: Segment, facility: str, today: str) -> str:
    """The facility's own code of the patient: PID-3, else PID-2, else PID-4."""
    for field in (3, 2, 4):
        found = numbers(list(pid.parts(field)), facility, today).local
        if found:
            return found
    return ""


def identity(pid: Segment, kin: list[Segment], cards: list[str], said: dt.date) -> Identity:
    """Read PID; `kin` are its NK1, `cards` the numbers of IN1, `said` the message's day."""
    given = numbers([*pid.parts(3), *pid.parts(4)])
    insurance = (*given.insurance, *filter(insurance_number, cards))
    return Identity(
        name=name(list(pid.parts(5))),
        birth_date=values.birth(pid.text(7)),
        birth_time=values.birth_time(pid.text(7)),
        sex=_SEXES.get(bare(pid.text(8)), Sex.UNKNOWN),
        personal_number=given.personal or _national(pid.text(19)),
        insurance_numbers=tuple(dict.fromkeys(insurance)),
        phones=tuple(dict.fromkeys((*phones(pid, 13), *phones(pid, 14), *phones(pid, 40)))),
        address=address(list(pid.parts(11))),
        nationality=pid.text(26) if len(pid.text(26)) <= 3 else "",
        ethnicity=pid.text(22),
        relatives=tuple(relatives(kin)),
        said_on=said,
    )


def _national(text: str) -> str:
    """PID-19, a national number of any land: taken only when it is built as a CCCD."""
    read = personal_number(text)
    return text if read and read.kind is NumberKind.CCCD and read.valid else ""


def name(parts: list[Part]) -> str:
    """Read XPN in the order of a Vietnamese name: family, middle names, given name.

    The legal name is taken, else the best of the others.
    """
    ranked = sorted(parts, key=_rank)
    return next(filter(None, map(_full, ranked)), "")


def _rank(part: Part) -> int:
    kind = part[7]
    return _NAME_TYPES.index(kind) if kind in _NAME_TYPES else len(_NAME_TYPES)


def _full(part: Part) -> str:
    return " ".join(" ".join(filter(None, (part[1], part[3], part[2]))).split())


def phones(segment: Segment, field: int) -> Iterator[str]:
    """Read XTN: the number as text (1 or 12), else land, area and local number (5 to 7)."""
    for part in segment.parts(field):
        if part[2] == "NET" or part[3] in _NO_PHONE:
            continue
        parted = "".join((part[6] and part[5], part[6], part[7]))
        found = part[1] or part[12] or parted
        if any(sign.isdigit() for sign in found):
            yield found


def address(parts: list[Part]) -> Address:
    """Read XAD: the home or permanent address, else the first; its ward where words name one."""
    ranked = sorted(parts, key=lambda part: part[7] not in {"H", "P", "L"})
    part = next(iter(ranked), None)
    if part is None:
        return Address()
    pieces = (part[1], part[2], part[8], part[3], part[9], part[4])
    text = ", ".join(dict.fromkeys(filter(None, pieces)))
    ours = "ha noi" in fold(text)
    return Address(text=text, wards=wards_named(text, "") if ours else ())


def relatives(segments: list[Segment]) -> Iterator[Relative]:
    """Read NK1: mother, father and guardian, each once."""
    seen: set[Kinship] = set()
    for segment in segments:
        part = segment.part(3)
        kinship = next((_KIN[n] for n in (bare(part[1]), bare(part[2])) if n in _KIN), None)
        named = name(list(segment.parts(2)))
        if kinship and named and kinship not in seen:
            seen.add(kinship)
            yield _relative(kinship, named, segment)


def _relative(kinship: Kinship, named: str, segment: Segment) -> Relative:
    given = numbers(list(segment.parts(33)))
    return Relative(kinship, named, values.birth(segment.text(16)), given.personal, given.insurance)
