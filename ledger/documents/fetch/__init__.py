"""The only part that goes out to the web: one page for one address, and nowhere it should not go.

Written on the standard library's sockets because what matters here is that the network address which was looked at is
the one that is asked. The clients that are easier to use look a name up again when they connect, so that a name which
first leads to a public address and then to this machine (DNS rebinding) gets through whatever was checked before.
"""

from dataclasses import dataclass

from ledger.documents.fetch.addresses import (
    PORTS,
    BadAddress,
    BadRedirect,
    CutShort,
    FetchError,
    ForbiddenHost,
    NoConnection,
    PageAddress,
    RefusedRequest,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    UnknownHost,
    UnreadableAnswer,
    UntrustedHost,
    closed,
    is_loopback,
    read_target,
    sent_on,
)
from ledger.documents.fetch.connection import Clock, FetchLimits, Response, look_up, reach, request

__all__ = [
    "BadAddress",
    "BadRedirect",
    "CutShort",
    "FetchError",
    "FetchLimits",
    "Fetched",
    "ForbiddenHost",
    "NoConnection",
    "RefusedRequest",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "UnknownHost",
    "UnreadableAnswer",
    "UntrustedHost",
    "fetch",
]

_LIMITS = FetchLimits()


@dataclass(frozen=True)
class Fetched:
    """What was fetched. ``encoding`` is the one the server named, "" if none; feeds and pages name their own within.

    ``url`` is what was asked for, ``final_url`` where it was found.
    """

    url: str
    final_url: str
    data: bytes
    content_type: str = ""
    encoding: str = ""


def fetch(url: str, *, allow_loopback: bool = False, limits: FetchLimits = _LIMITS) -> Fetched:
    """Fetch a page.

    Each host on the way is resolved once. If any of its network addresses is not open to everybody it is refused, and
    only those that were looked at are connected to. No proxy, no cookie, no credentials; https is verified.

    Args:
        url: http or https; ports 80 and 443.
        allow_loopback: lets the address be one of this machine, at any port, and nothing else more. A page of the web
            cannot send on to this machine even then.
        limits: how far it goes, and the means to reach the network.

    Raises:
        FetchError: a class for each thing that can stand in the way.
    """
    clock = Clock(limits)
    target = read_target(url)
    for _ in range(limits.redirects + 1):
        numbers = _numbers(target, clock, allow_loopback=allow_loopback)
        answer = _exchange(target, numbers, clock)
        if answer.location is None:
            return Fetched(url.strip(), target.url, answer.data, answer.content_type, answer.encoding)
        allow_loopback = allow_loopback and all(map(is_loopback, numbers))
        target = sent_on(target, answer.location)
    raise TooManyRedirects(url, limits.redirects)


def _numbers(target: PageAddress, clock: Clock, *, allow_loopback: bool) -> tuple[str, ...]:
    """The network addresses of a host, once every one of them has been found fit to be asked."""
    usual = target.port in PORTS.values()
    if not usual and not allow_loopback:
        raise BadAddress(target.url, "only the ports 80 and 443 are asked")
    numbers = tuple(look_up(target, clock))
    for number in numbers:
        why = closed(number, allow_loopback=allow_loopback)
        if why:
            raise ForbiddenHost(target.host, number, why)
        if not usual and not is_loopback(number):
            raise BadAddress(target.url, "only the ports 80 and 443 are asked")
    return numbers


def _exchange(target: PageAddress, numbers: tuple[str, ...], clock: Clock) -> Response:
    opened = reach(target, numbers, clock)
    try:
        return request(opened, target, clock)
    finally:
        opened.close()
