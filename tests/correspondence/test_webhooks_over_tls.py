"""A notice goes to the address that was looked up, and the certificate there must be that of the name."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from functools import partial

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from arbeidspact.correspondence import destinations, notices
from tests.correspondence.factories import NoticeFactory
from tests.correspondence.servers import http_server

pytestmark = pytest.mark.django_db


def certificate_of(name: str, folder) -> str:
    """A file with a key and a certificate for this name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return str(path)


@pytest.mark.parametrize(
    ("certified", "problem"),
    [
        pytest.param("program.example", "", id="the name that was asked for"),
        pytest.param("another.example", "no-connection", id="another name"),
    ],
)
def test_the_certificate_must_be_that_of_the_name(certified, problem, settings, monkeypatch, tmp_path):
    settings.WEBHOOKS_TO_PRIVATE_HOSTS = True
    path = certificate_of(certified, tmp_path)
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(path)
    trusting = ssl.create_default_context(cafile=path)
    monkeypatch.setattr(notices.httpx, "Client", partial(httpx.Client, verify=trusting))
    looked_up = lambda name, port, *a, **k: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]  # noqa: E731
    monkeypatch.setattr(destinations.socket, "getaddrinfo", looked_up)
    with http_server(server_side) as server:
        notice = NoticeFactory(subscription__address=f"https://program.example:{server.port}/hear")
        assert notices.send_waiting_notice(notice.pk).problem == problem

    assert [call.headers["host"] for call in server.calls] == ([] if problem else [f"program.example:{server.port}"])
