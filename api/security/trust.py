"""Which tokens are believed: those we sign ourselves, and those of the city's identity provider."""

from __future__ import annotations

from collections.abc import Mapping

from api.security.keys import KeyRing
from api.security.tokens import LocalTokens, Terms, Tokens, Verifier
from api.settings import Settings

_LEEWAY = 60  # seconds that the identity provider's clock may differ from ours


def local_tokens(settings: Settings) -> LocalTokens:
    """Make what issues and verifies our own tokens; the first use makes a key."""
    keys = KeyRing(settings.directory / "keys")
    return LocalTokens(keys, settings.token_issuer, settings.token_audience)


def tokens_of(settings: Settings) -> Tokens:
    """Our own tokens and, when settings name one, those of an identity provider."""
    return Tokens(local_tokens(settings), _foreign(settings))


def _foreign(settings: Settings) -> Mapping[str, Verifier]:
    if not settings.oidc_issuer:
        return {}
    from api.security.issuer import (  # noqa: PLC0415  needs an HTTP client, our own tokens do not
        ALGORITHMS,
        ForeignTokens,
        PublishedKeys,
    )

    terms = Terms(
        settings.oidc_issuer,
        settings.token_audience,
        ALGORITHMS,
        role=settings.oidc_role_claim,
        facility=settings.oidc_facility_claim,
        leeway=_LEEWAY,
    )
    return {settings.oidc_issuer: ForeignTokens(PublishedKeys(settings.oidc_jwks_url), terms)}
