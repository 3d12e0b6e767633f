"""Counts for Prometheus, and traces for OpenTelemetry when a collector is set.

No label and no span names a person or an account: routes are their templates. One gauge names
facilities, by their public code.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from api.transactions import State
from mpi.errors import Unavailable

#: What `prometheus_client` writes.
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_OPTIONAL = (
    "opentelemetry.sdk.trace",
    "opentelemetry.sdk.trace.export",
    "opentelemetry.exporter.otlp.proto.http.trace_exporter",
)
_PRIVATE = ("url.full", "url.path", "url.query", "http.target", "http.url", "client.address")


class Metrics:
    """The service's counters, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        here: Any = {"registry": self.registry, "namespace": "healthgraph"}
        self.received = Counter("messages_received", "Messages with a receipt", **here)
        self.duplicates = Counter("messages_duplicate", "Messages known by their bytes", **here)
        self.stored = Counter("messages_stored", "Messages whose facts are in the graph", **here)
        self.quarantined = Counter(
            "messages_quarantined", "Messages put aside, by reason", ["reason"], **here
        )
        self.postponed = Counter("messages_postponed", "Messages given back for later", **here)
        self.records = Counter("records", "Records joined, by effect", ["effect"], **here)
        self.outcomes = Counter("decisions", "Identity decisions, by outcome", ["outcome"], **here)
        self.batch_seconds = Histogram("intake_batch_seconds", "Time of one intake batch", **here)
        self.queue = Gauge(
            "queue_messages", "Messages that are open or put aside", ["state"], **here
        )
        self.facilities = Gauge(
            "facilities", "Facilities and formats that are heard or silent", ["state"], **here
        )
        self.last_message = Gauge(
            "facility_last_message_timestamp_seconds",
            "When a facility was last heard",
            ["facility", "wire"],
            **here,
        )
        self.requests = Counter(
            "http_requests", "Requests answered", ["method", "route", "status"], **here
        )
        self.request_seconds = Histogram(
            "http_request_seconds", "Time to answer", ["route"], **here
        )
        self.mllp = Counter("mllp_answers", "HL7 v2 messages answered, by code", ["code"], **here)
        self.dicom = Counter("dicom_objects", "DICOM objects answered", ["status"], **here)

    def watch(self, depth: Callable[[], dict[State, int]]) -> None:
        """Ask for the depth of the queue whenever the metrics are read."""
        for state in (State.RECEIVED, State.LEASED, State.QUARANTINED):
            self.queue.labels(state).set_function(partial(_one_of, depth, state))

    def page(self) -> bytes:
        """Write the metrics as Prometheus reads them."""
        return generate_latest(self.registry)


def _one_of(depth: Callable[[], dict[State, int]], state: State) -> float:
    return depth()[state]


def tracing(endpoint: str) -> dict[str, Any]:
    """Give FastAPI's telemetry options: traces to a collector, or nothing at all.

    Its own logs stay off: they would carry the words of errors. Addresses are taken out of the
    spans before they leave, since a path may name a person. Needs the `telemetry` extra.
    """
    silent = {"logs": False, "metrics": False, "operation_spans": False, "auto_configure": False}
    if not endpoint:
        return silent | {"tracing": False}
    return silent | {"tracing": True, "tracer_provider": _provider(endpoint)}


def _provider(endpoint: str) -> Any:
    """Load the optional packages here: without a collector nobody needs them."""
    try:
        sdk, export, otlp = (import_module(name) for name in _OPTIONAL)
    except ImportError:
        raise Unavailable(
            "otlp_endpoint needs the extra: pip install hanoi-health-graph[telemetry]", 0
        ) from None
    provider = sdk.TracerProvider()
    provider.add_span_processor(Discreet())
    provider.add_span_processor(export.BatchSpanProcessor(otlp.OTLPSpanExporter(endpoint=endpoint)))
    return provider


class Discreet:
    """A span processor that blanks what could name a person; it runs before the exporter's."""

    def on_start(self, span: Any, parent_context: object = None) -> None:  # noqa: ARG002
        """Blank the address of the request; the route's template remains."""
        for name in _PRIVATE:
            if name in (span.attributes or {}):
                span.set_attribute(name, "")

    def _on_ending(self, span: Any) -> None:
        """Part of the processor's protocol; nothing to do."""

    def on_end(self, span: Any) -> None:
        """Part of the processor's protocol; nothing to do."""

    def shutdown(self) -> None:
        """Part of the processor's protocol; nothing to do."""

    def force_flush(self, timeout_millis: int = 0) -> bool:  # noqa: ARG002
        """Part of the processor's protocol; nothing is held back."""
        return True
