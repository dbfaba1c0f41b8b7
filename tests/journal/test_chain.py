"""The arithmetic of the chain, held against an independent implementation and against fixed values."""

import hashlib
import string

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.journal.chain import Metadata, canonical, digest_of, genesis, link

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(string.ascii_letters + string.digits + "_-. ", min_size=1)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
FIRST = Metadata("an-id", "claim.added", "a-subject", "2026-01-01T00:00:00.000000Z", "tester")
SALT = "00112233445566778899aabbccddeeff"


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_a_body_is_written_as_rfc_8785_says(value: dict[str, object]) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


def test_fractions_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})


def test_hashes_are_computed_as_documented() -> None:
    """Written out by hand, so that the format cannot change by a refactoring."""
    digest = hashlib.sha256(b"\x02" + bytes.fromhex(SALT) + b'{"a":1}').hexdigest()
    assert digest_of(SALT, '{"a":1}') == digest
    start = hashlib.sha256(b"ledger-chain-1\nsome-ledger").hexdigest()
    assert genesis("some-ledger") == start
    metadata = (
        b'{"actor":"tester","id":"an-id","kind":"claim.added","recorded_at":"2026-01-01T00:00:00.000000Z",'
        b'"subject":"a-subject"}'
    )
    leaf = hashlib.sha256(b"\x00" + metadata + bytes.fromhex(digest)).digest()
    assert (
        link(1, start, FIRST, digest)
        == hashlib.sha256(b"\x01" + bytes(7) + b"\x01" + bytes.fromhex(start) + leaf).hexdigest()
    )


def test_the_first_hash_of_a_known_ledger_never_changes() -> None:
    digest = digest_of(SALT, canonical({"text": "Zürich 北京", "point": 600_000, "none": None}))
    assert digest == "678d62eb01e3b6aba47bab665255d3cb786de94b27f2fb0e15eeae67386fd87e"
    assert (
        link(1, genesis("0199-known"), FIRST, digest)
        == "031e16b2bc67f56103cfc2aff545a8994515ec78ee7cc8d7907326b0a871adf4"
    )


@pytest.mark.parametrize(
    "salt", [SALT.upper(), SALT[:-2], SALT + "00", f" {SALT}", SALT.replace("aa", "a a"), "", "zz"]
)
def test_the_same_bytes_written_another_way_are_another_value(salt: str) -> None:
    """Hexadecimal can be written in capitals and with spaces: such a change must not pass for none."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own message or ours
        digest_of(salt, "{}")
    with pytest.raises(ValueError):  # noqa: PT011
        link(1, genesis("x"), FIRST, salt * 2)
    with pytest.raises(ValueError):  # noqa: PT011
        link(1, salt * 2, FIRST, genesis("x"))


@given(TEXT, TEXT)
def test_two_bodies_have_two_digests(one: str, other: str) -> None:
    assert (digest_of(SALT, one) == digest_of(SALT, other)) == (one == other)


@pytest.mark.parametrize("field", Metadata._fields)
def test_every_field_of_an_entry_is_in_its_hash(field: str) -> None:
    digest, start = digest_of(SALT, "{}"), genesis("x")
    assert link(1, start, FIRST._replace(**{field: "other"}), digest) != link(1, start, FIRST, digest)


def test_place_and_past_are_in_the_hash() -> None:
    digest, start = digest_of(SALT, "{}"), genesis("x")
    assert (
        len({link(1, start, FIRST, digest), link(2, start, FIRST, digest), link(1, genesis("y"), FIRST, digest)}) == 3
    )
