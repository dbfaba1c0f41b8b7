"""What stands in an HTML page: its blocks of text in order, and what its head says.

lxml reads the tags, as a stream and without making a tree of them. Other parsers were measured on pages made to do harm
(nested, unclosed, commented): html.parser, selectolax, justhtml and lxml's own tree all take quadratic time on some.
So does the stream on elements nested without end, which is why a depth no page has is refused. The entities of HTML are
the only ones; nothing is fetched.
"""

from dataclasses import dataclass, field

from ledger.errors import InputError, quoted

DEEPEST = 1_000
MOST_BLOCKS = 500_000
_CHUNK = 65_536


class TooMuchHtml(InputError):
    """Elements in elements, or paragraphs after paragraphs, without end."""

    def __init__(self, name: str, what: str) -> None:
        """Say how much is too much: ``1000 levels of elements``."""
        super().__init__(
            f"{quoted(name)} has more than {what}.",
            "Save the page's text as plain text, and give that file.",
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item: its text on one line, the element it is, how many of its signs are links.

    ``holder`` is the number of the innermost element around it that may hold the main text, -1 for none.
    """

    text: str
    tag: str
    linked: int
    holder: int


@dataclass(frozen=True, slots=True)
class Holder:
    """An element that may hold the main text, and the number of the one around it.

    ``kind`` is ``body`` (schema.org's articleBody), ``article`` or ``main``.
    """

    kind: str
    parent: int


@dataclass(slots=True)
class Html:
    """A page.

    ``meta`` are names and contents as the page gives them, names in small letters; ``times`` what its elements for
    times say to machines; ``data`` what it says as JSON-LD, unread.
    """

    blocks: list[Block] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)
    title: str = ""
    heading: str = ""
    language: str = ""
    canonical: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)


def read_html(text: str, name: str, *, apart: frozenset[str] = frozenset()) -> Html:
    """Read a page.

    Args:
        text: the page, decoded; what it declares about its encoding is not looked at.
        name: the file's, for errors.
        apart: elements within a line whose text is to be a block of its own (``cite``).

    Raises:
        TooMuchHtml: if elements are nested more than a thousand deep, or there are more than half a million paragraphs.
    """
    from lxml import etree  # type: ignore[import-untyped]

    from ledger.sources.html_target import Excess, Target

    target = Target(apart, DEEPEST, MOST_BLOCKS)
    parser = etree.HTMLParser(target=target, huge_tree=True, no_network=True)
    text = text.removeprefix("\ufeff")
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
        parser.close()
    except etree.LxmlError:  # there was nothing in it
        pass
    except Excess as error:
        raise TooMuchHtml(name, str(error)) from error
    return target.html
