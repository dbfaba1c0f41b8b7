"""From the bytes of a file to its text, in a way that can be walked back byte by byte.

Nothing is guessed: text is UTF-8, or what a byte order mark, the file itself or the user says it is. All else is
refused with the place of the first byte that does not fit and the encodings in which the file would be text.
"""

import codecs
import re
from collections.abc import Mapping

from ledger.errors import InputError, quoted
from ledger.sources.page import Raw
from ledger.sources.signatures import looks_binary, signature_of

MIB = 1024 * 1024
LARGEST = 20 * MIB
"""Bytes a file may have: some forty hours of speech with the time of every word."""

_LATIN = ("windows-1252", "windows-1250", "windows-1254")
_OTHERS = (
    "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "windows-1251", "windows-1253", "windows-1255", "windows-1256",
)  # fmt: skip
COMMON = (*_LATIN, *_OTHERS)
"""The encodings that are tried when a file is refused, by the names Python has for them."""

# What web pages say and what they mean by it: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT: Mapping[str, str] = {
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "l1", "cp1252"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80", "chinese"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean", "ksc5601"), "cp949"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "windows-1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620"), "cp874"),
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATIONS = (
    re.compile(rb"\s{0,99}<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE),
    re.compile(rb".{0,4000}?<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE | re.DOTALL),
)
_HEAD = 4096
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}")
# Python decodes by these too, but they are no encodings of a file of text.
_NOT_OF_FILES = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7", "undefined"})
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")
_LINE_END = re.compile("\r\n|\r|\n")
_WIDE = ("utf-16", "utf-32")
_LOOKED_AT = 4096


class FileTooLarge(InputError):
    """More bytes than are read at once."""

    def __init__(self, name: str, size: int) -> None:
        """Say both sizes."""
        super().__init__(
            f"{quoted(name)} has {size / MIB:.1f} MiB ({size} bytes); an episode's file may have {LARGEST // MIB} MiB.",
            "Give the transcript alone, without pictures and sound, or cut the file into parts.",
        )


class NotText(InputError):
    """A file of a kind that holds no plain text."""

    def __init__(self, name: str, what: str, hint: str) -> None:
        """Say what it is and what to do with it."""
        super().__init__(f"{quoted(name)} is {what}, not text.", hint)


class BadBytes(InputError):
    """A byte that does not belong to the encoding."""

    def __init__(self, name: str, codec: str, place: tuple[int, int], others: tuple[str, ...]) -> None:
        """Name the byte, its line, and the encodings in which the file would be text; which it is, people must say."""
        byte, line = place
        if others:
            told = f", or {', '.join(others[1:])}" if others[1:] else ""
            hint = f"Save it as UTF-8, or say how it was written: --encoding {others[0]}{told}. See if the words fit."
        else:
            hint = "Save it as UTF-8 in the program it comes from."
        super().__init__(f"{quoted(name)} is not {codec}: byte 0x{byte:02X} in line {line} does not fit.", hint)


class UnknownEncoding(InputError):
    """No encoding of text has that name."""

    def __init__(self, encoding: str) -> None:
        """Name some that there are."""
        super().__init__(f"No encoding of text is called {quoted(encoding)}.", f"Known: {', '.join(COMMON)} and more.")


class NotReversible(InputError):
    """The text would not give the same bytes again."""

    def __init__(self, name: str, codec: str) -> None:
        """Say what to do instead."""
        super().__init__(
            f"{quoted(name)} read as {codec} could not be written back byte by byte.",
            "The encoding may be another one; or save the file as UTF-8 and give that.",
        )


class UnstorableSign(InputError):
    """A NUL, or half of a surrogate pair, in a file of text."""

    def __init__(self, name: str, what: str, line: int, hint: str) -> None:
        """Name the line."""
        super().__init__(f"{quoted(name)}, line {line}: there is {what}, which cannot be stored.", hint)


def decode(name: str, data: bytes, *, encoding: str = "") -> Raw:
    """Read a file's bytes as text.

    Args:
        name: the file's name, for errors and for telling its kind.
        data: the whole file.
        encoding: what the user says it is; "" leaves it to the file: UTF-8, a byte order mark, or what it declares.

    Returns:
        The text, with the encoding in which it gives the same bytes again. A mark that UTF-16 begins with stays in
        the text as its first character, for only then does it; UTF-8 has an encoding for that (``utf-8-sig``).

    Raises:
        FileTooLarge, NotText, BadBytes, UnknownEncoding, NotReversible, UnstorableSign: as it says.
    """
    if len(data) > LARGEST:
        raise FileTooLarge(name, len(data))
    signature = signature_of(data)
    if signature:
        raise NotText(name, signature.what, signature.hint)
    codec = _chosen(data, encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _refusal(name, data, codec, error) from error
    _refuse_nul(name, text, codec, data)
    if not _gives(text, codec, data):
        raise NotReversible(name, codec)
    return Raw(name, text, codec, data)


def known_encoding(encoding: str) -> str:
    """The name by which an encoding is kept: ``UTF8`` is ``utf-8``, ``cp1252`` is ``windows-1252``.

    Raises:
        UnknownEncoding: if it is no encoding of text.
    """
    try:
        if not _NAME.fullmatch(encoding):
            raise UnknownEncoding(encoding)
        "".encode(encoding)  # which refuses codecs that are not of text, as their look-up does not
        found = codecs.lookup(encoding).name
    except (LookupError, UnicodeError, ValueError) as error:
        raise UnknownEncoding(encoding) from error
    if found in _NOT_OF_FILES:
        raise UnknownEncoding(encoding)
    return f"windows-{found[2:]}" if re.fullmatch("cp125[0-8]", found) else found


def _chosen(data: bytes, encoding: str) -> str:
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), "")
    if encoding:
        known = known_encoding(encoding)
        if known in {"utf-8", "utf-8-sig"}:
            return marked if marked == "utf-8-sig" else "utf-8"
        if known in {"utf-16", "utf-32"}:
            return marked if marked.startswith(known) else f"{known}-le"
        return known
    return marked or _declared(data)


def _declared(data: bytes) -> str:
    """UTF-8 if it is that, or if the file declares no encoding that there is: its decoding then says where it ends."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        head = data[:_HEAD]
        found = next((match for pattern in _DECLARATIONS if (match := pattern.match(head))), None)
        label = found[1].decode("ascii", "replace").lower() if found else ""
        try:
            return known_encoding(_MEANT.get(label, label))
        except UnknownEncoding:
            pass
    return "utf-8"


def _refusal(name: str, data: bytes, codec: str, error: UnicodeDecodeError) -> InputError:
    """Why the bytes are not the encoding's, as precisely as can be said."""
    before = data[: error.start].decode(codec, "ignore")
    line = _lines(before)
    if "surrogate" in error.reason or (codec.startswith("utf-8") and _SURROGATE.match(data, error.start)):
        return UnstorableSign(name, "half of a surrogate pair", line, "Save it as UTF-8 again in another program.")
    if not codec.startswith(_WIDE) and looks_binary(data):
        return NotText(name, "binary", "Give the text of the episode: a page, a transcript or plain text.")
    runs = re.findall(rb"[\x80-\xff]+", data[max(0, error.start - _LOOKED_AT) : error.start + _LOOKED_AT])
    accents = sum(len(run) == 1 for run in runs) * 2 > len(runs)  # single signs among letters of ASCII
    tried = (*_LATIN, *_OTHERS) if accents else (*_OTHERS, *_LATIN)
    others = tuple(other for other in tried if other != codec and _is_text(data, other))
    return BadBytes(name, codec, (data[error.start], line), others)


def _lines(before: str) -> int:
    return len(_LINE_END.findall(before)) + 1


def _is_text(data: bytes, codec: str) -> bool:
    """Whether the bytes are text in an encoding, to the last and back again, without signs that no text has."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    return not re.search("[\0-\x08\x0e-\x1a\x7f-\x9f\ue000-\uf8ff\ufffd]", text) and _gives(text, codec, data)


def _gives(text: str, codec: str, data: bytes) -> bool:
    return text.encode(codec, "replace") == data


def _refuse_nul(name: str, text: str, codec: str, data: bytes) -> None:
    """Refuse a NUL; a file full of them is more likely UTF-16 without its mark."""
    place = text.find("\0")
    if place < 0:
        return
    line = _lines(text[:place])
    for first, other in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[first:_LOOKED_AT:2]
        if not codec.startswith(_WIDE) and half.count(0) * 2 > len(half) > 0 and _is_text(data, other):
            raise UnstorableSign(name, "a NUL", line, f"It looks like UTF-16: --encoding {other}.")
    if looks_binary(text[:_LOOKED_AT].encode()):
        raise NotText(name, "binary", "Give the text of the episode: a page, a transcript or plain text.")
    raise UnstorableSign(name, "a NUL", line, "Remove it, or say how the file was written: --encoding NAME.")
