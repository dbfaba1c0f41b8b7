"""Sockets on a clock: names are resolved once, and nothing waits longer than the time that is left."""

import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import RawIOBase
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from ledger.sources.decoding import LARGEST
from ledger.sources.fetching.faults import FetchError, NoConnection, TooLarge, TooSlow, UnknownHost, UntrustedHost
from ledger.sources.fetching.target import Target

if TYPE_CHECKING:
    from ssl import SSLContext

    from _typeshed import WriteableBuffer

_HEADERS = 256 * 1024
"""Bytes that may come beside the body."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The network addresses of a host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(number: str, port: int, seconds: float) -> socket.socket:
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
class Rules:
    """How far a fetch goes, and by which means: the network, the clock and whom to trust can be given.

    ``seconds`` is for everything together, ``most_bytes`` for the body, unpacked.
    """

    seconds: float = 30
    most_bytes: int = LARGEST
    redirects: int = 3
    resolve: Callable[[str, int], Sequence[str]] = resolve
    connect: Callable[[str, int, float], socket.socket] = connect
    trust: Callable[[], "SSLContext"] = trust
    now: Callable[[], float] = time.monotonic


class Clock:
    """Counts down over everything that one fetch does."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._end = rules.now() + rules.seconds

    def left(self, host: str) -> float:
        """Seconds left, more than none.

        Raises:
            TooSlow: if there are none.
        """
        left = self._end - self.rules.now()
        if left <= 0:
            raise TooSlow(host, self.rules.seconds)
        return left


def look_up(target: Target, clock: Clock) -> Sequence[str]:
    """Resolve a host, once; in a thread of its own, since the system's resolver knows no time limit.

    Raises:
        UnknownHost, TooSlow: as it says.
    """
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(clock.rules.resolve(target.host, target.port))
        except Exception as error:  # noqa: BLE001 - told on in the thread that waits
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=clock.left(target.host))
    except Empty:
        raise TooSlow(target.host, clock.rules.seconds) from None
    if isinstance(found, OSError | UnicodeError):
        raise UnknownHost(target.host, getattr(found, "strerror", None) or "no such name") from found
    if isinstance(found, Exception):
        raise found
    if not found:
        raise UnknownHost(target.host, "it has no network address")
    return found


def reach(target: Target, numbers: Sequence[str], clock: Clock) -> socket.socket:
    """A connection to the first of these network addresses that answers, secured if it is asked for by https.

    Raises:
        NoConnection, UntrustedHost, TooSlow: as it says.
    """
    failure: OSError | None = None
    for tried, number in enumerate(numbers):
        share = clock.left(target.host) / (len(numbers) - tried)
        try:
            plain = clock.rules.connect(number, target.port, share)
        except OSError as error:
            failure = error
            continue
        return _secured(plain, target, clock) if target.scheme == "https" else plain
    clock.left(target.host)
    raise NoConnection(target.host, _words(failure)) from failure


def _secured(plain: socket.socket, target: Target, clock: Clock) -> socket.socket:
    """Under TLS, with whoever can show a trusted certificate made out to the host that was asked for."""
    try:
        plain.settimeout(clock.left(target.host))
        return clock.rules.trust().wrap_socket(plain, server_hostname=target.host)
    except (OSError, ValueError) as error:
        plain.close()
        raise _untaken(error, target, clock) from error


def _untaken(error: OSError | ValueError, target: Target, clock: Clock) -> FetchError:
    import ssl

    if isinstance(error, TimeoutError):
        return TooSlow(target.host, clock.rules.seconds)
    if isinstance(error, ssl.SSLCertVerificationError):
        return UntrustedHost(target.host, error.verify_message)
    return NoConnection(target.host, f"no secure connection ({_words(error)})")


def _words(error: Exception | None) -> str:
    return str(getattr(error, "reason", None) or getattr(error, "strerror", None) or error or "no answer")


class Incoming(RawIOBase):
    """What arrives over a connection: every wait ends with the clock, and no more is taken than may come."""

    def __init__(self, opened: socket.socket, target: Target, clock: Clock) -> None:
        super().__init__()
        self._opened, self._target, self._clock = opened, target, clock
        self._most = clock.rules.most_bytes + _HEADERS

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
            raise TooSlow(self._target.host, self._clock.rules.seconds) from error
        self._most -= count
        if self._most < 0:
            raise TooLarge(self._target.url, self._clock.rules.most_bytes)
        return count
