"""A web on this machine: servers that say what a test has for them, and names that lead wherever it likes."""

import gzip
import itertools
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ledger.documents import fetch
from ledger.documents.fetch import FetchError, FetchLimits

PUBLIC, OTHER = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
PAGE = b"<rss/>"
packed = partial(gzip.compress, mtime=0)  # the same bytes in every process that names tests by them


def answer(body=PAGE, *, status="200 OK", headers=("Content-Type: application/rss+xml",), length=True):
    told = (*headers, f"Content-Length: {len(body)}") if length else headers
    return "\r\n".join((f"HTTP/1.1 {status}", *told, "", "")).encode("latin-1") + body


def onward(location, status="302 Found"):
    return answer(b"", status=status, headers=(f"Location: {location}",))


class Handler(BaseHTTPRequestHandler):
    """Writes what the site has for a path, as it stands: bytes, or pieces without end."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers.items())))
        told = self.server.pages.get(self.path, self.server.pages.get("*", answer(b"", status="404 Not Found")))
        with suppress(OSError):  # the other side has had enough
            for piece in [told] if isinstance(told, bytes) else told():
                self.wfile.write(piece)
        self.close_connection = True

    def log_message(self, *_):
        """Nothing is printed."""


class Site(ThreadingHTTPServer):
    """A server on this machine that remembers what it was asked."""

    daemon_threads = True

    def __init__(self, pages, host):
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), Handler)
        self.pages, self.asked = pages, []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_):
        """A client that goes away is no fault."""


def has_ipv6():
    """Whether this machine can be asked at ::1."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@contextmanager
def site(pages, context=None, host="127.0.0.1"):
    with Site(pages, host) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Web:
    """A network that can be looked at: every address in it leads to one site. A name may change its mind."""

    server: Site
    names: dict[str, list[list[str]]]
    resolved: list[str] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)

    def resolve(self, host, _port):
        answers = self.names.get(host, [[host]])
        self.resolved.append(host)
        return answers[min(self.resolved.count(host), len(answers)) - 1]

    def connect(self, number, _port, seconds):
        self.dialled.append(number)
        return socket.create_connection(self.server.server_address, timeout=seconds)

    def limits(self, **others):
        return FetchLimits(addresses_of=self.resolve, open_socket=self.connect, **others)


@contextmanager
def web(pages, names):
    with site(pages) as server:
        yield Web(server, names)


def unreachable(*_):
    raise AssertionError("it was dialled")


def got(url, **keywords):
    """What a fetch brings: the body, or the class of the error."""
    try:
        return fetch.fetch(url, **keywords).data
    except FetchError as error:
        return type(error)


def ticking():
    """A clock on which a second goes by each time somebody looks."""
    return partial(next, itertools.count(1.0))


class Dripping:
    """A connection on which a header arrives byte by byte."""

    def __init__(self):
        self._bytes = itertools.chain(b"HTTP/1.1 200 OK\r\nX: ", itertools.repeat(ord("y")))

    def recv_into(self, buffer):
        buffer[0] = next(self._bytes)
        return 1

    def settimeout(self, seconds):
        assert seconds > 0

    def sendall(self, data):
        assert data.endswith(b"\r\n\r\n")

    def close(self):
        """Nothing is open."""


def trusting(authority):
    def trust():
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    return FetchLimits(trust=trust)


@contextmanager
def secured(authority, pages, *, name="localhost", own=None):
    """A site under TLS, with a certificate made out to a name, or one that vouches for itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if own:
        context.load_cert_chain(own)
    else:
        authority.issue_cert(name).configure_cert(context)
    with site(pages, context) as server:
        server.secure = f"https://localhost:{server.server_port}/"
        yield server
