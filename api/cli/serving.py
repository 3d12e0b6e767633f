"""`healthgraph serve`: the service in the foreground."""

from __future__ import annotations

import contextlib
from typing import Annotated

import typer

from api.cli.options import StoreUrl
from api.server import serve
from api.settings import load


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("serve")(serve_store)


def serve_store(
    store: StoreUrl,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(min=0, max=64, help="Intake workers.")] = None,
) -> None:
    """Serve the hospital face, the app face and the intake until stopped.

    Everything else is set by environment variables: docs/settings.md.

    Example: `healthgraph serve --store embedded:demo/store --port 8000`
    """
    settings = load(store_url=store, host=host, port=port, workers=workers)
    with contextlib.suppress(KeyboardInterrupt):  # how one stops it
        serve(settings)
