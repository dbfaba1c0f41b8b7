"""From the bytes of a feed to its text, whatever its first line says: many feeds name an encoding they are not in."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the first half of it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"\A\s*<\?xml[^<>]*?\sencoding\s*=\s*[\"']([A-Za-z][\w.:-]{0,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml(?=[\s?])[^<>]*>")
_HEAD = 1_000
_FALLBACK = "cp1252"

# What a name means in practice (WHATWG Encoding Standard): the larger set that the software behind it writes.
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_TAKEN = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp866", "cp874", "cp932", "cp949", "gb18030", "big5hkscs", "euc_jp",
     "koi8-r", "koi8-u", "mac-roman", "iso2022_jp", "hz"}
    | {f"cp125{n}" for n in range(9)} | {f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
)  # fmt: skip
_SEVEN_BIT = frozenset({"iso2022_jp", "hz"})  # looks like ASCII, and so like UTF-8


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of a feed, without its byte order mark and XML declaration, and warnings.

    A mark of the byte order decides; else UTF-8 if the bytes are that throughout; else what the file declares. Lines
    keep their numbers. Warnings: ``encoding_not_as_declared``, ``encoding_unknown``, ``undecodable_bytes=n``.
    """
    marked = next((pair for pair in _BOMS if data.startswith(pair[0])), None)
    if marked:
        text, warnings = _with_faults(data[len(marked[0]) :], marked[1])
    else:
        text, warnings = _unmarked(data)
    declaration = _DECLARATION.match(text)
    if declaration:
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    return text, warnings


def beginning(data: bytes, length: int) -> str:
    """The first few characters, as far as they are ASCII: enough to tell what kind of file it is."""
    for mark, encoding in (*_BOMS, *_UNMARKED):
        if data.startswith(mark):
            return data[: length * 4].decode(encoding, "ignore")[:length].lstrip("\ufeff")
    return data[:length].decode("ascii", "ignore")


def _unmarked(data: bytes) -> tuple[str, list[str]]:
    wide = next((encoding for start, encoding in _UNMARKED if data.startswith(start)), None)
    if wide:
        return _with_faults(data, wide)
    found = _DECLARED.match(data[:_HEAD])
    declared, unknown = _meant(found[1].decode("ascii") if found else "utf-8")
    if not (declared in _SEVEN_BIT and data.isascii()):
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


def _meant(declared: str) -> tuple[str, list[str]]:
    """The decoder for a declared name; one that is unknown, or no encoding of text, is read as Western European."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    name = _MEANT.get(name, name)
    return (name, []) if name in _TAKEN else (_FALLBACK, ["encoding_unknown"])


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
