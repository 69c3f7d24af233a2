"""Passwords and TLS: right, wrong, missing, expired, and a certificate for somebody else."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading

import pytest
from conftest import Server, write_plays
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    cluster = Server(tmp_path_factory.mktemp("cassandra"), 51, "--auth", "--tls").up()
    yield cluster
    cluster.run("down")


@pytest.fixture
def right(secure, tmp_path):
    """Every option as it should be, for a test to take one away."""
    certificates = secure.directory / "certificates"
    (tmp_path / "password").write_text("cassandra\n")
    return {
        "user": "cassandra",
        "password_file": tmp_path / "password",
        "ca": certificates / "ca.crt",
        "cert": certificates / "client.crt",
        "key": certificates / "client.key",
    }


def test_the_job_with_a_password_and_tls(earshot, secure, right, tmp_path):
    plays = write_plays(tmp_path / "plays.csv", [{"sessionId": str(i)} for i in range(200)])
    store = secure.url("safe", **right)
    earshot("load", plays, "--store", store)
    earshot("verify", plays, "--store", store)
    right.pop("password_file")
    answer = earshot(
        "ask",
        "song_at",
        "session_id=7",
        "item_in_session=0",
        "--format",
        "csv",
        "--store",
        secure.url("safe", **right),
        environment={"EARSHOT_CASSANDRA_PASSWORD": "cassandra"},
    )
    assert answer.stdout.splitlines()[1] == "Artist,Song,200.5"
    assert "cassandra:cassandra" not in answer.stderr


def refusal(earshot, store, environment=None):
    done = earshot("status", "--store", store, exit=None, environment=environment)
    assert done.returncode in (1, 75)  # a certificate that is not trusted looks like a connection that was cut
    assert "cannot connect to Cassandra" in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def test_wrong_passwords_and_users(earshot, secure, right, tmp_path):
    (tmp_path / "password").write_text("wrong password")
    message = refusal(earshot, secure.url("safe", **right))
    assert "username cassandra and/or password are incorrect" in message and "wrong password" not in message
    right["user"] = "nobody"
    assert "username nobody" in refusal(earshot, secure.url("safe", **right))
    del right["user"], right["password_file"]
    assert "asks for a user and a password" in refusal(earshot, secure.url("safe", **right))


def test_certificates_that_are_missing_or_no_good(earshot, secure, right, tmp_path):
    without_client = {name: value for name, value in right.items() if name not in ("cert", "key")}
    assert "client certificate" in refusal(earshot, secure.url("safe", **without_client))
    with_stranger = {**right, "ca": Authority(tmp_path).certificate_file}
    assert "UnknownIssuer" in refusal(earshot, secure.url("safe", **with_stranger))
    without_tls = {name: right[name] for name in ("user", "password_file")}
    refusal(earshot, secure.url("safe", **without_tls))
    (tmp_path / "empty.pem").write_text("")
    assert "empty.pem holds no PEM certificate" in refusal(
        earshot, secure.url("safe", **{**right, "ca": tmp_path / "empty.pem"})
    )
    assert "no-such.key" in refusal(earshot, secure.url("safe", **{**right, "key": tmp_path / "no-such.key"}))


def test_tls_to_a_server_that_has_none(earshot, server, tmp_path):
    refusal(earshot, server.url("k", tls="true", ca=Authority(tmp_path).certificate_file))


class Authority:
    """A certificate authority of the test's own."""

    def __init__(self, directory):
        self.directory = directory
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a test's authority")])
        certificate = self.sign(self.name, self.key.public_key(), x509.BasicConstraints(True, None), 30)
        self.certificate_file = directory / "authority.pem"
        self.certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def sign(self, subject, public_key, extension, days):
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = x509.CertificateBuilder(
            self.name,
            subject,
            public_key,
            x509.random_serial_number(),
            now - datetime.timedelta(days=60),
            now + datetime.timedelta(days=days),
        )
        return builder.add_extension(extension, critical=False).sign(self.key, hashes.SHA256())

    def server_files(self, address, days):
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        certificate = self.sign(x509.Name([]), key.public_key(), names, days)
        path = self.directory / "server.pem"
        path.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return path


@contextlib.contextmanager
def tls_server(certificate_file):
    """Something that greets with a certificate, and counts who is content with it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file)
    listener = socket.create_server(("127.0.0.1", 0))
    content = []

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                # A client that refuses the certificate leaves here; one that takes it sends its first frame.
                with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as secured:
                    content.append(secured.recv(1))

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1], content
    listener.close()


@pytest.mark.parametrize(
    "address, days, message",
    [
        ("127.0.0.1", -1, "Expired"),
        ("127.0.0.2", 30, "NotValidForName"),
        ("127.0.0.1", 30, None),
    ],
)
def test_the_certificate_must_be_the_servers_and_valid(earshot, tmp_path, address, days, message):
    authority = Authority(tmp_path)
    with tls_server(authority.server_files(address, days)) as (port, content):
        store = f"cassandra://127.0.0.1:{port}/k?ca={authority.certificate_file}"
        said = refusal(earshot, store)
    if message is None:
        # Nothing is wrong with this one: only then does anything go to the server.
        assert content and content[0] == b"\x04"
    else:
        assert message in said or "expired" in said or "not valid for name" in said, said
        assert not any(content)
