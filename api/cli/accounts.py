"""`healthgraph facility add`: the accounts with which hospitals send."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.opened import writing
from api.cli.options import AsJson, StoreUrl
from api.cli.screen import console, say_json
from api.security.passwords import hashed
from graph.access import Role
from graph.accounts import Account, add_account
from graph.catalogues import Place, load_facilities
from mpi.errors import BadInput

_LEAST_PASSWORD = 12

_facility = typer.Typer(no_args_is_help=True, help="Accounts of hospitals.")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(_facility, name="facility")


@_facility.command("add")
def facility_add(
    code: Annotated[str, typer.Argument(help="MA_CSKCB, five characters; also the user name.")],
    name: Annotated[str, typer.Option(help="The facility's name.")],
    store: StoreUrl,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Give a hospital an account for the hospital face, or a new password.

    Example: `healthgraph facility add 01013 --name "BV Ba Vì" --password-stdin --store
    embedded:demo/store < password.txt`
    """
    if not (len(code) == 5 and code.isascii() and code.isalnum()):
        raise BadInput("CODE", "must be the five letters or digits of MA_CSKCB", code)
    password = _password(from_stdin=password_stdin)
    account = Account(code, Role.FACILITY, code, name, hashed(password))
    with writing(store) as opened:
        add_account(opened, account)
        load_facilities(opened, [Place(code, name)])
    if as_json:
        say_json({"username": code, "role": Role.FACILITY, "facility": code, "name": name})
    else:
        console().print(f"{name}: account {code} is ready.")


def _password(*, from_stdin: bool) -> str:
    if not from_stdin and sys.stdin.isatty():
        given = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    elif from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        raise BadInput("--password-stdin", "is needed when no terminal can be asked")
    if len(given) < _LEAST_PASSWORD:
        raise BadInput("password", f"must have at least {_LEAST_PASSWORD} characters")
    return given
