"""How one entry is tied to the one before, so that no change to the past goes unseen.

Hashes are SHA-256 over bytes with a leading tag, one tag a use, so that a value of one use can never be passed
off as one of another (the domain separation of RFC 6962). The body is hashed apart, under a salt, so that a
body can be taken out later and the chain still checks.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

FORMAT = "ledger-chain-1"
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class Metadata(NamedTuple):
    """What the chain says of an entry apart from its place and its body."""

    id: str
    kind: str
    subject: str
    recorded_at: str
    actor: str


def canonical(value: Mapping[str, Any]) -> str:
    """Write a body the one way it is kept: RFC 8785 for objects that hold no fractions.

    Keys are ASCII and numbers are integers below 2**53, so sorting by code point and JSON's own escapes are
    what the standard asks for; ``tests/journal/test_chain.py`` holds this against a full implementation.
    """
    return _encode(value)


def genesis(ledger_id: str) -> str:
    """The hash the first entry builds on; it ties the chain to this ledger and this format."""
    return hashlib.sha256(f"{FORMAT}\n{ledger_id}".encode()).hexdigest()


def digest_of(salt: str, body: str) -> str:
    """The salted hash of a body's exact bytes. ``salt`` is 32 hexadecimal digits.

    Raises:
        ValueError: the salt is written in any other way.
    """
    return hashlib.sha256(b"\x02" + _exact(salt, 16) + body.encode()).hexdigest()


def link(seq: int, previous: str, metadata: Metadata, digest: str) -> str:
    """The hash of entry ``seq``: over its place, the hash before, its metadata and its body's digest.

    Raises:
        ValueError: ``previous`` or ``digest`` is not a hash as this module writes one.
    """
    leaf = hashlib.sha256(b"\x00" + canonical(metadata._asdict()).encode() + _exact(digest, 32)).digest()
    return hashlib.sha256(b"\x01" + seq.to_bytes(8, "big") + _exact(previous, 32) + leaf).hexdigest()


def _exact(digits: str, size: int) -> bytes:
    """The bytes behind hexadecimal digits; the same bytes in capitals or with spaces are another text, so a change."""
    value = bytes.fromhex(digits)
    if len(value) != size or value.hex() != digits:
        raise ValueError("not a hash as the journal writes one")
    return value


def stamp(moment: datetime) -> str:
    """An instant as the record keeps it: ISO 8601, UTC, six digits of a second, 27 characters."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
