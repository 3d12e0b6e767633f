"""The composition root: the only place that says which archive, store and reader are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from starlette.requests import HTTPConnection

from ai.given_table import read_given
from api.analysing import Analysing, analysing
from api.archive import Archive, open_archive
from api.assistant_door import AssistantDoor, protocol_of
from api.intake import Intake
from api.language_model import endpoint_of
from api.ledger import Ledger, open_ledger
from api.listeners import Listener, check_files, listeners_of
from api.models import file_for, model_of
from api.owners import owner
from api.question_desk import QuestionDesk
from api.ratelimit import Rate, RateLimiter
from api.reading import InTurn, Read, Readers
from api.reception import Reception
from api.reference import prepared
from api.security.tokens import Tokens
from api.security.trust import tokens_of
from api.settings import Settings
from api.telemetry import Metrics
from api.watch import Watch, look
from api.workers import Workers
from graph.engines import open_store
from graph.feed_values import Delivered
from graph.joining import Joined, join
from graph.model import Record
from graph.store import Store
from ingest.checked import OwnFiles, read_checked
from mpi.model import Model

_LOGIN_BURST = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """What receives messages and joins them, without a web server: also for the command line."""

    store: Store
    archive: Archive
    ledger: Ledger
    metrics: Metrics
    model: Model
    reader: Read
    lease: float
    processing: str = "P"
    wado: str = ""

    @property
    def reception(self) -> Reception:
        """Where messages are handed in."""
        return Reception(self.archive, self.ledger, self.metrics)

    def intake(self, name: str) -> Intake:
        """Make the tools of one worker of this process."""
        return Intake(
            self.archive,
            self.ledger,
            self.reader,
            self._join,
            self.metrics,
            owner(name),
            self.lease,
            self.processing,
            self.wado,
        )

    def close(self) -> None:
        """Let go of the processes, the files and the store."""
        self.reader.close()
        self.ledger.close()
        self.store.close()

    def _join(self, records: Sequence[Record], delivered: Sequence[Delivered]) -> Sequence[Joined]:
        return join(self.store, records, self.model, delivered=delivered)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that the service's parts are given; made once, closed once."""

    settings: Settings
    desk: Desk
    workers: Workers
    watch: Watch
    questions: QuestionDesk
    analysing: Analysing
    assistant: AssistantDoor
    tokens: Tokens
    limiter: RateLimiter
    logins: RateLimiter
    listeners: tuple[Listener, ...] = ()

    @property
    def store(self) -> Store:
        """The graph."""
        return self.desk.store

    @property
    def model(self) -> Model:
        """The matching model."""
        return self.desk.model

    def start(self) -> None:
        """Free what a dead process held, and start the workers."""
        self.desk.ledger.reclaim()
        self.workers.start()
        self.watch.start()
        for listener in self.listeners:
            listener.start()

    def close(self) -> None:
        """Stop listening, then the workers after the batch in their hands; let go of everything."""
        for listener in self.listeners:
            listener.stop()
        self.watch.stop()
        self.workers.stop()
        self.questions.close()
        self.analysing.close()
        self.desk.close()


def own_files(settings: Settings) -> OwnFiles:
    """Say which files of its own the deployment reads messages by."""
    paths = (settings.quality_rules, settings.code_map, settings.icd_list)
    return OwnFiles(*(str(path or "") for path in paths))


def open_desk(settings: Settings, metrics: Metrics | None = None) -> Desk:
    """Open store, archive and ledger; a new store gets its schema.

    Raises Unavailable, NotFound without the model, and BadInput for a mistake in a file of rules
    or in the model.
    """
    own = own_files(settings)
    own.opened()
    model = model_of(file_for(settings))
    store = _store(settings)
    try:
        archive = open_archive(settings.archive)
        ledger = open_ledger(settings.directory / "intake.db")
    except BaseException:
        store.close()
        raise
    metrics = metrics or Metrics()
    metrics.watch(ledger.depth)
    read = partial(read_checked, own=own)
    reader = Readers(read, settings.readers) if settings.readers else InTurn(read)
    return Desk(
        store,
        archive,
        ledger,
        metrics,
        model,
        reader,
        settings.lease_seconds,
        settings.hl7_processing,
        settings.wado_url,
    )


def build(settings: Settings, metrics: Metrics | None = None) -> Services:
    """Make every part of the service; nothing runs before `start`.

    Raises Unavailable, and BadInput for a file of the deployment's own with a mistake in it.
    """
    check_files(settings)
    endpoint, protocol = endpoint_of(settings), protocol_of(settings)
    given = read_given(settings.given_table)
    desk = open_desk(settings, metrics)
    intakes = [desk.intake(f"worker-{n}") for n in range(settings.workers)]
    workers = Workers(intakes, settings.batch_size)
    home, small = settings.directory, settings.small_cell
    questions = QuestionDesk(desk.store, home, small, given, endpoint)
    return Services(
        settings=settings,
        desk=desk,
        workers=workers,
        listeners=listeners_of(settings, desk.reception, workers.wake),
        questions=questions,
        assistant=AssistantDoor(questions.now, protocol),
        analysing=analysing(desk.store, settings),
        watch=Watch(lambda: look(desk.store, desk.metrics), settings.watch_seconds),
        tokens=tokens_of(settings),
        limiter=RateLimiter(Rate(settings.rate_per_second, settings.rate_burst)),
        logins=RateLimiter(Rate(settings.login_per_minute / 60, _LOGIN_BURST)),
    )


def services_of(connection: HTTPConnection) -> Services:
    """Give a route the services: `services: Annotated[Services, Depends(services_of)]`."""
    return cast("Services", connection.app.state.services)


def _store(settings: Settings) -> Store:
    store = open_store(settings.store_url, settings.neo4j_password.get_secret_value() or None)
    try:
        return prepared(store)
    except BaseException:
        store.close()
        raise
