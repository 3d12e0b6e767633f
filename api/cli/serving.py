"""`healthgraph serve`: the service in the foreground."""

from __future__ import annotations

import contextlib
import sys
from typing import Annotated

import typer

from api.cli.options import AsJson, StoreUrl
from api.cli.screen import say_json
from api.server import serve
from api.settings import load


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("serve")(serve_store)


def serve_store(
    store: StoreUrl,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 takes a free one.")] = None,
    mllp: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port for HL7 v2 over MLLP.")
    ] = None,
    dicom: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port for DICOM C-STORE.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=0, max=64, help="Intake workers.")] = None,
    as_json: AsJson = False,
) -> None:
    """Serve the hospital face, the app face and the intake until stopped.

    With `--mllp` and `--dicom` also HL7 v2 and DICOM, for the senders of HEALTHGRAPH_SENDERS_FILE.

    Everything else is set by environment variables: docs/settings.md. With `--json` the document
    is printed once the service answers, and names its URL.

    Example: `healthgraph serve --store embedded:demo/store --port 8000`
    """
    settings = load(
        store_url=store, host=host, port=port, workers=workers, mllp_port=mllp, dicom_port=dicom
    )
    with contextlib.suppress(KeyboardInterrupt):  # how one stops it
        serve(settings, _say_json if as_json else _say)


def _say(url: str) -> None:
    sys.stderr.write(f"Serving at {url} until you press Ctrl-C.\n")


def _say_json(url: str) -> None:
    say_json({"url": url})
    sys.stdout.flush()
