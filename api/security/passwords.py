"""Passwords: argon2id (RFC 9106), checked in the same time whether the account exists or not."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from api.refusals import Unauthenticated
from graph.access import Reader
from graph.accounts import Account, account_of
from graph.store import Store
from mpi.errors import BadInput

_SHORTEST, _LONGEST = 8, 1024  # characters
_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_at_once = threading.BoundedSemaphore(2)  # each check takes 64 MiB and tens of milliseconds


def hashed(password: str) -> str:
    """Hash a new password. Raises BadInput when it is too short or too long."""
    if not _SHORTEST <= len(password) <= _LONGEST:
        raise BadInput("password", f"must have {_SHORTEST} to {_LONGEST} characters")
    return _hasher.hash(password)


def matches(hash_: str, password: str) -> bool:
    """Tell whether a password is the one of a hash; takes as long for a hash that is no hash."""
    with _at_once:
        try:
            return _hasher.verify(hash_ or _nobodys(), password) and bool(hash_)
        except (VerificationError, InvalidHashError):
            return False


def verify(store: Store, username: str, password: str, code: str) -> Reader:
    """Give the reader that an account stands for; `code` must be the account's own facility.

    Raises Unauthenticated, the same for a wrong name, password or code.
    """
    account = account_of(store, username)
    right = matches(account.password_hash if account else "", password[: _LONGEST + 1])
    if not (right and account and account.facility == code):
        raise Unauthenticated("wrong user name, password or code")
    return _reader(account)


def _reader(account: Account) -> Reader:
    return Reader(account.role, account.username, account.facility)


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody")
