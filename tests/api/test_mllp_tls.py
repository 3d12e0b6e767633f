"""MLLP over TLS with real certificates: the right ones speak, the wrong ones are refused."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.server import running
from api.settings import Settings
from mpi.errors import BadInput
from tests.api.certificates import Authority, Held, authority, client
from tests.api.mllp_peer import line
from tests.ingest.hl7_messages import PID, message, stay

Serve = Callable[..., AbstractContextManager[int]]
GOOD = message("ADT^A01", "202603020815", PID, stay("202603020800"), control="C-1")
BY_NETWORK = {"facility": "01013", "networks": ["127.0.0.0/8"]}
BY_CERTIFICATE = {"facility": "01013", "certificates": ["his.01013.example"]}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that signs for the city."""
    return authority(tmp_path_factory.mktemp("city"), "city")


@pytest.fixture(scope="module")
def server(city: Authority) -> Held:
    """The server's certificate."""
    return city.signed("localhost")


@pytest.fixture
def serve(tmp_path: Path, server: Held) -> Serve:
    """Give a starter of services that listen by TLS, for the sender given."""

    @contextmanager
    def started(sender: dict[str, Any], **more: Any) -> Iterator[int]:
        listed = tmp_path / "senders.json"
        listed.write_text(json.dumps([sender]))
        settings = Settings(
            store_url=f"embedded:{tmp_path / 'store'}",
            port=0,
            readers=0,
            workers=0,
            mllp_port=0,
            senders_file=listed,
            **{"mllp_tls_certificate": server.certificate, "mllp_tls_key": server.key} | more,
        )
        with running(settings) as service:
            yield service.services.listeners[0].port

    return started


def asked(port: int, context: ssl.SSLContext | None) -> list[str]:
    """Send a message; empty when the line is closed without an answer."""
    try:
        with line(port, context) as hospital:
            hospital.send(GOOD)
            answer = hospital.answer()
    except (ssl.SSLError, ConnectionError) as error:
        return [type(error).__name__]
    return answer.split("\r")[1].split("|")[1:3] if answer else []


def test_a_sender_by_tls_is_answered(serve: Serve, city: Authority) -> None:
    """The certificate is verified by the sender, and AA comes through TLS."""
    with serve(BY_NETWORK) as port, line(port, client(city)) as hospital:
        assert hospital.ask(GOOD) == ["AA", "C-1"]
        assert isinstance(hospital.plug, ssl.SSLSocket)
        assert hospital.plug.version() in {"TLSv1.2", "TLSv1.3"}


def test_a_sender_that_trusts_another_authority_hangs_up(
    serve: Serve, city: Authority, tmp_path: Path
) -> None:
    """It refuses the server; the server goes on."""
    with serve(BY_NETWORK) as port:
        assert asked(port, client(authority(tmp_path, "other"))) == ["SSLCertVerificationError"]
        assert asked(port, client(city)) == ["AA", "C-1"]


def test_a_plain_sender_is_closed(serve: Serve, city: Authority) -> None:
    """Without TLS there is no answer, nothing is kept, and the next sender is served."""
    with serve(BY_NETWORK) as port:
        assert asked(port, None) in ([], ["ConnectionResetError"])
        assert asked(port, client(city)) == ["AA", "C-1"]


def test_old_tls_is_refused(serve: Serve, city: Authority) -> None:
    """Nothing below TLS 1.2 is spoken."""
    old = client(city)
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with serve(BY_NETWORK) as port:
        assert asked(port, old) == ["SSLError"]


def test_a_hospital_is_known_by_its_certificate(
    serve: Serve, city: Authority, tmp_path: Path
) -> None:
    """Signed by the city and listed by name: AA; signed by others, or none at all: no line."""
    own = city.signed("his.01013.example")
    stranger = authority(tmp_path, "stranger").signed("his.01013.example-2")
    with serve(BY_CERTIFICATE, mllp_tls_client_ca=city.file) as port:
        assert asked(port, client(city, own)) == ["AA", "C-1"]
        assert asked(port, client(city, stranger))[:1] not in (["AA"], ["AR"])
        assert asked(port, client(city))[:1] not in (["AA"], ["AR"])


def test_a_certificate_of_another_hospital_may_not_speak(serve: Serve, city: Authority) -> None:
    """The city signed it, but not for this facility: AR, and nothing is kept."""
    other = city.signed("his.01004.example")
    with serve(BY_CERTIFICATE, mllp_tls_client_ca=city.file) as port:
        assert asked(port, client(city, other)) == ["AR", "C-1"]


@pytest.mark.parametrize("broken", ["mllp_tls_certificate", "mllp_tls_key", "mllp_tls_client_ca"])
def test_files_that_are_none_are_named(serve: Serve, tmp_path: Path, broken: str) -> None:
    """The service does not start, and says that TLS cannot be set up."""
    (tmp_path / "none.pem").write_text("no certificate")
    with (
        pytest.raises(BadInput, match="mllp_tls"),
        serve(BY_NETWORK, **{broken: tmp_path / "none.pem"}),
    ):
        pass
