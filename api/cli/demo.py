"""`healthgraph demo`: a city's files through the whole path, shown; then it goes on serving."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from api import demo, logs
from api.book_text import book_text, chain_text
from api.cli.options import AsJson, checked_store
from api.cli.screen import console, plain, progress, say_json, say_table
from api.cli.simulation import names_the_setting
from api.evaluation import against_truth, read_truth
from api.reference import BESIDE, load_named
from api.server import Running, running
from api.settings import load
from graph.access import OPERATOR, Reader, Role
from graph.book import book
from graph.chains import chain
from simulator.run import simulate

_SHOWN_VISITS = 4


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command("demo")(run_demo)


def run_demo(
    people: Annotated[int, typer.Option(min=50, help="Citizens to simulate.")] = 5000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same city.")] = 7,
    store: Annotated[
        str, typer.Option(help="Store URL. Default: embedded:demo/<people>-<seed>/store.")
    ] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the summary.")] = False,
    as_json: AsJson = False,
) -> None:
    """Simulate a city, send its files through the hospital face, show what came of it, and serve.

    Safe to repeat: the same files change nothing.

    Example: `healthgraph demo --people 1000 --no-serve`
    """
    began = time.monotonic()
    home = Path("demo", f"{people}-{seed}")
    url = checked_store(store or f"embedded:{home / 'store'}")
    logs.configure("warning", "console")
    with running(load(store_url=url, port=port, log_level="warning")) as service:
        with progress("simulating the city", quiet=as_json) as tick, names_the_setting():
            simulate(home / "city", people=people, seed=seed, progress=tick)
        summary = _fill(service, home / "city", quiet=as_json)
        summary["seconds"] = round(time.monotonic() - began)
        _show(service, home / "city", summary, as_json=as_json)
        if not no_serve:
            _stay(service.url)


def _stay(url: str) -> None:
    """Go on serving; being stopped is how this ends well."""
    sys.stdout.flush()
    sys.stderr.write(f"\nServing at {url} until you press Ctrl-C.\n")
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


def _fill(service: Running, city: Path, *, quiet: bool) -> dict[str, Any]:
    """Send the files and wait; gives the summary."""
    load_named(service.services.store, city / BESIDE)
    with progress("sending files as hospitals do", quiet=quiet) as tick:
        sent = demo.send_feed(service.url, service.services, city / "feed", tick)
    with progress("joining them to the graph", quiet=quiet) as tick:
        demo.wait_until_stored(service.services, tick)
    service.services.questions.now()  # the facts that questions are answered from
    counted = demo.figures(service.services)
    truth = read_truth(city / "truth" / "records.csv")
    return {
        "files": sent.taken,
        "refused": sent.refused,
        "visits": counted.nodes["Encounter"],
        "records": counted.nodes["PatientRecord"],
        "people": counted.nodes["Person"],
        "decisions": counted.outcomes,
        "referrals": counted.referrals,
        "appointments_kept": counted.edges["KEPT_BY"],
        "accuracy": against_truth(service.services.store, truth),
    }


def _show(service: Running, city: Path, summary: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(summary)
        return
    rows = ((key.replace("_", " "), _words(value)) for key, value in summary.items())
    say_table(("", "what came of it"), rows)
    person, visit = demo.telling_visit(service.services, city / "truth")
    if person:
        _show_person(service, person, visit)
    console().print("\n[bold]Three questions[/bold]")
    for question, sentence in demo.answered(service.services):
        console().print(f"? {question}\n  {sentence}", markup=False)


def _show_person(service: Running, person: str, visit: str) -> None:
    screen, services = console(), service.services
    screen.print("\n[bold]A citizen's health book[/bold]")
    screen.print(book_text(book(services.store, OPERATOR, person, limit=_SHOWN_VISITS)))
    screen.print("\n[bold]A referral chain[/bold]")
    screen.print(chain_text(chain(services.store, OPERATOR, visit=visit)))
    screen.print("\n[bold]Try it[/bold]")
    sys.stdout.write(_curl(service, person) + "\n")


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {_words(part)}" for key, part in value.items())
    return f"{value:.4f}" if isinstance(value, float) else str(plain(value))


def _curl(service: Running, person: str) -> str:
    """Ready-made calls: the citizen's own book, who looked, and the description of the service."""
    lifetime = service.services.settings.token_lifetime
    issued = service.services.tokens.local.issue(Reader(Role.CITIZEN, person), lifetime)
    book_of = f"{service.url}/v1/people/{person}"
    return "\n".join(
        (
            f"TOKEN={issued}",
            f'curl -s -H "Authorization: Bearer $TOKEN" {book_of}/book',
            f'curl -s -H "Authorization: Bearer $TOKEN" {book_of}/looks',
            f"curl -s {service.url}/health/ready",
        )
    )
