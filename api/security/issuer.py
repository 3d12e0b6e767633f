"""Tokens of the city's identity provider: its published keys (JWKS, RFC 7517), kept for a while.

Keys are fetched when a token names one that is not known, at most once in a few seconds, and
after an hour in any case; while the provider is away the keys at hand stay good.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from api.security.tokens import Terms, checked, peek
from graph.access import Reader
from mpi.errors import Unavailable

#: Signatures taken from a provider; never "none", never a shared secret.
ALGORITHMS = ("RS256", "PS256", "ES256", "Ed25519")
_FRESH, _PAUSE, _TIMEOUT = 3600.0, 5.0, 5.0  # seconds

#: Gives the document at a URL.
Fetch = Callable[[str], Mapping[str, Any]]


def fetched(url: str) -> Mapping[str, Any]:
    """Read a JSON document. Raises httpx.HTTPError or ValueError."""
    response = httpx.get(url, timeout=_TIMEOUT, follow_redirects=True)
    document = response.raise_for_status().json()
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004  one kind of error for a bad document
    return document


class PublishedKeys:
    """The keys at one JWKS URL."""

    def __init__(
        self, url: str, fetch: Fetch = fetched, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url, self._fetch, self._clock = url, fetch, clock
        self._lock = threading.Lock()
        self._keys: dict[str, Key] = {}
        self._tried_at = self._read_at = float("-inf")

    def find(self, kid: str) -> Key | None:
        """Give the key of this id, None when the provider has none.

        Raises Unavailable when the provider was never reached.
        """
        with self._lock:
            now = self._clock()
            stale = kid not in self._keys or now - self._read_at > _FRESH
            if stale and now - self._tried_at >= _PAUSE:
                self._tried_at = now
                self._refresh(now)
            if not self._keys:
                raise Unavailable("the identity provider does not answer", _PAUSE)
            return self._keys.get(kid)

    def _refresh(self, now: float) -> None:
        try:
            document = self._fetch(self._url)
        except (httpx.HTTPError, ValueError):
            return
        self._keys = dict(_usable(document.get("keys")))
        self._read_at = now


class ForeignTokens:
    """Verifies the access tokens of an OpenID Connect issuer."""

    def __init__(
        self, keys: PublishedKeys, terms: Terms, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys, self._terms, self._clock = keys, terms, clock

    def verify(self, token: str) -> Reader:
        """Give the reader. Raises Unauthenticated, or Unavailable without any keys."""
        header, _ = peek(token)
        key = self._keys.find(str(header.get("kid", "")))
        return checked(token, key, self._terms, self._clock)


def _usable(keys: object) -> Iterator[tuple[str, Key]]:
    """Leave out what is not for signatures or not understood; one odd key spoils nothing."""
    for value in keys if isinstance(keys, list) else []:
        if not isinstance(value, dict) or value.get("use", "sig") != "sig" or "kid" not in value:
            continue
        try:
            yield str(value["kid"]), import_key(value)
        except (JoseError, ValueError):
            continue
