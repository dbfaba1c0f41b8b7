"""What people read of a text that may be HTML: paragraphs of plain text, in which no markup is left.

A text is HTML if it holds tags; then line ends mean nothing and its block elements part paragraphs. Else every line
is a paragraph. Text that was encoded once too often (``&lt;p&gt;`` where ``<p>`` is meant) is decoded until its tags
show. Every pattern looks no further than the next ``<``, so that time grows with the text alone.
"""

import re
import unicodedata
from html import unescape

_TIMES = 3
_BLOCK_NAMES = (
    "address article aside blockquote br caption dd details dialog dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol optgroup option p pre section summary table tbody tfoot"
    " thead title tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CELLS = frozenset({"td", "th"})
_TOKEN = re.compile(
    r"(?P<unread><(?P<of>script|style)(?![^\s/>])[^<>]*>.*?(?:</(?P=of)(?![^\s/>])[^<>]*>|\Z))"
    r"|(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<cdata><!\[CDATA\[|\]\]>)"
    r"|</?(?P<tag>[a-z][a-z0-9]*+(?:[:-][a-z0-9]++)*+)(?=[\s/>])(?:(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>|[^<>]*>)"
    r"|<(?P<odd>[a-z!?/][^<>]*)>",
    re.DOTALL | re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-z!?/][^<>]*>", re.IGNORECASE)
_OPENING = re.compile(r"<(?=[a-z!?/])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#x[0-9a-f]{1,8}|[a-z][a-z0-9]{1,40});", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def plain(text: str) -> str:
    """The paragraphs of a text that may be HTML, one a line, in Unicode normal form C; "" if nothing is to be read."""
    if "<" not in text and "&" not in text:
        return _folded(text)
    return _folded(_bare(_without_tags(_encoded_no_further(text))))


def line(text: str) -> str:
    """The same on one line, for titles and names."""
    return " ".join(plain(text).split())


def _encoded_no_further(text: str) -> str:
    """The text decoded until tags show; as it was if none do."""
    decoded = text
    for _ in range(_TIMES + 1):
        if _MARKUP.search(decoded):
            return decoded
        decoded = decode(decoded)
    return text


def decode(text: str) -> str:
    """HTML's entities as characters; without its semicolon an ampersand is one (``?a=1&copy=2``)."""
    return _ENTITY.sub(lambda found: unescape(found[0]), text)


def _without_tags(text: str) -> str:
    pieces: list[str] = []
    place = 0
    blocks = any((found["tag"] or "").lower() in _BLOCKS for found in _TOKEN.finditer(text))

    def words(piece: str) -> None:
        piece = decode(piece)
        pieces.append(_LINE_ENDS.sub(" ", piece) if blocks else piece)

    for found in _TOKEN.finditer(text):
        words(text[place : found.start()])
        place = found.end()
        tag = (found["tag"] or "").lower()
        pieces.append("\n" if tag in _BLOCKS else " " if tag in _CELLS else _kept(found["odd"] or ""))
    words(text[place:])
    return "".join(pieces)


def _kept(odd: str) -> str:
    """An address between angle brackets is text; so written in plain mail."""
    return odd if ("@" in odd or "://" in odd) and not re.search(r"[\s\"']", odd) else ""


def _bare(text: str) -> str:
    """Markup that only came to light or together by decoding is no less markup."""
    for _ in range(_TIMES):
        if not _MARKUP.search(text):
            return text
        text = _TOKEN.sub(lambda found: _kept(found["odd"] or ""), text)
    return _OPENING.sub("", text)


def _folded(text: str) -> str:
    lines = (" ".join(piece.split()) for piece in _LINE_ENDS.split(unicodedata.normalize("NFC", text)))
    return "\n".join(piece for piece in lines if piece)
