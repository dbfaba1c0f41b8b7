"""What an address asks for, taken apart and found fit to be asked."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ledger.sources.fetching.faults import BadAddress, BadRedirect

PORTS = {"http": 80, "https": 443}
_LONGEST = 4_000
_FORBIDDEN = re.compile(r"[\0-\x20\x7f-\xa0\\\ud800-\udfff]")
_TWO_WAYS = re.compile("[\u00df\u03c2\u200c\u200d]")  # what IDNA's two editions take for different names
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")
_SAFE = "/?%:@!$&'()*+,;=~-._[]"


@dataclass(frozen=True)
class Target:
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


def read_target(url: str) -> Target:
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
    return Target(parts.scheme, _host(parts, url), PORTS[parts.scheme] if port is None else port, path)


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


def sent_on(target: Target, location: str) -> Target:
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
