"""Bytes to text and back: nothing is guessed, and what is refused is refused with its place."""

import codecs
import gzip
import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.documents import decoding
from ledger.documents.decoding import (
    COMMON,
    LARGEST,
    SIGNATURES,
    BadBytes,
    FileTooLarge,
    NotReversible,
    NotText,
    UnknownEncoding,
    UnstorableSign,
    decode,
    known_encoding,
    signature_of,
)
from ledger.documents.page import Raw
from ledger.errors import InputError

CHINESE = "今天我们讨论朝鲜问题。"
# Written as numbers: text in many scripts, and what it is called.
SAMPLES = {
    "windows-1252": "Caf\u00e9 \u2014 \u201cna\u00efve\u201d",
    "windows-1251": "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440",
    "gb18030": CHINESE,
    "big5hkscs": "\u4eca\u5929\u8a0e\u8ad6",
    "cp932": "\u3053\u3093\u306b\u3061\u306f\u3001\u4e16\u754c",
    "cp949": "\uc548\ub155\ud558\uc138\uc694",
}


def check_round_trip(raw, data):
    """The text, encoded as it says, gives the file again."""
    assert raw.text.encode(raw.encoding) == raw.data == data


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        (b"plain\r\nlines\rof\n", "plain\r\nlines\rof\n", "utf-8"),
        (CHINESE.encode(), CHINESE, "utf-8"),
        (codecs.BOM_UTF8 + CHINESE.encode(), CHINESE, "utf-8-sig"),
        (codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), "\ufeff" + CHINESE, "utf-16-le"),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), "\ufeff" + CHINESE, "utf-16-be"),
        (codecs.BOM_UTF32_LE + CHINESE.encode("utf-32-le"), "\ufeff" + CHINESE, "utf-32-le"),
        (codecs.BOM_UTF32_BE + CHINESE.encode("utf-32-be"), "\ufeff" + CHINESE, "utf-32-be"),
        ("\U0001f399 on air".encode(), "\U0001f399 on air", "utf-8"),
    ],
)
def test_a_file_says_itself_how_it_was_written(data, text, encoding):
    raw = decode("a.txt", data)
    assert (raw.name, raw.text, raw.encoding) == ("a.txt", text, encoding)
    check_round_trip(raw, data)


@pytest.mark.parametrize("declaration", [
    '<meta charset="{}">', "<html><head><META  CHARSET={} >", '<?xml version="1.0" encoding="{}"?><html>',
    '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={}">',
])  # fmt: skip
@pytest.mark.parametrize(("label", "encoding"), [
    ("windows-1252", "windows-1252"), ("ISO-8859-1", "windows-1252"), ("GBK", "gb18030"), ("gb2312", "gb18030"),
    ("windows-1251", "windows-1251"), ("Shift_JIS", "cp932"), ("EUC-KR", "cp949"), ("Big5", "big5hkscs"),
    ("x-gbk", "gb18030"), ("windows-31j", "cp932"), ("x-sjis", "cp932"),
])  # fmt: skip
def test_what_a_page_declares_is_taken_at_its_word(declaration, label, encoding):
    data = f"{declaration.format(label)}{SAMPLES[encoding]}".encode(encoding)
    raw = decode("a.html", data)
    assert raw.encoding == encoding
    assert raw.text.endswith(SAMPLES[encoding])
    check_round_trip(raw, data)


def test_utf_8_counts_for_more_than_a_declaration():
    data = f'<meta charset="windows-1252">{CHINESE}'.encode()
    assert decode("a.html", data).encoding == "utf-8"


@pytest.mark.parametrize("label", ["", "utf-8", "nonsense", "base64", "rot13", "utf-7", "utf-16", "utf-32", "cp037"])
def test_a_declaration_that_is_wrong_or_no_encoding_leaves_the_file_refused(label):
    data = f'<meta charset="{label}">'.encode() + "\u00e9".encode("latin-1")
    with pytest.raises(BadBytes, match="is not utf-8: byte 0xE9 in line 1"):
        decode("a.html", data)


@pytest.mark.parametrize("encoding", SAMPLES)
def test_the_user_says_what_nothing_else_does(encoding):
    data = f"one\n{SAMPLES[encoding]}\n".encode(encoding)
    raw = decode("a.txt", data, encoding=encoding)
    assert SAMPLES[encoding] in raw.text
    check_round_trip(raw, data)


@pytest.mark.parametrize("encoding", SAMPLES)
def test_a_file_that_nothing_speaks_for_is_refused_with_what_would_read_it(encoding):
    data = f"one\r\ntwo\rthree\n{SAMPLES[encoding]}".encode(encoding)
    with pytest.raises(BadBytes) as refused:
        decode("a.txt", data)
    assert "in line 4 does not fit" in refused.value.message
    assert encoding in refused.value.hint
    assert "--encoding" in refused.value.hint


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("The d\u00e9tente of the caf\u00e9s \u2014 na\u00efve?".encode("cp1252"), "windows-1252"),
        (CHINESE.encode("gb18030"), "gb18030"),
    ],
)
def test_the_likelier_encoding_is_offered_first(data, encoding):
    with pytest.raises(BadBytes) as refused:
        decode("a.txt", data)
    assert f"--encoding {encoding}" in refused.value.hint


def test_the_first_byte_that_does_not_fit_is_named():
    with pytest.raises(BadBytes, match=r"'a\.txt' is not utf-8: byte 0x93 in line 3 does not fit"):
        decode("a.txt", b"good\ngood too\nbad \x93here\x94\n\x80")


def test_an_encoding_that_would_give_signs_no_text_has_is_not_offered():
    with pytest.raises(BadBytes) as refused:
        decode("a.txt", b"caf\xe9 \x81")  # 0x81 is nothing in windows-1252
    assert "windows-1252" not in refused.value.hint


def test_the_encoding_given_must_fit_too():
    with pytest.raises(BadBytes, match="is not windows-1252: byte 0x81 in line 2"):
        decode("a.txt", b"one\n\x81", encoding="cp1252")


@pytest.mark.parametrize(
    ("data", "encoding", "told"),
    [
        (codecs.BOM_UTF8 + b"a", "utf-8", "utf-8-sig"),
        (b"a", "utf-8-sig", "utf-8"),
        (b"a", "UTF8", "utf-8"),
        (codecs.BOM_UTF16_BE + "a".encode("utf-16-be"), "utf-16", "utf-16-be"),
        ("a".encode("utf-16-le"), "utf-16", "utf-16-le"),
        (b"a", "latin1", "iso8859-1"),
        (b"a", "CP1252", "windows-1252"),
    ],
)
def test_an_encoding_is_kept_under_one_name(data, encoding, told):
    raw = decode("a.txt", data, encoding=encoding)
    assert raw.encoding == told
    check_round_trip(raw, data)


@pytest.mark.parametrize(
    "encoding",
    ["klingon", "base64", "hex", "zlib", "rot13", "utf-7", "punycode", "idna", "unicode_escape", "undefined",
     "a\0b", "../etc/passwd", "utf 8", "x" * 99, "\u00e9", "-"],
)  # fmt: skip
def test_what_is_no_encoding_of_text_is_refused(encoding):
    with pytest.raises(UnknownEncoding, match="No encoding of text is called"):
        decode("a.txt", b"a", encoding=encoding)


def test_every_encoding_that_is_offered_can_be_given():
    for name in COMMON:
        assert known_encoding(name) in COMMON


def test_text_that_would_not_give_its_bytes_again_is_refused():
    data = b"\x1b$B\x1b(Bplain"  # signs of shifting, with nothing between
    assert data.decode("iso2022_jp") == "plain"
    with pytest.raises(NotReversible, match="could not be written back byte by byte"):
        decode("a.txt", data, encoding="iso-2022-jp")


@pytest.mark.parametrize(
    ("data", "encoding", "what"),
    [
        (b"one\ntwo\0three", "", "line 2: there is a NUL"),
        (b"one\r\n\r\n\xed\xa0\x80", "", "line 3: there is half of a surrogate pair"),
        (
            codecs.BOM_UTF16_LE + "a\n".encode("utf-16-le") + b"\x00\xd8a\x00",
            "",
            "line 2: there is half of a surrogate",
        ),
        (codecs.BOM_UTF16_BE + "a\nbook\0worm".encode("utf-16-be"), "", "line 2: there is a NUL"),
        (b"In the caf\xe9\0", "latin-1", "line 1: there is a NUL"),
    ],
)
def test_a_nul_and_half_of_a_pair_are_refused_with_their_line(data, encoding, what):
    with pytest.raises(UnstorableSign, match=what):
        decode("a.txt", data, encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_recognised_but_not_read_unasked(encoding):
    data = "Good morning.\n".encode(encoding)
    with pytest.raises(UnstorableSign) as refused:
        decode("a.txt", data)
    assert f"--encoding {encoding}" in refused.value.hint
    assert decode("a.txt", data, encoding=encoding).text == "Good morning.\n"


def test_too_large_a_file_is_refused_with_its_size_before_anything_is_done_with_it(monkeypatch):
    monkeypatch.setattr(decoding, "LARGEST", 10)
    assert decode("a.txt", b"x" * 10).text == "x" * 10
    with pytest.raises(FileTooLarge, match=r"has 0\.0 MiB \(11 bytes\)"):
        decode("a.txt", b"\x1f\x8b" + b"x" * 9)
    assert LARGEST == 20 * 1024 * 1024


def zipped():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


BINARIES = {
    "gzip": gzip.compress(b"text", mtime=0),
    "office document (docx": zipped(),
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "RTF": b"{\\rtf1\\ansi Plain}",
    "doc, xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9,
    "MHTML": b"From: <Saved>\r\nSubject: A page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "MP3": b"ID3\x04\0\0",
    "MP4": b"\0\0\0\x20ftypM4A ",
    "WAV": b"RIFF\0\0\0\0WAVEfmt ",
    "SQLite": b"SQLite format 3\0",
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize(("what", "data"), BINARIES.items(), ids=BINARIES)
def test_files_of_other_kinds_are_recognised_and_refused_with_what_to_do(what, data):
    with pytest.raises(NotText) as refused:
        decode("episode", data)
    assert what in refused.value.message
    assert refused.value.hint.endswith((".", "text."))


@pytest.mark.parametrize(
    "text",
    ["A great WAVE of news", "ID3 tags are old", "RIFF raff", "GIF8 or not", "BZh7 is a room", "PK said",
     "From: here\nto there", "MIME-Version: 1.0\nis a line of a letter\n", "OggS was", "{\\rt"],
)  # fmt: skip
def test_text_that_begins_like_another_kind_is_text(text):
    assert signature_of(text.encode()) is None
    assert decode("a.txt", text.encode()).text == text


def test_every_signature_has_a_way_out():
    for signature in SIGNATURES:
        assert signature.hint.endswith(".")


@given(
    st.binary(max_size=200), st.sampled_from(["", "utf-8", "utf-16", "windows-1252", "gb18030", "cp932", "big5hkscs"])
)
@example(codecs.BOM_UTF16_LE, "")
@example(codecs.BOM_UTF16_LE + b"a", "")
@example(b"\xff\xfe\0\0", "utf-16")
def test_any_bytes_are_read_with_a_way_back_or_refused_with_a_sentence(data, encoding):
    try:
        raw = decode("a", data, encoding=encoding)
    except InputError:
        return
    check_round_trip(raw, data)
    assert "\0" not in raw.text
    assert raw.text.encode().decode() == raw.text  # no half of a pair either


def check_never_guesses(decoder):
    """Text in none of the encodings is read without being told which."""
    for encoding, text in SAMPLES.items():
        try:
            found = decoder("a.txt", text.encode(encoding))
        except BadBytes:
            continue
        raise AssertionError(f"{encoding} was read as {found.text!a}")


def test_a_decoder_that_guesses_is_caught():
    def careless(name, data):
        return Raw(name, data.decode("cp1252", "replace"), "windows-1252", data)

    check_never_guesses(decode)
    with pytest.raises(AssertionError, match="was read as"):
        check_never_guesses(careless)
