"""Who may see whom: roles, readers, and each role's scope as a piece of every statement.

Access is a question to the graph (docs/adr/0008-access-is-a-graph-question.md). A scope is a
Cypher condition on `p`, the Person of whom something is asked; statements are composed with it
once, at import, so that a row outside the scope never leaves the engine. What is not in a table
below is refused: deny by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from graph.aliases import MAX_HOPS
from graph.store import Statement
from mpi.errors import Forbidden


class Role(StrEnum):
    """What an account is; a token carries one of these and nothing else."""

    FACILITY = "facility"
    CLINICIAN = "clinician"
    CITIZEN = "citizen"
    STEWARD = "steward"
    LEADER = "leader"
    ANALYST = "analyst"
    ADMIN = "admin"


class Insider(StrEnum):
    """Readers without a token: the operator's own command line on the machine of the store."""

    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. `subject` is the account; of a citizen it is the Person id of that citizen.

    `facility` is the MA_CSKCB for which a clinician or a facility's software acts.
    """

    role: Role | Insider
    subject: str
    facility: str = ""


#: The only way past the scopes; every look through it is stored as well.
OPERATOR = Reader(Insider.OPERATOR, "operator")

Scopes = Mapping[Role | Insider, str]
Scoped = Mapping[Role | Insider, Statement]

#: A citizen's token may name an id that has become an alias of theirs.
_SELF = f"""(p.id = $subject
    OR EXISTS {{ MATCH (:Person {{id: $subject}})-[:MERGED_INTO*1..{MAX_HOPS}]->(p) }})"""
_EVERYONE = "p.id IS NOT NULL"
_TREATED_HERE = """(
    EXISTS { MATCH (p)<-[:IDENTIFIES]-(seen:PatientRecord)<-[:OF]-(:Encounter)
             WHERE seen.facility = $facility }
    OR EXISTS { MATCH (p)<-[:IDENTIFIES]-(:PatientRecord)<-[:OF]-(:Encounter)
                      <-[:ISSUED_IN]-(sent:Referral)
                WHERE sent.receiver = $facility
                  AND NOT EXISTS { MATCH (sent)-[:FULFILLED_BY]->(:Encounter) } }
)"""

#: Whose visits, results and letters a reader may see.
CLINICAL: Scopes = MappingProxyType(
    {Role.CITIZEN: _SELF, Role.CLINICIAN: _TREATED_HERE, Insider.OPERATOR: _EVERYONE}
)

#: Whose name, birth date and numbers a reader may see; a steward's work is identity alone.
IDENTITY: Scopes = MappingProxyType({**CLINICAL, Role.STEWARD: _EVERYONE})

#: Whose list of looks a reader may see.
LOOKS: Scopes = MappingProxyType({Role.CITIZEN: _SELF, Insider.OPERATOR: _EVERYONE})


def scoped(text: str, scopes: Scopes) -> Scoped:
    """One Statement a role, with `{scope}` in `text` replaced by the role's condition on `p`."""
    return MappingProxyType(
        {role: Statement(text.replace("{scope}", scope)) for role, scope in scopes.items()}
    )


def statement_for(reader: Reader, statements: Scoped) -> Statement:
    """Give the reader's own form of a statement. Raises Forbidden when the role has none."""
    try:
        return statements[reader.role]
    except KeyError:
        raise refused() from None


def refused() -> Forbidden:
    """Give the one refusal: alike for the unknown, the unseen and the role without any right."""
    return Forbidden("a reason to see this person")


def scope_of(reader: Reader) -> dict[str, str]:
    """Give the parameters that scopes use: `subject` and `facility`."""
    return {"subject": reader.subject, "facility": reader.facility}
