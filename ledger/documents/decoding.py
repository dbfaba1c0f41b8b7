"""From the bytes of a file to its text.

``decode`` reads what is kept as an episode's document, in a way that can be walked back byte by byte. Nothing is
guessed: text is UTF-8, or what a byte order mark, the file itself or the user says it is. All else is refused with the
place of the first byte that does not fit and the encodings in which the file would be text; files that are no plain
text are known by how they begin.

``decode_xml`` reads feeds, of which only items are kept. Many name an encoding they are not in, or have a broken byte
somewhere among thousands of items: it mends what it can and says what it did.
"""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.documents.page import Raw
from ledger.errors import InputError, quoted

MIB = 1024 * 1024
LARGEST = 20 * MIB
"""Bytes a file may have: some forty hours of speech with the time of every word."""

_LATIN = ("windows-1252", "windows-1250", "windows-1254")
_OTHERS = (
    "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "windows-1251", "windows-1253", "windows-1255", "windows-1256",
)  # fmt: skip
COMMON = (*_LATIN, *_OTHERS)
"""The encodings that are tried when a file is refused, by the names Python has for them."""

# Names that the web has and Python has not, and what the web means by a name: the larger set that the software behind
# it writes (https://encoding.spec.whatwg.org/#names-and-labels), by Python's names.
_LABELS: Mapping[str, str] = {
    "x-gbk": "gbk", "gb_2312-80": "gb2312", "x-sjis": "cp932", "windows-31j": "cp932", "x-x-big5": "big5",
    "windows-874": "cp874",
}  # fmt: skip
_MEANT: Mapping[str, str] = {
    "ascii": "windows-1252", "iso8859-1": "windows-1252", "iso8859-9": "windows-1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "big5": "big5hkscs",
}  # fmt: skip
_FALLBACK = "windows-1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_DECLARATION = re.compile(rb"\s*<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb".{0,4000}?<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE | re.DOTALL
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
    if marked:
        return marked
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            declared = _declared(data, _XML_DECLARATION, _META_CHARSET)
        except UnknownEncoding:
            declared = ""
        # What can be read byte by byte is not in UTF-16, whatever it says. Decoding it as UTF-8 says where that ends.
        if declared and not declared.startswith(_WIDE):
            return declared
    return "utf-8"


def _declared(data: bytes, *declarations: re.Pattern[bytes]) -> str:
    """The encoding that a file's first declaration means, UTF-8 if it has none.

    Raises:
        UnknownEncoding: if it is no encoding of text, or none in which that declaration could be read.
    """
    head = data[:_HEAD]
    found = next((match for pattern in declarations if (match := pattern.match(head))), None)
    if not found:
        return "utf-8"
    label = found[1].decode("ascii").lower()
    known = known_encoding(_LABELS.get(label, label))
    if not known.startswith(_WIDE) and "<".encode(known) != b"<":
        raise UnknownEncoding(label)
    return _MEANT.get(known, known)


def _refusal(name: str, data: bytes, codec: str, error: UnicodeDecodeError) -> InputError:
    """Why the bytes are not the encoding's, as precisely as can be said."""
    before = data[: error.start].decode(codec, "ignore")
    line = _lines(before)
    if "surrogate" in error.reason or (codec.startswith("utf-8") and _SURROGATE.match(data, error.start)):
        return UnstorableSign(name, "half of a surrogate pair", line, "Save it as UTF-8 again in another program.")
    if not codec.startswith(_WIDE) and _looks_binary(data):
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
    if _looks_binary(text[:_LOOKED_AT].encode()):
        raise NotText(name, "binary", "Give the text of the episode: a page, a transcript or plain text.")
    raise UnstorableSign(name, "a NUL", line, "Remove it, or say how the file was written: --encoding NAME.")


# Feeds

_UNMARKED = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARATION = re.compile(r"\s*<\?xml(?=[\s?])[^<>]*>")
_SEVEN_BIT = ("iso2022", "hz")  # looks like ASCII, and so like UTF-8


def decode_xml(data: bytes) -> tuple[str, list[str]]:
    """The text of an XML file, without its byte order mark and XML declaration, and warnings.

    A mark of the byte order decides; else UTF-8 if the bytes are that throughout; else what the file declares. Lines
    keep their numbers. Warnings: ``encoding_not_as_declared``, ``encoding_unknown``, ``undecodable_bytes=n``.
    """
    wide = next((codec for start, codec in (*_MARKS, *_UNMARKED) if data.startswith(start)), "")
    text, warnings = _with_faults(data, wide) if wide else _unmarked(data)
    text = text.removeprefix("\ufeff")
    declaration = _DECLARATION.match(text)
    if declaration:
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    return text, warnings


def beginning_of_xml(data: bytes, length: int) -> str:
    """The first few characters of an XML file, as far as they are ASCII: enough to tell what kind of file it is."""
    for start, codec in (*_MARKS, *_UNMARKED):
        if data.startswith(start):
            return data[: length * 4].decode(codec, "ignore")[:length].lstrip("\ufeff")
    return data[:length].decode("ascii", "ignore")


def _unmarked(data: bytes) -> tuple[str, list[str]]:
    try:
        declared, unknown = _declared(data, _XML_DECLARATION), []
    except UnknownEncoding:
        declared, unknown = _FALLBACK, ["encoding_unknown"]
    if not (declared.startswith(_SEVEN_BIT) and data.isascii()):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            honest = declared == "utf-8" or data.isascii()
            return text, unknown if honest or unknown else ["encoding_not_as_declared"]
    if declared.startswith("utf-"):
        return _broken_utf8(data)
    text, warnings = _with_faults(data, declared)
    return text, unknown + warnings


def _broken_utf8(data: bytes) -> tuple[str, list[str]]:
    """UTF-8 with a few broken places, or no UTF-8 at all: whichever there is more of."""
    text, warnings = _with_faults(data, "utf-8")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if good >= bad:
        return text, warnings
    text, warnings = _with_faults(data, _FALLBACK)
    return text, ["encoding_not_as_declared", *warnings]


def _with_faults(data: bytes, encoding: str) -> tuple[str, list[str]]:
    """Every byte that cannot be read becomes U+FFFD, and is counted."""
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, [f"undecodable_bytes={text.count(chr(0xFFFD))}"]


# Files that are no plain text, known by how they begin, and what to do with each.
_SAVE = "Open it, save it as plain text (UTF-8), and give that file."
_UNPACK = "Unpack it, and give the file that is in it."
_SOUND = "Give a transcript of it: .vtt, .srt, .json, .html or plain text."
_PICTURE = "Give the text that is to be seen in it."
_PAGE = "Save the page again as HTML only, and give that file."


@dataclass(frozen=True)
class Signature:
    """A kind of file: how it begins, as a pattern of bytes, and what a user can do instead."""

    what: str
    start: bytes
    hint: str

    def fits(self, data: bytes) -> bool:
        """Whether the file begins so."""
        return re.match(self.start, data, re.DOTALL) is not None


SIGNATURES: Sequence[Signature] = (
    Signature("compressed (gzip)", rb"\x1f\x8b", _UNPACK),
    Signature("compressed (bzip2)", rb"BZh[1-9]1AY&SY", _UNPACK),
    Signature("compressed (xz)", rb"\xfd7zXZ\0", _UNPACK),
    Signature("compressed (zstd)", rb"\x28\xb5\x2f\xfd", _UNPACK),
    Signature("an archive (7z)", rb"7z\xbc\xaf\x27\x1c", _UNPACK),
    Signature("an archive (rar)", rb"Rar!\x1a\x07", _UNPACK),
    Signature("an archive (zip)", rb"PK(?:\x05\x06|\x07\x08)", _UNPACK),
    Signature(
        "a zip archive or an office document (docx, odt, epub)",
        rb"PK\x03\x04",
        "Unpack it and give the file in it; open a document, save it as plain text (UTF-8), and give that.",
    ),
    Signature("a PDF", rb"\s{0,8}%PDF-", "Save its text (pdftotext does), read it through, and give that file."),
    Signature("an office document (doc, xls, ppt)", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _SAVE),
    Signature("a formatted document (RTF)", rb"\{\\rtf", _SAVE),
    Signature("a web archive", rb"bplist0", _PAGE),
    Signature(
        "a web archive (MHTML)",
        rb"(?:From|MIME-Version|Subject|Date): [^\n]{0,500}\n(?:[^\n]{0,500}\n){0,15}?Content-Type: multipart/related",
        _PAGE,
    ),
    Signature("a database (SQLite)", rb"SQLite format 3\0", "An episode is a page or a transcript."),
    Signature("a picture (PNG)", rb"\x89PNG\r\n", _PICTURE),
    Signature("a picture (JPEG)", rb"\xff\xd8\xff", _PICTURE),
    Signature("a picture (GIF)", rb"GIF8[79]a", _PICTURE),
    Signature("a picture (WebP)", rb"RIFF.{4}WEBP", _PICTURE),
    Signature("a recording (MP3)", rb"ID3[\x02-\x04]|\xff[\xf2\xf3\xfa\xfb]", _SOUND),
    Signature("a recording (MP4, M4A)", rb".{4}ftyp", _SOUND),
    Signature("a recording (Ogg)", rb"OggS\0", _SOUND),
    Signature("a recording (FLAC)", rb"fLaC\0", _SOUND),
    Signature("a recording (WAV)", rb"RIFF.{4}WAVE", _SOUND),
    Signature("a recording (Matroska, WebM)", rb"\x1a\x45\xdf\xa3", _SOUND),
)
"""To know one more kind of file, add its entry."""

_MOST = 0.1
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"


def signature_of(data: bytes) -> Signature | None:
    """The first kind of file that begins as this one does; None for text, and for what nobody knows."""
    return next((signature for signature in SIGNATURES if signature.fits(data)), None)


def _looks_binary(data: bytes) -> bool:
    """Whether more than a tenth of the beginning are control signs that no text has."""
    head = data[:_LOOKED_AT]
    return len(head) - len(head.translate(None, _CONTROLS)) > _MOST * len(head)
