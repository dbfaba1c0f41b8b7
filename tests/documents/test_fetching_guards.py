"""What keeps a fetch where it should be. Each stands beside the code without it, which the same check must catch."""

import ssl
import tracemalloc
import urllib.request
import zlib
from contextlib import contextmanager
from functools import partial
from urllib.parse import urljoin

import pytest
import trustme
from web_kit import PAGE, PUBLIC, Dripping, answer, got, onward, packed, secured, site, ticking, trusting, web

from ledger.documents import fetch as fetching
from ledger.documents.fetch import (
    BadRedirect,
    CutShort,
    Fetched,
    FetchLimits,
    ForbiddenHost,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    UntrustedHost,
    connection,
    fetch,
)
from ledger.documents.fetch.addresses import closed, read_target

# A check takes a folder of its own, and fails where the guard is not there.


def every_number_is_looked_at(_folder):
    with web({"/": answer()}, {"example.test": [[PUBLIC, "127.0.0.1"]]}) as net:
        assert got("http://example.test", limits=net.limits()) is ForbiddenHost
    assert net.dialled == []


def a_name_is_looked_up_once(_folder):
    """DNS rebinding: the name leads to the public first, and to this machine when it is asked again."""
    with web({"/": answer()}, {"example.test": [[PUBLIC], ["127.0.0.1"]]}) as net:
        assert got("http://example.test", limits=net.limits()) == PAGE
    assert (net.resolved, net.dialled) == (["example.test"], [PUBLIC])


def every_host_on_the_way_is_looked_at(_folder):
    pages = {"/": onward("http://inside.test/secret"), "/secret": answer()}
    with web(pages, {"example.test": [[PUBLIC]], "inside.test": [["10.0.0.1"]]}) as net:
        assert got("http://example.test", limits=net.limits()) is ForbiddenHost
    assert [path for path, _ in net.server.asked] == ["/"]


def a_name_that_comes_back_is_looked_at_again(_folder):
    pages = {"/": onward("http://example.test/secret"), "/secret": answer()}
    with web(pages, {"example.test": [[PUBLIC], ["127.0.0.1"]]}) as net:
        assert got("http://example.test", limits=net.limits()) is ForbiddenHost
    assert net.dialled == [PUBLIC]


def the_web_does_not_lead_to_this_machine(_folder):
    pages = {"/": onward("http://localhost/secret"), "/secret": answer()}
    with web(pages, {"example.test": [[PUBLIC]], "localhost": [["127.0.0.1"]]}) as net:
        assert got("http://example.test", allow_loopback=True, limits=net.limits()) is ForbiddenHost
    assert [path for path, _ in net.server.asked] == ["/"]


def https_stays_https(_folder):
    authority = trustme.CA()
    with site({"/secret": answer()}) as plain, secured(authority, {"/": onward(f"{plain.url}/secret")}) as server:
        assert got(server.secure, allow_loopback=True, limits=trusting(authority)) is BadRedirect
    assert (len(server.asked), plain.asked) == (1, [])


def redirects_end(_folder):
    with site({"/": onward("/again"), "/again": onward("/again")}) as server:
        assert got(server.url, allow_loopback=True) is TooManyRedirects
    assert len(server.asked) == 4


def the_clock_runs_over_everything(_folder):
    """A body that comes piece by piece, each well in time; it would end, in the end."""

    def drip():
        yield answer(b"", length=False)
        for _ in range(2_000):
            yield b"x" * 1_000

    with site({"/": drip}) as server:
        assert got(server.url, allow_loopback=True, limits=FetchLimits(now=ticking(), seconds=15)) is TooSlow


def headers_may_not_drip(_folder):
    """Byte by byte, each a second after the other, in a line that would be too long in the end."""
    limits = FetchLimits(
        addresses_of=lambda *_: [PUBLIC], open_socket=lambda *_: Dripping(), now=ticking(), seconds=500
    )
    assert got("http://example.test", limits=limits) is TooSlow


def a_body_ends_where_the_limit_is(_folder):
    with site({"/": answer(b"x" * 1001, length=False), "/fits": answer(b"x" * 1000, length=False)}) as server:
        assert got(server.url, allow_loopback=True, limits=FetchLimits(most_bytes=1000)) is TooLarge
        assert got(server.url + "/fits", allow_loopback=True, limits=FetchLimits(most_bytes=1000)) == b"x" * 1000


def a_body_that_is_cut_is_no_body(_folder):
    with site({"/": answer(headers=("Content-Length: 7",), length=False)}) as server:
        assert got(server.url, allow_loopback=True) is CutShort


def a_bomb_is_not_unpacked(_folder):
    """Thirty megabytes in thirty kilobytes: refused, and never held."""
    with site({"/": answer(packed(bytes(30_000_000)), headers=("Content-Encoding: gzip",))}) as server:
        tracemalloc.start()
        try:
            assert got(server.url, allow_loopback=True, limits=FetchLimits(most_bytes=100_000)) is TooLarge
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 5_000_000


def no_proxy_is_asked(_folder):
    with site({"/": answer()}) as server, site({"*": answer(b"theirs")}) as proxy, proxied(proxy.url):
        assert got(server.url, allow_loopback=True) == PAGE
    assert proxy.asked == []


def a_certificate_must_be_trusted(folder):
    """Neither one that vouches for itself nor one of an authority that nobody knows."""
    authority = trustme.CA()
    own = folder / "own.pem"
    own.write_bytes(authority.private_key_pem.bytes() + authority.cert_pem.bytes())
    for certificate in (None, own):
        with secured(authority, {"/": answer()}, own=certificate) as server:
            assert got(server.secure, allow_loopback=True) is UntrustedHost
        assert server.asked == []


def a_certificate_must_be_made_out_to_the_host(_folder):
    authority = trustme.CA()
    with secured(authority, {"/": answer()}, name="example.org") as server:
        assert got(server.secure, allow_loopback=True, limits=trusting(authority)) is UntrustedHost
    assert server.asked == []


@contextmanager
def proxied(url):
    """An environment that names a proxy for everything."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            patch.setenv(name, url)
        for name in ("no_proxy", "NO_PROXY"):
            patch.delenv(name, raising=False)
        yield


def looks_at_the_first(target, clock, *, allow_loopback):
    numbers = tuple(connection.look_up(target, clock))
    if closed(numbers[0], allow_loopback=allow_loopback):
        raise ForbiddenHost(target.host, numbers[0], "closed")
    return numbers


def looks_up_again(target, _numbers, clock):
    return connection.reach(target, connection.look_up(target, clock), clock)


def looks_at_the_first_host():
    """What is done once for an address as given, and no more on the way."""
    looked: list[str] = []
    carefully = fetching._numbers

    def numbers(target, clock, *, allow_loopback):
        looked.append(target.host)
        if len(looked) == 1:
            return carefully(target, clock, allow_loopback=allow_loopback)
        return tuple(connection.look_up(target, clock))

    return numbers


def believes_anybody(plain, target, _clock):
    return ssl._create_unverified_context().wrap_socket(plain, server_hostname=target.host)


def believes_any_name(plain, _target, clock):
    context = clock.limits.trust()
    context.check_hostname = False
    return context.wrap_socket(plain)


def unpacks_at_once(pieces, _target, _most):
    yield zlib.decompress(b"".join(pieces), 31)


def fetches_as_usual(url, **_):
    with urllib.request.urlopen(url) as response:
        return Fetched(url, response.url, response.read())


CHECKS = (
    every_number_is_looked_at, a_name_is_looked_up_once, every_host_on_the_way_is_looked_at,
    a_name_that_comes_back_is_looked_at_again, the_web_does_not_lead_to_this_machine, https_stays_https, redirects_end,
    the_clock_runs_over_everything, headers_may_not_drip, a_body_ends_where_the_limit_is,
    a_body_that_is_cut_is_no_body, a_bomb_is_not_unpacked, no_proxy_is_asked,
    a_certificate_must_be_trusted, a_certificate_must_be_made_out_to_the_host,
)  # fmt: skip
MUTANTS = (
    (every_number_is_looked_at, fetching, "_numbers", lambda: looks_at_the_first),
    (a_name_is_looked_up_once, fetching, "reach", lambda: looks_up_again),
    (every_host_on_the_way_is_looked_at, fetching, "_numbers", looks_at_the_first_host),
    (a_name_that_comes_back_is_looked_at_again, fetching, "_numbers", looks_at_the_first_host),
    (the_web_does_not_lead_to_this_machine, fetching, "_numbers", looks_at_the_first_host),
    (the_web_does_not_lead_to_this_machine, fetching, "is_loopback", lambda: lambda _number: True),
    (https_stays_https, fetching, "sent_on", lambda: lambda old, new: read_target(urljoin(old.url, new))),
    (redirects_end, fetching, "fetch", lambda: partial(fetch, limits=FetchLimits(redirects=20))),
    (the_clock_runs_over_everything, connection.Clock, "left", lambda: lambda self, _host: self.limits.seconds),
    (headers_may_not_drip, connection.Clock, "left", lambda: lambda self, _host: self.limits.seconds),
    (a_body_ends_where_the_limit_is, connection, "_body", lambda: lambda response, *_: response.read()),
    (
        a_body_that_is_cut_is_no_body,
        connection,
        "_pieces",
        lambda: lambda response, _: iter(lambda: response.read(9), b""),
    ),
    (a_bomb_is_not_unpacked, connection, "CODINGS", lambda: {"gzip": unpacks_at_once}),
    (no_proxy_is_asked, fetching, "fetch", lambda: fetches_as_usual),
    (a_certificate_must_be_trusted, connection, "_secured", lambda: believes_anybody),
    (a_certificate_must_be_made_out_to_the_host, connection, "_secured", lambda: believes_any_name),
)


@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_a_guard_holds(check, tmp_path):
    check(tmp_path)
    assert check in {guarded for guarded, *_ in MUTANTS}


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{one[0].__name__}-{one[2]}" for one in MUTANTS])
def test_code_without_the_guard_is_caught(mutant, tmp_path, monkeypatch):
    check, place, name, made = mutant
    monkeypatch.setattr(place, name, made())
    with pytest.raises(AssertionError):
        check(tmp_path)
