"""One request and its answer, over a connection that is open."""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BufferedReader
from socket import socket
from types import MappingProxyType
from typing import cast

from ledger import __version__
from ledger.sources.fetching.faults import (
    CutShort,
    FetchError,
    NoConnection,
    RefusedRequest,
    TooLarge,
    TooSlow,
    UnreadableAnswer,
)
from ledger.sources.fetching.target import Target
from ledger.sources.fetching.wire import Clock, Incoming

_ONWARD = frozenset({301, 302, 303, 307, 308})
_GIVEN = 200
_PIECE = 64 * 1024
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_MORE = "more follows after its packed end"
_AUTOMATIC = 32 + zlib.MAX_WBITS  # zlib tells gzip from its own wrapping


@dataclass(frozen=True)
class Answer:
    """What came: a body, or in ``location`` where to go instead."""

    data: bytes = b""
    content_type: str = ""
    encoding: str = ""
    location: str | None = None


def ask(opened: socket, target: Target, clock: Clock) -> Answer:
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
        raise TooSlow(target.host, clock.rules.seconds) from error
    except IncompleteRead as error:
        raise CutShort(target.url) from error
    except OSError as error:
        raise NoConnection(target.host, error.strerror or "the connection broke off") from error
    except (HTTPException, ValueError, OverflowError) as error:
        raise UnreadableAnswer(target.url, "it is no answer of a web server") from error


def _request(target: Target) -> bytes:
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

    def __init__(self, opened: socket, target: Target, clock: Clock) -> None:
        self._incoming = Incoming(opened, target, clock)

    def makefile(self, _mode: str) -> BufferedReader:
        """What is read from."""
        return BufferedReader(self._incoming, _PIECE)


def _answer(connection: _Connection, target: Target, clock: Clock) -> Answer:
    with HTTPResponse(cast("socket", connection), method="GET") as response:
        response.begin()
        if response.status in _ONWARD and response.getheader("Location"):
            return Answer(location=response.getheader("Location"))
        if response.status != _GIVEN:
            raise RefusedRequest(target.url, response.status, response.reason)
        told = response.getheader("Content-Type", "")
        kind, charset = _TYPE.match(told.strip()), _CHARSET.search(told)
        return Answer(
            data=_body(response, target, clock.rules.most_bytes),
            content_type=kind[0].lower() if kind else "",
            encoding=charset[1].lower() if charset else "",
        )


def _body(response: HTTPResponse, target: Target, most: int) -> bytes:
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


def _pieces(response: HTTPResponse, target: Target) -> Iterator[bytes]:
    while piece := response.read(_PIECE):
        yield piece
    if response.length:
        raise CutShort(target.url)


def _plain(pieces: Iterator[bytes], _target: Target, _most: int) -> Iterator[bytes]:
    return pieces


def _unpacked(pieces: Iterator[bytes], target: Target, most: int) -> Iterator[bytes]:
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


Coding = Callable[[Iterator[bytes], Target, int], Iterator[bytes]]
CODINGS: Mapping[str, Coding] = MappingProxyType({
    "": _plain, "identity": _plain, "gzip": _unpacked, "x-gzip": _unpacked, "deflate": _unpacked,
})  # fmt: skip
"""How a body may be packed, by the name HTTP has for it."""
