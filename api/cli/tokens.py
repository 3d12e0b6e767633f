"""`healthgraph token`: who may call the service, and as what."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.options import AsJson, StoreUrl
from api.cli.screen import say_json
from api.security.trust import local_tokens
from api.settings import load
from graph.access import Reader, Role


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("token")(token)


def token(
    role: Annotated[Role, typer.Option(help="What the bearer is.")],
    subject: Annotated[str, typer.Option(help="Account name; of a citizen, the person's id.")],
    store: StoreUrl,
    facility: Annotated[str, typer.Option(help="MA_CSKCB that the bearer acts for.")] = "",
    lifetime: Annotated[
        int | None, typer.Option(min=60, max=86400, help="Seconds that the token holds.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Issue a token; works beside a running service, which has the same keys.

    Example: `healthgraph token --role clinician --subject dr.an --facility 01013 --store
    embedded:demo/store`
    """
    settings = load(store_url=store)
    reader = Reader(role, subject, facility)
    seconds = lifetime or settings.token_lifetime
    issued = local_tokens(settings).issue(reader, seconds)
    if as_json:
        say_json({"token": issued, "role": role, "subject": subject, "expires_in": seconds})
    else:
        sys.stdout.write(f"{issued}\n")
