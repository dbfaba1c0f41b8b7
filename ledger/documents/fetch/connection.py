"""One connection to one host: made on a clock, asked once, and its answer taken.

A name is resolved once, and nothing waits longer than the time that is left or takes more than may come.
"""

import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BufferedReader, RawIOBase
from queue import Empty, SimpleQueue
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from ledger.documents.decoding import LARGEST
from ledger.documents.fetch.addresses import (
    CutShort,
    FetchError,
    NoConnection,
    PageAddress,
    RefusedRequest,
    TooLarge,
    TooSlow,
    UnknownHost,
    UnreadableAnswer,
    UntrustedHost,
)
from ledger.version import __version__

if TYPE_CHECKING:
    from ssl import SSLContext

    from _typeshed import WriteableBuffer

_HEADERS = 256 * 1024
"""Bytes that may come beside the body."""


def addresses_of(host: str, port: int) -> Sequence[str]:
    """The network addresses of a host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def open_socket(number: str, port: int, seconds: float) -> socket.socket:
    """A connection to a network address, which is no name: nothing is looked up."""
    opened = socket.socket(socket.AF_INET6 if ":" in number else socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.settimeout(seconds)
        opened.connect((number, port))
    except BaseException:
        opened.close()
        raise
    return opened


def trust() -> "SSLContext":
    """The authorities this system trusts; certificates must be valid and made out to the host."""
    import ssl

    return ssl.create_default_context()


@dataclass(frozen=True)
class FetchLimits:
    """How far a fetch goes, and by which means: the network, the clock and whom to trust can be given.

    ``seconds`` is for everything together, ``most_bytes`` for the body, unpacked.
    """

    seconds: float = 30
    most_bytes: int = LARGEST
    redirects: int = 3
    addresses_of: Callable[[str, int], Sequence[str]] = addresses_of
    open_socket: Callable[[str, int, float], socket.socket] = open_socket
    trust: Callable[[], "SSLContext"] = trust
    now: Callable[[], float] = time.monotonic


class Clock:
    """Counts down over everything that one fetch does."""

    def __init__(self, limits: FetchLimits) -> None:
        self.limits = limits
        self._end = limits.now() + limits.seconds

    def left(self, host: str) -> float:
        """Seconds left, more than none.

        Raises:
            TooSlow: if there are none.
        """
        left = self._end - self.limits.now()
        if left <= 0:
            raise TooSlow(host, self.limits.seconds)
        return left


def look_up(target: PageAddress, clock: Clock) -> Sequence[str]:
    """Resolve a host, once; in a thread of its own, since the system's resolver knows no time limit.

    Raises:
        UnknownHost, TooSlow: as it says.
    """
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(clock.limits.addresses_of(target.host, target.port))
        except Exception as error:  # noqa: BLE001 - told on in the thread that waits
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=clock.left(target.host))
    except Empty:
        raise TooSlow(target.host, clock.limits.seconds) from None
    if isinstance(found, OSError | UnicodeError):
        raise UnknownHost(target.host, getattr(found, "strerror", None) or "no such name") from found
    if isinstance(found, Exception):
        raise found
    if not found:
        raise UnknownHost(target.host, "it has no network address")
    return found


def reach(target: PageAddress, numbers: Sequence[str], clock: Clock) -> socket.socket:
    """A connection to the first of these network addresses that answers, secured if it is asked for by https.

    Raises:
        NoConnection, UntrustedHost, TooSlow: as it says.
    """
    failure: OSError | None = None
    for tried, number in enumerate(numbers):
        share = clock.left(target.host) / (len(numbers) - tried)
        try:
            plain = clock.limits.open_socket(number, target.port, share)
        except OSError as error:
            failure = error
            continue
        return _secured(plain, target, clock) if target.scheme == "https" else plain
    clock.left(target.host)
    raise NoConnection(target.host, _words(failure)) from failure


def _secured(plain: socket.socket, target: PageAddress, clock: Clock) -> socket.socket:
    """Under TLS, with whoever can show a trusted certificate made out to the host that was asked for."""
    try:
        plain.settimeout(clock.left(target.host))
        return clock.limits.trust().wrap_socket(plain, server_hostname=target.host)
    except (OSError, ValueError) as error:
        plain.close()
        raise _untaken(error, target, clock) from error


def _untaken(error: OSError | ValueError, target: PageAddress, clock: Clock) -> FetchError:
    import ssl

    if isinstance(error, TimeoutError):
        return TooSlow(target.host, clock.limits.seconds)
    if isinstance(error, ssl.SSLCertVerificationError):
        return UntrustedHost(target.host, error.verify_message)
    return NoConnection(target.host, f"no secure connection ({_words(error)})")


def _words(error: Exception | None) -> str:
    return str(getattr(error, "reason", None) or getattr(error, "strerror", None) or error or "no answer")


class BodyStream(RawIOBase):
    """What arrives over a connection: every wait ends with the clock, and no more is taken than may come."""

    def __init__(self, opened: socket.socket, target: PageAddress, clock: Clock) -> None:
        super().__init__()
        self._opened, self._target, self._clock = opened, target, clock
        self._most = clock.limits.most_bytes + _HEADERS

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Wait for the next bytes.

        Raises:
            TooSlow, TooLarge: when the time, or what may come, is used up.
        """
        self._opened.settimeout(self._clock.left(self._target.host))
        try:
            count = self._opened.recv_into(buffer)
        except TimeoutError as error:
            raise TooSlow(self._target.host, self._clock.limits.seconds) from error
        self._most -= count
        if self._most < 0:
            raise TooLarge(self._target.url, self._clock.limits.most_bytes)
        return count


# The request and its answer

_ONWARD = frozenset({301, 302, 303, 307, 308})
_GIVEN = 200
_PIECE = 64 * 1024
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_MORE = "more follows after its packed end"
_AUTOMATIC = 32 + zlib.MAX_WBITS  # zlib tells gzip from its own wrapping


@dataclass(frozen=True)
class Response:
    """What came: a body, or in ``location`` where to go instead."""

    data: bytes = b""
    content_type: str = ""
    encoding: str = ""
    location: str | None = None


def request(opened: socket.socket, target: PageAddress, clock: Clock) -> Response:
    """Ask for a page and take the answer.

    Raises:
        FetchError: if it is none that can be taken.
    """
    try:
        opened.settimeout(clock.left(target.host))
        opened.sendall(_request(target))
        return _answer(_Connection(opened, target, clock), target, clock)
    except FetchError:
        raise
    except TimeoutError as error:
        raise TooSlow(target.host, clock.limits.seconds) from error
    except IncompleteRead as error:
        raise CutShort(target.url) from error
    except OSError as error:
        raise NoConnection(target.host, error.strerror or "the connection broke off") from error
    except (HTTPException, ValueError, OverflowError) as error:
        raise UnreadableAnswer(target.url, "it is no answer of a web server") from error


def _request(target: PageAddress) -> bytes:
    """No cookies, no name of the machine, nothing of whoever asks."""
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        f"User-Agent: claim-ledger/{__version__}",
        "Accept: application/rss+xml, application/atom+xml, application/xml;q=0.9, text/*;q=0.8, */*;q=0.5",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


class _Connection:
    """As much of a socket as ``HTTPResponse`` wants."""

    def __init__(self, opened: socket.socket, target: PageAddress, clock: Clock) -> None:
        self._incoming = BodyStream(opened, target, clock)

    def makefile(self, _mode: str) -> BufferedReader:
        """What is read from."""
        return BufferedReader(self._incoming, _PIECE)


def _answer(connection: _Connection, target: PageAddress, clock: Clock) -> Response:
    with HTTPResponse(cast("socket.socket", connection), method="GET") as response:
        response.begin()
        if response.status in _ONWARD and response.getheader("Location"):
            return Response(location=response.getheader("Location"))
        if response.status != _GIVEN:
            raise RefusedRequest(target.url, response.status, response.reason)
        told = response.getheader("Content-Type", "")
        kind, charset = _TYPE.match(told.strip()), _CHARSET.search(told)
        return Response(
            data=_body(response, target, clock.limits.most_bytes),
            content_type=kind[0].lower() if kind else "",
            encoding=charset[1].lower() if charset else "",
        )


def _body(response: HTTPResponse, target: PageAddress, most: int) -> bytes:
    """The body, unpacked if it came packed though nobody asked for that."""
    if response.length is not None and response.length > most:
        raise TooLarge(target.url, most)
    coding = response.getheader("Content-Encoding", "").strip().lower()
    if coding not in CODINGS:
        raise UnreadableAnswer(target.url, "it is packed in a way that was not asked for")
    body = bytearray()
    for piece in CODINGS[coding](_pieces(response, target), target, most):
        body += piece
        if len(body) > most:
            raise TooLarge(target.url, most)
    return bytes(body)


def _pieces(response: HTTPResponse, target: PageAddress) -> Iterator[bytes]:
    while piece := response.read(_PIECE):
        yield piece
    if response.length:
        raise CutShort(target.url)


def _plain(pieces: Iterator[bytes], _target: PageAddress, _most: int) -> Iterator[bytes]:
    return pieces


def _unpacked(pieces: Iterator[bytes], target: PageAddress, most: int) -> Iterator[bytes]:
    """Never more at once than may come in all, however little it was packed into."""
    unpacker = zlib.decompressobj(_AUTOMATIC)
    try:
        for piece in pieces:
            if unpacker.eof:
                raise UnreadableAnswer(target.url, _MORE)
            yield unpacker.decompress(piece, most + 1)
    except zlib.error as error:
        raise UnreadableAnswer(target.url, "it is not packed as it says") from error
    if unpacker.unused_data:
        raise UnreadableAnswer(target.url, _MORE)
    if not unpacker.eof:
        raise CutShort(target.url)


Coding = Callable[[Iterator[bytes], PageAddress, int], Iterator[bytes]]
CODINGS: Mapping[str, Coding] = MappingProxyType({
    "": _plain, "identity": _plain, "gzip": _unpacked, "x-gzip": _unpacked, "deflate": _unpacked,
})  # fmt: skip
"""How a body may be packed, by the name HTTP has for it."""
