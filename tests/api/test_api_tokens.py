"""Tokens: our own and those of the city's identity provider."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey, RSAKey

from api.refusals import Unauthenticated
from api.security import LocalTokens, Reader, Role, Tokens
from api.security.issuer import ALGORITHMS, ForeignTokens, PublishedKeys
from api.security.keys import KeyRing, rotate
from api.security.tokens import Terms
from mpi.errors import BadInput, Unavailable
from tests.api.standing_clock import Clock

_DOCTOR = Reader(Role.CLINICIAN, "dr-an", "01013")
_TERMS = Terms("https://id.example", "us", ALGORITHMS)


@pytest.fixture
def clock() -> Clock:
    """Give a clock that the test moves."""
    return Clock()


@pytest.fixture
def tokens(tmp_path: Path, clock: Clock) -> LocalTokens:
    """Give our own tokens, with keys in an empty directory."""
    return LocalTokens(KeyRing(tmp_path / "keys", clock), "us", "us", clock)


def test_a_token_gives_its_reader_back(tokens: LocalTokens) -> None:
    """Role, subject and facility come out as they went in."""
    assert tokens.verify(tokens.issue(_DOCTOR, 60)) == _DOCTOR


def test_a_token_runs_out(tokens: LocalTokens, clock: Clock) -> None:
    """The last second counts, the next does not."""
    token = tokens.issue(_DOCTOR, 60)
    clock.now += 59
    assert tokens.verify(token) == _DOCTOR
    clock.now += 1
    with pytest.raises(Unauthenticated, match="expired"):
        tokens.verify(token)


def test_keys_are_private_and_kept(tokens: LocalTokens, tmp_path: Path, clock: Clock) -> None:
    """Only the owner can read a key, and after a restart the old tokens are good."""
    token = tokens.issue(_DOCTOR, 60)
    (file,) = (tmp_path / "keys").iterdir()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert LocalTokens(KeyRing(tmp_path / "keys"), "us", "us", clock).verify(token) == _DOCTOR


def test_a_new_key_signs_and_the_old_one_verifies(tmp_path: Path, clock: Clock) -> None:
    """A rotation needs no restart: a running service reads the directory for an unknown key."""
    running = LocalTokens(KeyRing(tmp_path, clock), "us", "us", clock)
    old = running.issue(_DOCTOR, 600)
    rotate(tmp_path)
    new = LocalTokens(KeyRing(tmp_path), "us", "us", clock).issue(_DOCTOR, 600)
    clock.now += 2
    assert running.verify(new) == running.verify(old) == _DOCTOR
    assert len(list(tmp_path.glob("*.json"))) == 2


@pytest.mark.parametrize(("issuer", "audience"), [("them", "us"), ("us", "them")])
def test_another_issuer_or_audience_is_refused(
    tmp_path: Path, clock: Clock, issuer: str, audience: str
) -> None:
    """A good signature is not enough."""
    keys = KeyRing(tmp_path)
    token = LocalTokens(keys, issuer, audience, clock).issue(_DOCTOR, 60)
    with pytest.raises(Unauthenticated):
        LocalTokens(keys, "us", "us", clock).verify(token)


@pytest.mark.parametrize("reader", [Reader(Role.CLINICIAN, "dr"), Reader(Role.ADMIN, "")])
def test_a_reader_that_no_rule_can_use_gets_no_token(tokens: LocalTokens, reader: Reader) -> None:
    """A clinician acts for a facility, and everybody has a name."""
    with pytest.raises(BadInput):
        tokens.issue(reader, 60)


@pytest.mark.parametrize("token", ["", "a", "a.b", "e30.W10.x", "e30.!.x", "." * 9000])
def test_what_is_no_token_is_refused(tokens: LocalTokens, token: str) -> None:
    """Whatever the text, the answer is the same refusal."""
    with pytest.raises(Unauthenticated):
        tokens.verify(token)


class Provider:
    """An identity provider with a key of its own, which can be away."""

    def __init__(self, key: Key, kid: str = "k1") -> None:
        self.key, self.kid, self.away, self.asked = key, kid, False, 0

    def fetch(self, _url: str) -> Mapping[str, Any]:
        """Publish the keys, among some that nobody understands."""
        self.asked += 1
        if self.away:
            raise httpx.ConnectError("away")
        public = {**self.key.as_dict(private=False), "kid": self.kid, "use": "sig"}
        return {
            "keys": [{"kty": "new-kind", "kid": "x"}, "odd", {"kid": "y", "use": "enc"}, public]
        }

    def token(self, algorithm: str, **claims: object) -> str:
        """Sign a token of a doctor, with some claims changed."""
        usual = {"iss": "https://id.example", "aud": ["us", "them"], "sub": "dr-an", "exp": 1060}
        both = usual | {"role": "clinician", "facility": "01013"} | claims
        header = {"alg": algorithm, "kid": self.kid}
        return jwt.encode(header, both, self.key, algorithms=[algorithm])

    def verifier(self, clock: Clock, terms: Terms = _TERMS) -> ForeignTokens:
        """Verify what this provider signs."""
        return ForeignTokens(PublishedKeys("url", self.fetch, clock), terms, clock)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(RSAKey.generate_key(2048), "RS256"), (ECKey.generate_key("P-256"), "ES256")],
)
def test_the_citys_tokens_are_taken(
    tokens: LocalTokens, clock: Clock, key: Key, algorithm: str
) -> None:
    """The issuer that a token names decides whose keys verify it."""
    provider = Provider(key)
    both = Tokens(tokens, {"https://id.example": provider.verifier(clock)})
    assert both.verify(provider.token(algorithm)) == _DOCTOR
    assert both.verify(tokens.issue(_DOCTOR, 60)) == _DOCTOR


@pytest.mark.parametrize(
    "claims",
    [{"exp": 999}, {"aud": "them"}, {"iss": "them"}, {"role": "king"}, {"role": None}, {"sub": ""}],
)
def test_a_bad_claim_is_refused(clock: Clock, claims: dict[str, object]) -> None:
    """Whatever is missing or odd, the answer is a refusal."""
    provider = Provider(ECKey.generate_key("P-256"))
    with pytest.raises(Unauthenticated):
        provider.verifier(clock).verify(provider.token("ES256", **claims))


def test_a_shared_secret_is_never_a_signature(clock: Clock) -> None:
    """HS256 with a published key as its secret is the oldest trick there is."""
    provider = Provider(OctKey.generate_key(256))
    with pytest.raises(Unauthenticated):
        provider.verifier(clock).verify(provider.token("HS256"))


def test_claims_may_have_other_names(clock: Clock) -> None:
    """A provider that says `groups` and `org` is understood by setting."""
    provider = Provider(ECKey.generate_key("P-256"))
    terms = replace(_TERMS, role="groups", facility="org")
    token = provider.token("ES256", role=None, groups="leader", org="")
    assert provider.verifier(clock, terms).verify(token) == Reader(Role.LEADER, "dr-an")


def test_a_provider_that_is_away(clock: Clock) -> None:
    """Never reached: unavailable. Reached before: its keys stay good. Not asked all the time."""
    provider = Provider(ECKey.generate_key("P-256"))
    verifier, token = provider.verifier(clock), provider.token("ES256", exp=10**6)
    provider.away = True
    for _ in range(3):
        with pytest.raises(Unavailable):
            verifier.verify(token)
    assert provider.asked == 1
    provider.away, clock.now = False, clock.now + 10
    assert verifier.verify(token) == _DOCTOR
    provider.away, clock.now = True, clock.now + 4000
    assert verifier.verify(token) == _DOCTOR
