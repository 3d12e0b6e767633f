"""`healthgraph mcp`: tools for an assistant, over standard input and output."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from ai.assistant.desk import TOOLS, Desk
from ai.assistant.extras import needed
from ai.assistant.tools import described
from ai.given_table import read_given
from api.assistant_desk import AskingDesk
from api.assistant_remote import RemoteDesk
from api.cli.opened import reading
from api.cli.options import AsJson, StoreUrlIfAny
from api.cli.screen import say_json
from api.language_model import endpoint_of
from api.question_desk import QuestionDesk
from api.security.trust import tokens_of
from api.settings import Settings, load, variable
from mpi.errors import BadInput

_WHAT = "an assistant's door"


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("mcp")(mcp)


def mcp(
    store: StoreUrlIfAny = None,
    url: Annotated[
        str, typer.Option(help="A running service to ask in the place of a store.")
    ] = "",
    token_file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="File with the token of whom it asks for."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Serve an assistant by the Model Context Protocol until its input ends.

    It asks in the name of a token, of the file or HEALTHGRAPH_MCP_TOKEN, with the same permissions
    and the same log as over HTTP. An embedded store is open in one process: use `--url` beside a
    running service. With `--json` the tools are listed, and nothing is served.

    Example: `healthgraph mcp --url http://127.0.0.1:8000 --token-file leader.token`
    """
    needed("mcp", _WHAT)
    serve = _listed if as_json else needed("ai.assistant.server", _WHAT).serve_stdio
    settings = load(store_url=store)
    with _desk(settings, url, _token(settings, token_file)) as desk:
        desk.metrics()  # a token that may not ask is refused before anything is said
        serve(desk, version("hanoi-health-graph"))


def _listed(_desk: Desk, _version: str) -> None:
    say_json({"tools": [{"name": name, "description": described(name)} for name in TOOLS]})


@contextmanager
def _desk(settings: Settings, url: str, token: str) -> Iterator[Desk]:
    if url:
        remote = RemoteDesk(url, token)
        yield remote
        remote.close()
        return
    with reading(settings.store_url) as opened:
        known, endpoint = read_given(settings.given_table), endpoint_of(settings)
        asking = QuestionDesk(opened, settings.directory, settings.small_cell, known, endpoint)
        verify = tokens_of(settings).verify
        yield AskingDesk(asking.now, lambda: verify(token), "mcp")
        asking.close()


def _token(settings: Settings, path: Path | None) -> str:
    token = path.read_text("utf-8").strip() if path else settings.mcp_token.get_secret_value()
    if not token:
        raise BadInput("--token-file", f"must be given, or {variable('mcp_token')}")
    return token
