"""Passwords and accounts, on each engine."""

import pytest

from api.refusals import Unauthenticated
from api.security import Reader, Role
from api.security.passwords import hashed, matches, verify
from graph.accounts import Account, account_of, add_account, remove_account
from graph.store import Store
from mpi.errors import BadInput

_HASH = hashed("correct horse")


def test_a_hash_is_argon2id_and_hides_the_password() -> None:
    """Two hashes of one password differ, and both match."""
    assert _HASH.startswith("$argon2id$")
    assert hashed("correct horse") != _HASH
    assert matches(_HASH, "correct horse")


@pytest.mark.parametrize(
    "hash_", ["", "rubbish", hashed("another one")], ids=["none", "rubbish", "other"]
)
def test_a_wrong_or_missing_hash_matches_nothing(hash_: str) -> None:
    """An account without a password cannot be entered with any."""
    assert not matches(hash_, "correct horse")
    assert not matches(hash_, "the password of nobody")


@pytest.mark.parametrize("password", ["short", "x" * 1025])
def test_a_password_has_a_sensible_length(password: str) -> None:
    """Too short is guessed, too long is an attack."""
    with pytest.raises(BadInput, match="password"):
        hashed(password)


def test_an_account_is_verified(store: Store) -> None:
    """The right name, password and code give the account's reader; the hash never shows."""
    account = Account("01013", Role.FACILITY, "01013", "Bệnh viện", _HASH)
    add_account(store, account)
    assert account_of(store, "01013") == account
    assert verify(store, "01013", "correct horse", "01013") == Reader(
        Role.FACILITY, "01013", "01013"
    )
    assert _HASH not in repr(account)


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("01013", "wrong", "01013"),
        ("01013", "correct horse", "01004"),
        ("01013", "correct horse", ""),
        ("nobody", "correct horse", "01013"),
        ("", "", ""),
    ],
)
def test_anything_wrong_is_refused(store: Store, name: str, password: str, code: str) -> None:
    """The refusal does not say what was wrong."""
    add_account(store, Account("01013", Role.FACILITY, "01013", "", _HASH))
    with pytest.raises(Unauthenticated, match="wrong user name, password or code"):
        verify(store, name, password, code)


def test_an_account_can_be_changed_and_removed(store: Store) -> None:
    """Adding it again sets a new password; removing it ends it."""
    add_account(store, Account("lan", Role.LEADER, "", "Lan", _HASH))
    add_account(store, Account("lan", Role.LEADER, "", "Lan", hashed("second password")))
    assert verify(store, "lan", "second password", "").role is Role.LEADER
    remove_account(store, "lan")
    assert account_of(store, "lan") is None


@pytest.mark.parametrize("account", [Account("", Role.ADMIN), Account("x", Role.FACILITY)])
def test_an_account_that_no_rule_can_use_is_refused(store: Store, account: Account) -> None:
    """It has a name, and a facility when its role acts for one."""
    with pytest.raises(BadInput):
        add_account(store, account)
