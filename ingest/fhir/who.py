"""Patient and RelatedPerson into an Identity and the facility's own patient code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.model import HANOI
from ingest.fhir.coded import code_of, words_of
from ingest.fhir.parts import Part, many, moment, one, text, texts
from ingest.fhir.systems import TYPES, identifier_kind, kind_named
from ingest.reference.places import wards_named
from mpi.dates import PartialDate
from mpi.identity import Address, Identity, Kinship, Relative, Sex

_SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}
_KIN = {
    "MTH": Kinship.MOTHER, "NMTH": Kinship.MOTHER, "FTH": Kinship.FATHER, "NFTH": Kinship.FATHER,
    "GUARD": Kinship.GUARDIAN,
}  # fmt: skip
_EXTENSIONS = {
    "nationality": "nationality", "patient-nationality": "nationality",
    "race": "ethnicity", "vn-core-ethnicity": "ethnicity", "ethnicity": "ethnicity",
    "occupation": "occupation", "patient-occupation": "occupation",
}  # fmt: skip
_PLACES = ("line", "district", "city", "state")
_VIETNAMESE = ("http://fhir.ehealth.gov.vn/core/", "http://fhir.hl7.org.vn/core/")


def kind_of(identifier: Part) -> str:
    """Say what an identifier is: by its system, else by its type (HL7 table 0203) or its words."""
    known = identifier_kind(text(identifier.get("system")))
    kind = known or TYPES.get(code_of(identifier.get("type")), "")
    return kind or kind_named(words_of(identifier.get("type")))


def numbers(resource: Part, *kinds: str) -> tuple[str, ...]:
    """Give the values of a resource's identifiers of some kinds, each once, in the order sent.

    Those that are said to be old, or to have ended, come last.
    """
    given = sorted(many(resource.get("identifier")), key=_old)
    found = (text(each.get("value")) for each in given if kind_of(each) in kinds)
    return tuple(dict.fromkeys(value for value in found if value))


def _old(identifier: Part) -> bool:
    return text(identifier.get("use")) == "old" or bool(one(identifier.get("period")).get("end"))


def local_id(patient: Part, key: str) -> str:
    """Give the facility's patient code: its medical record number, else the logical id.

    The only identifier of which nobody says what it is counts as the number.
    """
    given = list(many(patient.get("identifier")))
    named = [each for each in given if text(each.get("system")) and not each.get("type")]
    unsaid = [text(each.get("value")) for each in named if not kind_of(each)]
    other = unsaid[0] if len(unsaid) == 1 else ""
    return next(iter(numbers(patient, "patient")), "") or other or key


def identity(patient: Part, relatives: Iterable[Part] = ()) -> Identity:
    """Read who a patient is; `relatives` are the RelatedPersons of the message that name them."""
    born = text(patient.get("birthDate"))
    ids = numbers(patient, "personal") or numbers(patient, "passport")
    known = {key: value for url, value in _extensions(patient) if (key := _EXTENSIONS.get(url))}
    return Identity(
        name=name_of(patient),
        birth_date=_date(born),
        birth_time=_birth_time(patient),
        sex=_SEXES.get(text(patient.get("gender")), Sex.UNKNOWN),
        personal_number=ids[0] if ids else "",
        insurance_numbers=numbers(patient, "insurance"),
        phones=phones(patient),
        address=address(patient),
        relatives=tuple(_relatives(patient, relatives)),
        birth_order=_order(patient),
        nationality=known.get("nationality", ""),
        ethnicity=known.get("ethnicity", ""),
        occupation=known.get("occupation", ""),
    )


def name_of(person: Part) -> str:
    """Give the name in use as written, else family and given, in the Vietnamese order."""
    names = list(many(person.get("name")))
    use = next((n for n in names if text(n.get("use")) in {"official", "usual"}), one(names))
    written = " ".join((*texts(use.get("family")), *texts(use.get("given"))))
    return text(use.get("text")) or written


def phones(person: Part) -> tuple[str, ...]:
    """Give the telephone numbers."""
    found = (p for p in many(person.get("telecom")) if text(p.get("system")) in {"phone", "sms"})
    return tuple(value for each in found if (value := text(each.get("value"))))


def address(person: Part) -> Address:
    """Read the home address: the words, and the wards that they name today."""
    given = list(many(person.get("address")))
    home = next((a for a in given if text(a.get("use")) in {"home", ""}), one(given))
    parts = [said for key in _PLACES for said in texts(home.get(key))]
    words = text(home.get("text")) or ", ".join(parts)
    return Address(text=words, wards=wards_named(words) if words else ())


def _date(said: str) -> PartialDate | None:
    try:
        return PartialDate.from_iso(said[:10]) if said else None
    except ValueError:
        return None


def _birth_time(patient: Part) -> str:
    beside = one(patient.get("_birthDate"))
    for extension in many(beside.get("extension")):
        if text(extension.get("url")).endswith("patient-birthTime"):
            at = moment(extension.get("valueDateTime"))
            return f"{at.astimezone(HANOI):%H%M}" if at else ""
    return ""


def _order(patient: Part) -> int:
    said = text(patient.get("multipleBirthInteger"))
    return int(said) if said.isdecimal() and len(said) < 3 else 0


def _extensions(patient: Part) -> Iterator[tuple[str, str]]:
    """Plain extensions of the Vietnamese guides by the end of their URL."""
    for each in many(patient.get("extension")):
        url = text(each.get("url"))
        if url.startswith(_VIETNAMESE):
            said = next((v for k, v in each.items() if k.startswith("value")), None)
            yield url.rpartition("/")[2], text(said) or code_of(said) or words_of(said)


def _relatives(patient: Part, named: Iterable[Part]) -> Iterator[Relative]:
    """Parents and guardians: of `contact`, and of RelatedPerson."""
    for person in (*many(patient.get("contact")), *named):
        kinds = [code_of(each) for each in many(person.get("relationship"))]
        kin = next((_KIN[kind] for kind in kinds if kind in _KIN), None)
        if kin is not None:
            ids = numbers(person, "personal")
            yield Relative(
                kin,
                name_of(person),
                _date(text(person.get("birthDate"))),
                ids[0] if ids else "",
                numbers(person, "insurance"),
            )
