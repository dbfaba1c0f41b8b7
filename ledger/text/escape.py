"""One escaper for each family of formats: whatever was said, it can only be read, never obeyed."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHOWN = re.compile(r"\\u\{(10[0-9a-f]{4}|[0-9a-f]{1,5})\}")
_NEWLINES = re.compile(r"\r\n|[\r\n]")
_COLON = re.compile(r"(?<!http)(?<!https):(?=[^\s\d])")


def is_hidden(character: str) -> bool:
    """Whether a terminal would obey the character, or show nothing, instead of showing it."""
    return unicodedata.category(character) in _HIDDEN


class _Shown(dict[int, str]):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shown = self[code] = f"\\u{{{code:x}}}" if is_hidden(character) else character
        return shown


_shown = _Shown()


def is_clean(text: str) -> bool:
    """Whether the text can go to a terminal as it stands. Quick: no look at single characters."""
    return text.isprintable() and "\\u{" not in text


def safe_term(text: str, *, keep_newlines: bool = False) -> str:
    r"""Show every character a terminal would act on, or hide, as an escape such as ``\u{1b}``.

    What looks like such an escape already has its backslash escaped, so ``unescape`` gives back the exact text.
    """
    if is_clean(text):
        return text
    if keep_newlines:
        return "\n".join(map(safe_term, text.split("\n")))
    return text.replace("\\u{", "\\u{5c}u{").translate(_shown)


def unescape(shown: str) -> str:
    """The text that ``safe_term`` was given."""
    return _SHOWN.sub(lambda match: chr(int(match[1], 16)), shown)


def one_line(text: str) -> str:
    """Newlines as spaces: in mark-up a cell or a sentence is one line."""
    return _NEWLINES.sub(" ", text)


def unchanged(text: str) -> str:
    """Nothing more to escape."""
    return text


@dataclass(frozen=True)
class Escaper:
    """How one family of formats escapes a text: the signs it must not see raw, then a last touch to the whole."""

    signs: dict[str, str] = field(default_factory=dict)
    finish: Callable[[str], str] = unchanged
    keep_line: bool = False
    """Show a newline as an escape instead of turning it into a space."""

    @cached_property
    def _table(self) -> dict[int, str]:
        return {ord(sign): shown for sign, shown in self.signs.items()}

    def __call__(self, text: str) -> str:
        """Escape one text."""
        shown = safe_term(text if self.keep_line else one_line(text))
        return self.finish(shown.translate(self._table) if self.signs else shown)

    def column(self, texts: Sequence[str]) -> list[str]:
        """Escape a column of cells. A column without a single suspect character, the common case, is looked at once."""
        joined = " ".join(texts)
        if not is_clean(joined) or not self.signs.keys().isdisjoint(joined):
            return list(map(self, texts))
        return list(texts) if self.finish is unchanged else list(map(self.finish, texts))


def _backslash(signs: str) -> dict[str, str]:
    return {sign: f"\\{sign}" for sign in signs}


def _reference(signs: str) -> dict[str, str]:
    """Signs as numeric character references, which every mark-up language that knows HTML shows as the sign."""
    return {sign: f"&#{ord(sign)};" for sign in signs}


_ANGLES = {"<": "&lt;", ">": "&gt;"}
_AMPERSAND = {"&": "&amp;"}


def _rst(text: str) -> str:
    """Keep a cell a paragraph of text.

    A cell is read as a document, so a leading sign would start a list, a rule or a directive (one includes files);
    and a word before a colon is a link of any scheme or a role.
    """
    text = _COLON.sub(r"\\:", text)
    return f"\\{text}" if text and text[0] in "!\"#$%&'()+,-./;=?@^{}~" else text


TERMINAL = Escaper(keep_line=True)
HTML = Escaper(_AMPERSAND | _ANGLES | _reference("\"'"))
MARKDOWN = Escaper(_AMPERSAND | _ANGLES | _backslash("\\|[]*_`~$"))
JIRA = Escaper(_ANGLES | _backslash("\\|[]{}*_^~!"))
RST = Escaper(_backslash("\\*`_|"), finish=_rst)
REFERENCES = Escaper(_reference("&<>[]{}|\\'\"`*_^~@!#"))
"""MediaWiki, MoinMoin, Textile, AsciiDoc: what makes a link, a macro, a template, a style or a cell in any of them."""

# A backslash, a bracket, a brace, an at or a number sign has no name in Org; \zwnj{} behind it breaks what it starts.
ORG = Escaper(
    {sign: f"{sign}\\zwnj{{}}" for sign in "\\[{@#"}
    | {"|": "\\vert{}", "<": "\\lt{}", ">": "\\gt{}", "*": "\\ast{}", "_": "\\under{}", "^": "\\asciicirc{}"}
    | {"=": "\\equal{}", "~": "\\tilde{}", "$": "\\dollar{}", ":": "\\colon{}"}
)
LATEX = Escaper(
    _backslash("&%$#_{}")
    | {"^": "\\^{}", "~": "\\textasciitilde{}", "\\": "\\textbackslash{}"}
    | {"<": "\\ensuremath{<}", ">": "\\ensuremath{>}"}
)
PLAIN = Escaper()
"""For formats whose signs tabulate escapes itself (html, latex)."""


def escape_hidden(text: str, escape: Callable[[str], str]) -> str:
    """Escape the characters of a text that a terminal would act on or not show; its line ends are left alone."""
    if text.isprintable():
        return text
    hidden = "".join(sorted(character for character in set(text) if character != "\n" and _is_hidden(character)))
    return re.sub(f"[{re.escape(hidden)}]", lambda found: escape(found[0]), text) if hidden else text


@lru_cache(maxsize=4096)
def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def json_escape(character: str) -> str:
    r"""A character as JSON escapes it: one ``\uXXXX``, or two beyond the basic plane."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def toml_escape(character: str) -> str:
    r"""A character as TOML escapes it: ``\uXXXX`` or ``\UXXXXXXXX``."""
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the basic plane


_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'")  # the full-width signs start a formula too


def guard(text: str) -> str:
    """Keep a text cell from being read as a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def unguard(cell: str) -> str:
    """The text that ``guard`` was given; a cell it would not have written is returned as it is."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell
