"""Who may call the service: accounts, kept as nodes beside the facilities that they act for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from graph.access import Role
from graph.store import Statement, Store
from graph.stored import instant
from mpi.errors import BadInput

ADD_ACCOUNT = Statement(
    """
    MERGE (a:Account {id: $id})
    SET a += $properties
    """,
    writes=True,
)

REMOVE_ACCOUNT = Statement(
    """
    MATCH (a:Account {id: $id})
    DETACH DELETE a
    """,
    writes=True,
)

ACCOUNT_OF = Statement(
    """
    MATCH (a:Account {id: $id})
    RETURN a.id AS username, a.full_name AS full_name, a.role AS role, a.facility AS facility,
           a.password_hash AS password_hash
    """
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account. `facility` is the MA_CSKCB that it acts for, empty for city-wide roles.

    `password_hash` is argon2id in PHC form and never leaves the process.
    """

    username: str
    role: Role
    facility: str = ""
    full_name: str = ""
    password_hash: str = field(default="", repr=False)


def add_account(store: Store, account: Account, *, at: dt.datetime | None = None) -> None:
    """Add an account, or give an existing one a new role, name and password.

    Raises BadInput when it has no user name, or acts for a facility without naming it.
    """
    _check(account)
    properties = {
        "full_name": account.full_name,
        "role": account.role.value,
        "facility": account.facility,
        "password_hash": account.password_hash,
        "created_at": instant(at or dt.datetime.now(dt.UTC)),
    }
    store.write(lambda work: work.run(ADD_ACCOUNT, id=account.username, properties=properties))


def remove_account(store: Store, username: str) -> None:
    """Take an account away; tokens that it holds run out by themselves."""
    store.write(lambda work: work.run(REMOVE_ACCOUNT, id=username))


def account_of(store: Store, username: str) -> Account | None:
    """Give the account of a user name, None when there is none."""
    rows = store.read(lambda work: work.run(ACCOUNT_OF, id=username))
    if not rows:
        return None
    row = rows[0]
    return Account(
        username=row["username"],
        role=Role(row["role"]),
        facility=row["facility"] or "",
        full_name=row["full_name"] or "",
        password_hash=row["password_hash"] or "",
    )


def _check(account: Account) -> None:
    if not account.username.strip():
        raise BadInput("username", "must be given")
    if account.role in {Role.FACILITY, Role.CLINICIAN} and not account.facility:
        raise BadInput("facility", f"an account of role {account.role} acts for a facility")
