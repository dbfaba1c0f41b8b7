"""Which network addresses may be asked: those that everybody can reach, and no other.

The lists are IANA's special-purpose registries (IPv4 and IPv6, RFC 6890 and its updates), written out because what
Python's ``is_global`` says of them differs between its versions. Of IPv6 only the part given out for general use
(2000::/3) may be asked; an address that carries an IPv4 address inside it is refused, whatever it carries, but for
NAT64 (RFC 6052), which on some networks is the only way out: there the one inside is judged.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

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
