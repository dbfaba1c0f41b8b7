"""What an address asks for, which network addresses may be asked for it, and why nothing was fetched.

The lists of what may not are IANA's special-purpose registries (IPv4 and IPv6, RFC 6890 and its updates), written out
because what Python's ``is_global`` says of them differs between its versions. Of IPv6 only the part given out for
general use (2000::/3) may be asked; an address that carries an IPv4 address inside it is refused, whatever it carries,
but for NAT64 (RFC 6052), which on some networks is the only way out: there the one inside is judged.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ledger.errors import InputError, quoted

PORTS = {"http": 80, "https": 443}
_LONGEST = 4_000
_FORBIDDEN = re.compile(r"[\0-\x20\x7f-\xa0\\\ud800-\udfff]")
_TWO_WAYS = re.compile("[\u00df\u03c2\u200c\u200d]")  # what IDNA's two editions take for different names
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")
_SAFE = "/?%:@!$&'()*+,;=~-._[]"


@dataclass(frozen=True)
class PageAddress:
    """What is asked of whom. ``path`` is what stands in the request, in ASCII; no fragment is kept."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The address."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """Host and port as a request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read_target(url: str) -> PageAddress:
    """Take an address apart.

    Raises:
        BadAddress: if it is none of the web, holds a user name or a password, or a character no address may hold.
    """
    url = url.strip()
    if len(url) > _LONGEST:
        raise BadAddress(url, "it is too long")
    if _FORBIDDEN.search(url):
        raise BadAddress(url, "it holds a character that no address may hold")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress(url, "it is not well formed") from None
    if parts.scheme not in PORTS:
        raise BadAddress(url, "only http and https are")
    if "@" in parts.netloc:
        shown = f"{parts.scheme}://...@{parts.hostname or ''}"
        raise BadAddress(shown, "it holds a user name or a password", "Leave out everything before the @.")
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_SAFE)
    return PageAddress(parts.scheme, _host(parts, url), PORTS[parts.scheme] if port is None else port, path)


def _host(parts: SplitResult, url: str) -> str:
    """The host in ASCII and lower case; names of other scripts as the name system writes them."""
    host = (parts.hostname or "").rstrip(".")
    if _TWO_WAYS.search(host):
        raise BadAddress(url, "its host can be written in two ways", "Write the host in its ASCII form, xn--...")
    try:
        if ":" in host:
            return str(IPv6Address(host)) if "%" not in host else _refuse(url)
        ascii_host = host.encode("idna").decode("ascii").lower()
    except ValueError:
        return _refuse(url)
    return ascii_host if _NAME.fullmatch(ascii_host) else _refuse(url)


def _refuse(url: str) -> str:
    raise BadAddress(url, "it names no host")


def sent_on(target: PageAddress, location: str) -> PageAddress:
    """Where an answer sends us on to.

    Args:
        target: what was asked.
        location: what the answer gives, perhaps relative, its bytes as Latin-1.

    Raises:
        BadRedirect: to anything but the web, or from https to http.
    """
    shown = location.strip()
    try:
        following = read_target(urljoin(target.url, quote(shown.encode("latin-1", "replace"), safe=_SAFE + "#")))
    except BadAddress as error:
        raise BadRedirect(target.url, shown, error.why) from None
    except ValueError:
        raise BadRedirect(target.url, shown, "it is not well formed") from None
    if target.scheme == "https" and following.scheme == "http":
        raise BadRedirect(target.url, shown, "from https there is no way back to http")
    return following


# Network addresses: those that everybody can reach, and no other

_LOOPBACK = "this machine itself"
_CLOSED_4 = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this machine or network"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's own network"),
        ("127.0.0.0/8", _LOOPBACK),
        ("169.254.0.0/16", "on the local link"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "set apart for protocols"),
        ("192.0.2.0/24", "set apart for examples"),
        ("192.88.99.0/24", "a relay of old to IPv6"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "set apart for measurements"),
        ("198.51.100.0/24", "set apart for examples"),
        ("203.0.113.0/24", "set apart for examples"),
        ("224.0.0.0/4", "addressed to many at once"),
        ("240.0.0.0/4", "reserved"),
    )
)
_CLOSED_6 = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("::1/128", _LOOPBACK),
        ("::/128", "this machine or network"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("::/96", "an IPv4 address in disguise"),
        ("64:ff9b:1::/48", "an IPv4 address in disguise"),
        ("100::/64", "where nothing arrives"),
        ("2001:db8::/32", "set apart for examples"),
        ("2001::/32", "a tunnel (Teredo) to an IPv4 address"),
        ("2001::/23", "set apart for protocols"),
        ("2002::/16", "a tunnel (6to4) to an IPv4 address"),
        ("3fff::/20", "set apart for examples"),
        ("5f00::/16", "set apart for routing"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "on the local link"),
        ("fec0::/10", "a private network"),
        ("ff00::/8", "addressed to many at once"),
    )
)
_GENERAL_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


def closed(number: str, *, allow_loopback: bool = False) -> str:
    """Why a network address may not be asked, in words; "" if it may.

    Args:
        number: as the system's resolver gives it, perhaps with a zone (``fe80::1%eth0``).
        allow_loopback: lets 127.0.0.0/8 and ::1 be asked, and nothing else.
    """
    try:
        address = ip_address(number)
    except ValueError:
        return "no network address"
    why = _closed_4(address) if isinstance(address, IPv4Address) else _closed_6(address)
    return "" if allow_loopback and why == _LOOPBACK else why


def _closed_4(address: IPv4Address) -> str:
    return next((why for network, why in _CLOSED_4 if address in network), "")


def _closed_6(address: IPv6Address) -> str:
    plain = IPv6Address(int(address))  # without a zone, which no network holds
    if plain in _NAT64:
        inside = _closed_4(IPv4Address(int(plain) & 0xFFFFFFFF))
        return f"a way (NAT64) to {inside}" if inside else ""
    why = next((why for network, why in _CLOSED_6 if plain in network), "")
    return why or ("" if plain in _GENERAL_6 else "not given out for general use")


def is_loopback(number: str) -> bool:
    """Whether a network address is this machine's own, 127.0.0.0/8 or ::1."""
    return closed(number) == _LOOPBACK


# Faults: each says what was met, and of foreign words only shows them in quotes, escaped


class FetchError(InputError):
    """Something could not be fetched, or must not be."""


class BadAddress(FetchError):
    """An address that is not one of a page on the web, or holds what must not be sent."""

    def __init__(self, url: str, why: str, hint: str = "Give an address such as https://example.org/feed.xml.") -> None:
        self.why = why
        super().__init__(f"{quoted(url)} is not fetched: {why}.", hint)


class ForbiddenHost(FetchError):
    """A name or number that leads to this machine, to a network of its own, or to nobody: never asked for."""

    def __init__(self, host: str, number: str, why: str) -> None:
        super().__init__(
            f"{quoted(host)} is not fetched: it leads to {number}, which is {why}.",
            "Only what everybody can reach is fetched. Save the file yourself, and import it from there.",
        )


class UnknownHost(FetchError):
    """No such name."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"{quoted(host)} cannot be found: {quoted(why)}.", "Check the address, and that you are online."
        )


class NoConnection(FetchError):
    """Nobody answers, or the talk broke off."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(f"{quoted(host)} does not answer: {quoted(why)}.", "Try again later.")


class UntrustedHost(FetchError):
    """Whoever answers cannot show that they are the one asked for."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"{quoted(host)} could not prove who it is: {quoted(why)}.",
            "Its certificate is not trusted here. Nothing was sent.",
        )


class TooManyRedirects(FetchError):
    """Sent on and on."""

    def __init__(self, url: str, most: int) -> None:
        super().__init__(f"{quoted(url)} sends on more than {most} times.", "Give the address where it ends.")


class BadRedirect(FetchError):
    """Sent on to where we do not go."""

    def __init__(self, url: str, target: str, why: str) -> None:
        super().__init__(f"{quoted(url)} sends on to {quoted(target)}, which is not followed: {why}.")


class RefusedRequest(FetchError):
    """An answer that is no page: 404 and its kin."""

    def __init__(self, url: str, status: int, reason: str) -> None:
        said = f" {quoted(reason)}" if reason else ""
        super().__init__(f"{quoted(url)} was not given: the server answered {status}{said}.", "Check the address.")


class TooSlow(FetchError):
    """Not done in the time there is, however steadily something arrives."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{quoted(host)} took more than {seconds:g} seconds.", "Try again later.")


class TooLarge(FetchError):
    """More than is taken, packed or unpacked."""

    def __init__(self, url: str, most: int) -> None:
        super().__init__(f"{quoted(url)} is larger than {most:,} bytes, the most that is fetched.")


class CutShort(FetchError):
    """Less arrived than was promised."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{quoted(url)} broke off before its end.", "Try again.")


class UnreadableAnswer(FetchError):
    """Not HTTP, or packed in a way we do not unpack."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"What {quoted(url)} answered cannot be read: {why}.")
