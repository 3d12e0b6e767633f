"""Bearer tokens: who asks, in which role, for which facility, until when (RFC 7519, RFC 9068).

    tokens.issue(Reader(Role.FACILITY, "01013", "01013"), lifetime=3600)   -> text
    tokens.verify(text)                                                   -> Reader

A token says so itself: nothing is looked up. The identity token that the hospital face gives
beside it carries another type and opens nothing.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import Key
from joserfc.jwt import JWTClaimsRegistry

from api.refusals import Unauthenticated
from api.security.keys import ALGORITHM, KeyRing
from graph.access import Reader, Role
from mpi.errors import BadInput

_ACCESS, _IDENTITY = "at+jwt", "JWT"
_LONGEST = 8192  # characters; a longer bearer text is not one of ours


class Verifier(Protocol):
    """Whatever can say who a bearer token stands for."""

    def verify(self, token: str) -> Reader:
        """Give the reader, or raise Unauthenticated."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a verifier demands of a token besides a good signature.

    `role` and `facility` name the claims that hold them; `types` are the header types taken,
    empty for any. `leeway` in seconds forgives clocks that differ.
    """

    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    types: tuple[str, ...] = ()
    role: str = "role"
    facility: str = "facility"
    leeway: int = 0


class LocalTokens:
    """Tokens that this service signs with its own keys."""

    def __init__(
        self, keys: KeyRing, issuer: str, audience: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys, self._clock = keys, clock
        self._terms = Terms(issuer, audience, (ALGORITHM,), types=(_ACCESS,))

    def issue(self, reader: Reader, lifetime: int) -> str:
        """Sign a token that opens the service to `reader` for `lifetime` seconds."""
        check_subject(reader)
        return self._sign(reader, lifetime, _ACCESS)

    def issue_identity(self, reader: Reader, lifetime: int) -> str:
        """Sign a token that says who the reader is, and opens nothing."""
        return self._sign(reader, lifetime, _IDENTITY)

    def verify(self, token: str) -> Reader:
        """Give the reader of a token that `issue` made; raises Unauthenticated otherwise."""
        header, _ = peek(token)
        return checked(token, self._keys.find(str(header.get("kid", ""))), self._terms, self._clock)

    def _sign(self, reader: Reader, lifetime: int, kind: str) -> str:
        kid, key = self._keys.signing()
        now = int(self._clock())
        claims = {
            "iss": self._terms.issuer,
            "aud": self._terms.audience,
            "sub": reader.subject,
            "role": reader.role.value,
            "facility": reader.facility,
            "iat": now,
            "exp": now + lifetime,
            "jti": secrets.token_urlsafe(12),
        }
        header = {"alg": ALGORITHM, "kid": kid, "typ": kind}
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


@dataclass(frozen=True, slots=True)
class Tokens:
    """Our own tokens and, when the city has one, those of its identity provider."""

    local: LocalTokens
    foreign: Mapping[str, Verifier]

    def verify(self, token: str) -> Reader:
        """Ask the verifier of the issuer that the token names."""
        _, claims = peek(token)
        issuer = claims.get("iss")
        verifier = self.foreign.get(issuer) if isinstance(issuer, str) else None
        return (verifier or self.local).verify(token)


def checked(token: str, key: Key | None, terms: Terms, clock: Callable[[], float]) -> Reader:
    """Give the reader of a token whose signature and claims hold; raises Unauthenticated."""
    if key is None:
        raise Unauthenticated("unknown key")
    try:
        decoded = jwt.decode(token, key, algorithms=list(terms.algorithms))
        _claims(terms, clock).validate(decoded.claims)
    except ExpiredTokenError:
        raise Unauthenticated("expired") from None
    except (JoseError, ValueError):
        raise Unauthenticated("not accepted") from None
    if terms.types and decoded.header.get("typ") not in terms.types:
        raise Unauthenticated("not an access token")
    return _reader(decoded.claims, terms)


def peek(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims as they stand, unproven: only to choose who shall verify."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > _LONGEST:
        raise Unauthenticated("not a token")
    return _opened(parts[0]), _opened(parts[1])


def check_subject(reader: Reader) -> None:
    """Refuse a reader that no rule of access can use. Raises BadInput naming the field."""
    if not reader.subject:
        raise BadInput("subject", "must be given")
    if reader.role in {Role.FACILITY, Role.CLINICIAN} and not reader.facility:
        raise BadInput("facility", f"role {reader.role} acts for a facility")


def _claims(terms: Terms, clock: Callable[[], float]) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        now=lambda: int(clock()),
        leeway=terms.leeway,
        iss={"essential": True, "value": terms.issuer},
        aud={"essential": True, "value": terms.audience},
        sub={"essential": True},
        exp={"essential": True},
    )


def _reader(claims: Mapping[str, Any], terms: Terms) -> Reader:
    try:
        reader = Reader(
            Role(str(claims.get(terms.role))),
            str(claims["sub"]),
            str(claims.get(terms.facility) or ""),
        )
        check_subject(reader)
    except (ValueError, BadInput):
        raise Unauthenticated("names no role of this service") from None
    return reader


def _opened(part: str) -> dict[str, Any]:
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        raise Unauthenticated("not a token") from None
    if not isinstance(value, dict):
        raise Unauthenticated("not a token")
    return value
