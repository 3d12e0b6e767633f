"""A real HTTP server that speaks OpenAI's chat interface, honest, lying, slow or broken at will."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ai.assistant.endpoint import Endpoint, Method

METHODS = tuple(Method)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes in the place of a well-formed answer; `holds` waits until the server is let go."""

    body: bytes = b""
    status: int = 200
    holds: bool = False
    drips: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


#: From the request's messages, system and user, to the fields of the form.
Model = Callable[[str, str], Mapping[str, Any] | Raw]


@dataclass(frozen=True, slots=True)
class Served:
    """The server: its URL, what was asked of it, and the event that lets held answers go."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    def endpoint(self, method: Method = Method.JSON_SCHEMA, **more: Any) -> Endpoint:
        """Give what a deployment would set."""
        return Endpoint(f"{self.url}/v1", "stub", method=method, **{"seconds": 5.0, **more})


@contextmanager
def serving(model: Model) -> Iterator[Served]:
    """Serve a model on a free port of the loopback until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads, server.block_on_close = True, True
    served = Served(f"http://127.0.0.1:{server.server_port}")
    server.model, server.served = model, served  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield served
    finally:
        served.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer one request."""
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        served: Served = self.server.served  # type: ignore[attr-defined]
        served.requests.append(asked)
        served.keys.append(self.headers.get("authorization", ""))
        system, user = (each["content"] for each in asked["messages"])
        found = self.server.model(system, user)  # type: ignore[attr-defined]
        raw = found if isinstance(found, Raw) else Raw(envelope(asked, found))
        with contextlib.suppress(OSError):  # whoever asked has gone
            self._send(raw, served)

    def _send(self, raw: Raw, served: Served) -> None:
        if raw.holds:
            served.let_go.wait()
        self.send_response(raw.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw.body) + (1000 if raw.drips else 0)))
        for name, value in raw.headers.items():
            self.send_header(name, value)
        self.end_headers()
        while raw.drips and not served.let_go.wait(0.02):
            self.wfile.write(b" ")
        self.wfile.write(raw.body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def envelope(asked: Mapping[str, Any], fields: Mapping[str, Any]) -> bytes:
    """Put the fields where the method that was asked for has them."""
    text = json.dumps(fields, ensure_ascii=False)
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if tools := asked.get("tools"):
        call = {"name": tools[0]["function"]["name"], "arguments": text}
        message["content"] = None
        message["tool_calls"] = [{"id": "call-1", "type": "function", "function": call}]
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps(
        {"id": "1", "object": "chat.completion", "created": 1, "model": "stub", "choices": [choice]}
    ).encode()
