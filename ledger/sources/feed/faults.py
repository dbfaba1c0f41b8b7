"""Why a file cannot be read as a feed, or an item not be found in one."""

from collections.abc import Sequence

from ledger.errors import ConflictError, InputError, NotFoundError, quoted


class FeedError(InputError):
    """A file that cannot be read as a feed; names the file and shows nothing of it as it stands."""

    def __init__(self, name: str, why: str, hint: str = "") -> None:
        super().__init__(f"{quoted(name)} cannot be read as a feed: {why}.", hint)


class NotAFeed(FeedError):
    """Something else than RSS or Atom, or nothing at all."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, why, "A podcast's feed is an XML file that begins with <rss> or <feed>.")


class FeedTooLarge(FeedError):
    """More bytes than any podcast's feed has."""

    def __init__(self, name: str, size: int, most: int) -> None:
        super().__init__(name, f"it has {size:,} bytes; {most:,} are the most that is read")


class OwnDeclarations(FeedError):
    """A DOCTYPE with declarations of its own: what entity bombs and the reading of other files are made of."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "its DOCTYPE declares things of its own, such as entities: they can grow without bound or name other files",
            "No feed needs that: remove the DOCTYPE, if you trust where the file comes from.",
        )


class TooDeep(FeedError):
    """Elements within elements without end."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name, f"its elements stand more than {most} deep in one another")


class BrokenFeed(FeedError):
    """No XML, even after what could be mended was."""

    def __init__(self, name: str, line: int, why: str) -> None:
        super().__init__(name, f"it is no XML from line {line} on ({why})")


class NoSuchItem(NotFoundError):
    """No item of the feed goes by that number, guid or title."""

    def __init__(self, words: str, count: int, near: Sequence[str]) -> None:
        held = f"The feed has {count} item{'s' if count != 1 else ''}" + (f", 1 to {count}" if count > 1 else "")
        shown = f"Did you mean: {', '.join(near)}?" if near else f"{held}."
        super().__init__(f"There is no item {quoted(words)} in the feed.", shown)


class SeveralItems(ConflictError):
    """More than one item goes by that guid, or has those words in its title."""

    def __init__(self, words: str, count: int, shown: Sequence[str]) -> None:
        more = f" and {count - len(shown)} more" if count > len(shown) else ""
        super().__init__(
            f"{count} items of the feed go by {quoted(words)}.",
            f"Name one by its number: {', '.join(shown)}{more}.",
        )
