"""Going out to the web: where a fetch goes, where it never goes, what it takes back. Servers are local."""

import random
import socket
import threading
import zlib
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
import trustme
from hypothesis import example, given
from hypothesis import strategies as st
from web_kit import (
    OTHER,
    PAGE,
    PUBLIC,
    answer,
    got,
    has_ipv6,
    onward,
    packed,
    secured,
    site,
    trusting,
    unreachable,
    web,
)

from ledger import __version__
from ledger.documents.fetch import (
    BadAddress,
    BadRedirect,
    CutShort,
    Fetched,
    FetchLimits,
    ForbiddenHost,
    NoConnection,
    RefusedRequest,
    TooLarge,
    TooSlow,
    UnknownHost,
    UnreadableAnswer,
    fetch,
)
from ledger.documents.fetch.addresses import closed, read_target
from ledger.errors import LedgerError

# What is fetched ------------------------------------------------------------------------------------------------------


def test_a_page_is_fetched_with_what_the_server_says_of_it():
    with web(
        {"/feed?a=1": answer(headers=('Content-Type: Text/XML; charset="ISO-8859-1"',))}, {"example.test": [[PUBLIC]]}
    ) as net:
        found = fetch("http://EXAMPLE.test/feed?a=1#part", limits=net.limits())
    assert found == Fetched(
        "http://EXAMPLE.test/feed?a=1#part", "http://example.test/feed?a=1", PAGE, "text/xml", "iso-8859-1"
    )
    assert net.dialled == [PUBLIC]


def test_a_request_says_what_asks_and_nothing_of_whoever_asks():
    with web({"/": answer()}, {"example.test": [[PUBLIC]]}) as net:
        fetch("http://example.test", limits=net.limits())
    [(_, headers)] = net.server.asked
    assert headers.pop("Accept").startswith("application/rss+xml")
    assert headers == {
        "Host": "example.test",
        "User-Agent": f"claim-ledger/{__version__}",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


@pytest.mark.parametrize(
    ("told", "kind", "encoding"),
    [
        ((), "", ""),
        (("Content-Type: nonsense",), "", ""),
        (("Content-Type: text/html;charset=utf-8;x=1",), "text/html", "utf-8"),
        (("Content-Type: text/html; charset=\x80\xff",), "text/html", ""),
    ],
)
def test_a_type_that_is_none_is_left_out(told, kind, encoding):
    with site({"/": answer(headers=told)}) as server:
        found = fetch(server.url, allow_loopback=True)
    assert (found.content_type, found.encoding) == (kind, encoding)


@pytest.mark.parametrize(
    "pages",
    [
        {"/": answer(length=False)},
        {"/": answer(b"2\r\n<r\r\n4\r\nss/>\r\n0\r\n\r\n", headers=("Transfer-Encoding: chunked",), length=False)},
        {"/": b"HTTP/1.1 100 Continue\r\n\r\n" + answer()},
        {"/": b"HTTP/1.0 200 OK\r\n\r\n" + PAGE},
        {"/": answer(packed(PAGE), headers=("Content-Encoding: gzip",))},
        {"/": answer(zlib.compress(PAGE), headers=("Content-Encoding: Deflate",))},
        {"/": answer(PAGE + b"more", headers=("Content-Length: 6",), length=False)},
        {"/": onward("/b/c"), "/b/c": onward("../d?e"), "/d?e": answer()},
        {"/": onward("http:/b", "301 Moved"), "/b": onward("//127.0.0.1:{port}/d", "308 There"), "/d": answer()},
        {"/": onward("/caf\xc3\xa9 1".encode("latin-1").decode("latin-1")), "/caf%C3%A9%201": answer()},
    ],
)
def test_a_page_comes_whole_however_it_is_sent(pages):
    with site({}) as server:
        port = str(server.server_port).encode()
        server.pages = {path: told.replace(b"{port}", port) for path, told in pages.items()}
        assert fetch(server.url, allow_loopback=True).data == PAGE


def test_the_next_network_address_is_asked_where_the_first_does_not_answer():
    with web({"/": answer()}, {"example.test": [[OTHER, PUBLIC]]}) as net:
        real = net.connect

        def connect(number, port, seconds):
            if number == OTHER:
                raise ConnectionRefusedError(111, "Connection refused")
            return real(number, port, seconds)

        assert (
            fetch("http://example.test", limits=FetchLimits(addresses_of=net.resolve, open_socket=connect)).data == PAGE
        )


# Where it never goes --------------------------------------------------------------------------------------------------

CLOSED = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.0.1",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", "100::1", "2001::1",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe", "2001:2::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1", "4000::1", "5f00::1", "8000::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1",
    "ff02::1", "ff0e::1", "", "example.org", "1.2.3", "0x7f.0.0.1",
)  # fmt: skip
OPEN = (
    "1.1.1.1", "8.8.8.8", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.0.1",
    "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.0.1", "198.17.0.1", "198.20.0.0", "223.255.255.255",
    PUBLIC, OTHER,
    "2001:4860:4860::8888", "2001:200::1", "2003::1", "2a00:1450::1", "64:ff9b::8.8.8.8",
)  # fmt: skip


@pytest.mark.parametrize("number", CLOSED)
def test_what_not_everybody_can_reach_is_closed(number):
    assert closed(number)


@pytest.mark.parametrize("number", OPEN)
def test_what_everybody_can_reach_is_open(number):
    assert closed(number) == ""


@pytest.mark.parametrize("number", CLOSED)
def test_only_this_machine_s_own_addresses_open_when_they_are_allowed(number):
    own = number in {"127.0.0.1", "127.255.0.1", "::1"}
    assert (closed(number, allow_loopback=True) == "") is own


@given(st.integers(0, 2**32 - 1).map(IPv4Address) | st.integers(0, 2**128 - 1).map(IPv6Address))
@example(IPv4Address("192.0.0.8"))
@example(IPv6Address("2001:10::1"))
def test_what_python_does_not_call_global_is_closed(address):
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert closed(str(address))


@given(st.sampled_from(CLOSED[:23]).map(lambda number: int(ip_address(number))), st.booleans())
def test_no_closed_address_is_open_inside_another(number, loopback):
    wrapped = (
        0xFFFF << 32 | number,
        0x64FF9B << 96 | number,
        0x2002 << 112 | number << 80,
        0x20010000 << 96 | number ^ 0xFFFFFFFF,
    )
    assert all(closed(str(IPv6Address(one)), allow_loopback=loopback) for one in wrapped)


@pytest.mark.parametrize("number", [number for number in CLOSED if number])
def test_a_name_that_leads_there_is_not_asked(number):
    limits = FetchLimits(addresses_of=lambda *_: [number], open_socket=unreachable)
    assert got("http://example.test/", limits=limits) is ForbiddenHost
    assert got("https://example.test/", limits=limits) is ForbiddenHost


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "localhost", "LOCALHOST.", "[::1]",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "\uff11\uff12\uff17.0.0.1",
     "127\u30020\u30020\u30021", "169.254.169.254", "[fe80::1]"],
)  # fmt: skip
def test_no_way_of_writing_such_an_address_gets_there(host):
    assert got(f"http://{host}/", limits=FetchLimits(open_socket=unreachable)) in {ForbiddenHost, UnknownHost}


@pytest.mark.skipif(not has_ipv6(), reason="this system has no IPv6")
def test_this_machine_s_address_of_the_sixth_version_is_asked_where_it_is_allowed():
    with site({"/": answer()}, host="::1") as server:
        url = f"http://[::1]:{server.server_port}/"
        assert got(url) is BadAddress
        assert got(url, allow_loopback=True) == PAGE


def test_this_machine_is_not_asked_unless_that_is_allowed():
    with site({"/": answer()}) as server:
        assert got(server.url) is BadAddress  # its port
        assert got("http://127.0.0.1:80/", limits=FetchLimits(open_socket=unreachable)) is ForbiddenHost
        assert server.asked == []
        assert got(server.url, allow_loopback=True) == PAGE
        assert got(f"http://localhost:{server.server_port}", allow_loopback=True) == PAGE


@pytest.mark.parametrize("number", ["10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "0.0.0.0"])
def test_where_this_machine_is_allowed_its_networks_are_not(number):
    limits = FetchLimits(addresses_of=lambda *_: [number], open_socket=unreachable)
    assert got("http://example.test/", allow_loopback=True, limits=limits) is ForbiddenHost


@pytest.mark.parametrize("port", [1, 22, 25, 8080, 65535])
def test_other_ports_than_the_web_s_are_asked_of_this_machine_only(port):
    limits = FetchLimits(addresses_of=lambda *_: [PUBLIC], open_socket=unreachable)
    assert got(f"http://example.test:{port}/", limits=limits) is BadAddress
    assert got(f"http://example.test:{port}/", allow_loopback=True, limits=limits) is BadAddress
    mixed = FetchLimits(addresses_of=lambda *_: ["127.0.0.1", PUBLIC], open_socket=unreachable)
    assert got(f"http://example.test:{port}/", allow_loopback=True, limits=mixed) is BadAddress


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/",
        "javascript:alert(1)", "data:text/html,x", "http://", "http:///feed", "http://:80/", "http://[::1/",
        "http://[1.2.3.4]/", "http://[fe80::1%25lo]/",
        "http://example.org:99999/", "http://example.org:-1/", "http://example.org:0x50/", "http://exa mple.org/",
        "http://example.org/a b", "http://example.org/\r\nX: y", "http://example.org\\@127.0.0.1/", "http://example.org/\x00",
        "http://..../", "http://-a/", "http://a_b..!/", "http://" + "a" * 300 + "/", "http://example.org/" + "a" * 5000,
        "http://\ud800.org/", "http://fa\u00df.de/", "http://ex\u2100mple.org/", "http://" + "\u00e9" * 70 + ".org/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_not_asked(url):
    with pytest.raises(BadAddress) as caught:
        fetch(url, limits=FetchLimits(addresses_of=unreachable, open_socket=unreachable))
    assert str(caught.value).isascii()
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "url", ["http://ann:secret@example.org/", "https://secret@example.org", "http://example.org@127.0.0.1/secret"]
)
def test_an_address_with_credentials_is_not_asked_and_not_shown(url):
    with pytest.raises(BadAddress, match="a user name or a password") as caught:
        fetch(url, limits=FetchLimits(addresses_of=unreachable, open_socket=unreachable))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://example.org", ("example.org", 80, "/")),
        ("HTTPS://Example.ORG.:443/a%20b?c=d/../e#f", ("example.org", 443, "/a%20b?c=d/../e")),
        ("https://example.org?x=\u00e9&y='\"", ("example.org", 443, "/?x=%C3%A9&y='%22")),
        ("http://b\u00fccher.example/", ("xn--bcher-kva.example", 80, "/")),
        ("http://[2606:2800:021F::1]/", ("2606:2800:21f::1", 80, "/")),
    ],
)
def test_an_address_is_taken_apart(url, asked):
    target = read_target(url)
    assert (target.host, target.port, target.path) == asked


def test_an_address_of_the_sixth_version_stands_in_brackets_in_the_request():
    with web({"/": answer()}, {}) as net:
        assert fetch(f"http://[{OTHER}]", limits=net.limits()).final_url == f"http://[{OTHER}]/"
    assert net.server.asked[0][1]["Host"] == f"[{OTHER}]"


NOISE = random.Random(1).randbytes(40_000)

# Redirects and answers that are none ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:text/html,x", "gopher://x/",
        "http://ann:secret@example.test/", "//ann@example.test/", "http://[::1", "http://example.test:99999/", "https:///x",
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_followed(location):
    with web({"/": onward(location)}, {"example.test": [[PUBLIC]]}) as net:
        assert got("http://example.test", limits=net.limits()) is BadRedirect
    assert net.dialled == [PUBLIC]


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "//localhost/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/",
     "http://[::ffff:10.0.0.1]/"],
)  # fmt: skip
def test_a_redirect_into_a_closed_network_is_not_followed(location):
    names = {"example.test": [[PUBLIC]], "localhost": [["127.0.0.1"]]}
    with web({"/": onward(location)}, names) as net:
        for allowed in (False, True):
            assert got("http://example.test", allow_loopback=allowed, limits=net.limits()) is ForbiddenHost
    assert set(net.dialled) == {PUBLIC}


def test_this_machine_may_send_on_within_itself_and_no_further():
    with site({"/": onward("/here"), "/here": answer(), "/out": onward("http://10.0.0.1/")}) as server:
        assert got(server.url, allow_loopback=True) == PAGE
        assert got(server.url + "/out", allow_loopback=True) is ForbiddenHost


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (answer(b"", status="404 Not Found"), RefusedRequest),
        (answer(b"", status="500 \x1b[2J"), RefusedRequest),
        (answer(b"", status="206 Partial Content"), RefusedRequest),
        (answer(b"", status="304 Not Modified", length=False), RefusedRequest),
        (answer(b"", status="302 Found"), RefusedRequest),
        (b"", NoConnection),
        (b"hello", UnreadableAnswer),
        (b"HTTP/1.1 abc\r\n\r\n", UnreadableAnswer),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000, UnreadableAnswer),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, UnreadableAnswer),
        (answer(headers=("Content-Length: 99999999999999999999",), length=False), TooLarge),
        (answer(b"5\r\nab", headers=("Transfer-Encoding: chunked",), length=False), CutShort),
        (answer(headers=("Content-Encoding: br",)), UnreadableAnswer),
        (answer(headers=("Content-Encoding: gzip, gzip",)), UnreadableAnswer),
        (answer(headers=("Content-Encoding: gzip",)), UnreadableAnswer),
        (answer(packed(PAGE)[:-9], headers=("Content-Encoding: gzip",)), CutShort),
        (answer(packed(PAGE) * 2, headers=("Content-Encoding: gzip",)), UnreadableAnswer),
        (answer(packed(NOISE) * 2, headers=("Content-Encoding: gzip",)), UnreadableAnswer),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "answer",
)  # fmt: skip
def test_an_answer_that_is_none_is_told_in_a_sentence(told, error):
    with site({"/": told}) as server, pytest.raises(error) as caught:
        fetch(server.url, allow_loopback=True, limits=FetchLimits(most_bytes=100_000))
    assert type(caught.value) is error
    assert str(caught.value).replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "told",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000,
        answer(b"-1\r\nab", headers=("Transfer-Encoding: chunked",), length=False),
        answer(b"zz\r\nab", headers=("Transfer-Encoding: chunked",), length=False),
    ],
    ids=["going on for ever", "a chunk below none", "a chunk of no number"],
)
def test_an_answer_against_the_rules_of_http_is_told_whatever_the_library_makes_of_it(told):
    with site({"/": told}) as server:
        assert got(server.url, allow_loopback=True, limits=FetchLimits(most_bytes=9)) in {
            TooLarge,
            CutShort,
            UnreadableAnswer,
        }


@pytest.mark.parametrize(
    ("status", "said"), [("404 Not Found", "the server answered 404 'Not Found'"), ("410", "the server answered 410.")]
)
def test_the_server_s_own_word_for_a_refusal_is_told(status, said):
    with site({"/": answer(b"", status=status)}) as server, pytest.raises(RefusedRequest, match=said):
        fetch(server.url, allow_loopback=True)


def test_a_body_without_end_is_left_at_the_limit():
    def endless():
        yield answer(b"", length=False)
        while True:
            yield bytes(10_000)

    with site({"/": endless}) as server:
        assert got(server.url, allow_loopback=True, limits=FetchLimits(most_bytes=300_000)) is TooLarge


def test_chunks_without_end_are_left_at_the_limit():
    def endless():
        yield answer(b"", headers=("Transfer-Encoding: chunked",), length=False)
        while True:
            yield b"1\r\nx\r\n"

    with site({"/": endless}) as server:
        assert got(server.url, allow_loopback=True, limits=FetchLimits(most_bytes=3_000)) is TooLarge


def test_a_server_that_says_nothing_is_left_when_the_time_is_over():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert got(url, allow_loopback=True, limits=FetchLimits(seconds=0.2)) is TooSlow
        assert got(url.replace("http", "https"), allow_loopback=True, limits=FetchLimits(seconds=0.2)) is TooSlow


def test_a_resolver_that_never_answers_is_left_when_the_time_is_over():
    done = threading.Event()
    limits = FetchLimits(addresses_of=lambda *_: done.wait() and [], open_socket=unreachable, seconds=0.1)
    try:
        assert got("http://example.test", limits=limits) is TooSlow
    finally:
        done.set()


@pytest.mark.parametrize(
    "failure",
    [socket.gaierror(socket.EAI_NONAME, "Name or service not known"), UnicodeError("label too long"), OSError()],
)
def test_a_name_that_is_not_there_is_told(failure):
    def resolve(*_):
        raise failure

    assert got("http://example.test", limits=FetchLimits(addresses_of=resolve, open_socket=unreachable)) is UnknownHost
    assert (
        got("http://example.test", limits=FetchLimits(addresses_of=lambda *_: [], open_socket=unreachable))
        is UnknownHost
    )


def test_a_fault_of_the_program_in_resolving_is_not_taken_for_a_missing_name():
    def resolve(*_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fetch("http://example.test", limits=FetchLimits(addresses_of=resolve, open_socket=unreachable))


def test_nobody_answering_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert got(f"http://127.0.0.1:{port}/", allow_loopback=True) is NoConnection


def test_a_server_that_speaks_no_tls_is_told():
    with site({"/": answer()}) as server:
        assert got(server.url.replace("http", "https"), allow_loopback=True) is NoConnection


def test_a_trusted_certificate_made_out_to_the_host_is_taken():
    authority = trustme.CA()
    with secured(authority, {"/": answer()}) as server:
        assert got(server.secure, allow_loopback=True, limits=trusting(authority)) == PAGE


# Anything -------------------------------------------------------------------------------------------------------------

PIECES = (
    b"HTTP/1.1 200 OK", b"HTTP/1.1 302 Found", b"HTTP/1.1 100 Continue", b"HTTP/9.9 ", b"\r\n", b"\n", b"\r\n\r\n",
    b"Content-Length: ", b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Location: ", b"Content-Type: ",
    b"; charset=", b"http://", b"127.0.0.1", b"//", b":", b"5", b"-1", b"f" * 20, b"9" * 5000, b"\0", b"\xff",
    b" ", b"\t", b"x", b"0\r\n\r\n", packed(b"x" * 2000), b"=?utf-8?q?=ff?=", b"charset*=utf-8''%ff",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join) | st.binary(max_size=300), st.booleans())
@example(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nx", False)
def test_whatever_is_answered_gives_a_page_or_a_sentence(told, whole):
    ours, theirs = socket.socketpair()
    theirs.sendall(b"HTTP/1.1 200 OK\r\n" * whole + told)
    theirs.shutdown(socket.SHUT_WR)
    limits = FetchLimits(addresses_of=lambda *_: [PUBLIC], open_socket=lambda *_: ours, most_bytes=1_000, redirects=0)
    with theirs:
        try:
            found = fetch("http://example.test/", limits=limits)
        except LedgerError as error:
            assert str(error).isascii()  # noqa: PT017 - either may come
        else:
            assert len(found.data) <= 1_000
    assert ours.fileno() == -1


SIGNS = ("http", "s", ":", "/", "//", "@", "[", "]", "::1", "127.0.0.1", ".", "%", "#", "?", "\\", "xn--", "a",
         "\u3002", "80", " ", "\t")  # fmt: skip


@given(st.text(max_size=60) | st.lists(st.sampled_from(SIGNS)).map("".join))
def test_whatever_is_given_as_an_address_gives_a_target_or_a_sentence(url):
    seen: list[str] = []

    def resolve(host, port):
        seen.append(host)
        return ["10.0.0.1"]

    with pytest.raises(LedgerError):
        fetch(url, limits=FetchLimits(addresses_of=resolve, open_socket=unreachable))
    assert all(host.isascii() and not set(host) & set("/@?# %[]\\") for host in seen)
