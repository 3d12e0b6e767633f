"""An assistant's tools on a service elsewhere: each is one call of its app face, with the token."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from mpi.errors import BadInput, Forbidden, HealthGraphError, Unavailable

_PATIENCE = 60.0  # seconds for one answer


class RemoteDesk:
    """Carries tools out at `<url>/v1`. Permissions, ledger and log are the service's own."""

    def __init__(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(base_url=url, headers=headers, timeout=_PATIENCE)

    def ask(self, text: str, language: str | None = None, conversation: str = "") -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.ask`. Raises BadInput, Forbidden, Unavailable."""
        form = {"text": text, "language": language, "conversation": conversation}
        return self._call("POST", "/v1/ask", json=form)

    def query(self, query: dict[str, Any], language: str = "vi") -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.query`."""
        return self._call("POST", "/v1/query", json={"query": query, "language": language})

    def metrics(self) -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.metrics`."""
        return self._call("GET", "/v1/metrics")

    def suggest(self, text: str) -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.suggest`."""
        return self._call("GET", "/v1/ask/suggest", params={"text": text})

    def receipt(self, run: str) -> dict[str, Any]:
        """See `ai.assistant.desk.Desk.receipt`."""
        return self._call("GET", f"/v1/receipts/{quote(run, safe='')}")

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _call(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        try:
            answer = self._client.request(method, path, **given)
            found = answer.json()
        except (httpx.HTTPError, ValueError):
            raise Unavailable("the service does not answer") from None
        if answer.is_success and isinstance(found, dict):
            return found
        raise _refused(answer.status_code, found)


def _refused(status: int, problem: Any) -> HealthGraphError:
    """Make of a problem document (RFC 9457) the error that it was at the other end."""
    detail = str(problem.get("detail", "")) if isinstance(problem, dict) else ""
    if status in {401, 403}:
        return Forbidden(f"another token ({detail or status})")
    if status >= 500 or status == 429:
        return Unavailable(f"the service cannot answer now ({status})")
    return BadInput("request", detail or f"refused with {status}")
