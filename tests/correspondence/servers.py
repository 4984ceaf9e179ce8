"""Servers that speak the real protocols on this machine: a mail server and an HTTP server, each with what it got."""

import json
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Delivery:
    """A mail as the server took it: sender and receivers of the envelope, and the mail."""

    sender: str
    receivers: list[str]
    mail: EmailMessage


@dataclass
class MailServer:
    """`answers`: what it says to RCPT for an address instead of taking it, such as "550 5.1.1 no such user"."""

    port: int = 0
    deliveries: list[Delivery] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    answer_to_data: str = "250 2.0.0 taken"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that speaks SMTP (RFC 5321) as far as a client without TLS needs it."""
    server = MailServer()

    class Session(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(words.encode() + b"\r\n")

        def handle(self) -> None:
            sender, receivers = "", []
            self.say("220 fake.example ESMTP")
            while line := self.rfile.readline():
                words = line.decode("utf-8").strip()
                verb = words[:4].upper()
                if verb in {"EHLO", "HELO"}:
                    self.say("250-fake.example")
                    self.say("250-8BITMIME")
                    self.say("250 ENHANCEDSTATUSCODES")
                elif verb == "MAIL":
                    sender, receivers = words[words.index("<") + 1 : words.index(">")], []
                    self.say("250 2.1.0 sender ok")
                elif verb == "RCPT":
                    address = words[words.index("<") + 1 : words.index(">")]
                    if address in server.answers:
                        self.say(server.answers[address])
                    else:
                        receivers.append(address)
                        self.say("250 2.1.5 receiver ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    lines = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        lines.append(part[1:] if part.startswith(b"..") else part)
                    if server.answer_to_data.startswith("2"):
                        mail = message_from_bytes(b"".join(lines), policy=policy.default)
                        server.deliveries.append(Delivery(sender, receivers, mail))
                    self.say(server.answer_to_data)
                elif verb == "QUIT":
                    self.say("221 2.0.0 bye")
                    return
                else:
                    self.say("250 2.0.0 ok")

    class Listener(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with _running(Listener(("127.0.0.1", 0), Session)) as listener:
        server.port = listener.server_address[1]
        yield server


@dataclass
class Call:
    """A request as the server got it."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.body)


@dataclass
class HttpServer:
    """`answer` says what it answers to a call: a code, a body, and headers."""

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    answer: Callable[[Call], tuple[int, object, dict[str, str]]] = lambda call: (200, {}, {})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def http_server(tls: ssl.SSLContext | None = None) -> Iterator[HttpServer]:
    """A server that keeps every POST and answers as told; with `tls`, over TLS."""
    server = HttpServer()

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            call = Call(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            server.calls.append(call)
            code, said, headers = server.answer(call)
            raw = json.dumps(said).encode()
            self.send_response(code)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    if tls is not None:
        made.socket = tls.wrap_socket(made.socket, server_side=True)
    with _running(made) as listener:
        server.port = listener.server_address[1]
        yield server


@contextmanager
def _running(listener: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
