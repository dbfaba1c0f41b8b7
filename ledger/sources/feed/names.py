"""What a feed's elements are called: one name each, whatever prefix a feed gives them and whether it declares it."""

from collections.abc import Mapping

_SPACES = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0": "",
}
_OF_ROOT = {"rss": "", "feed": "http://www.w3.org/2005/atom", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
ROOTS = frozenset(_OF_ROOT)


class Names:
    """Follows the declarations of a document. A namespace that is not known goes by the prefix the feed gives it."""

    def __init__(self) -> None:
        self._scopes: list[Mapping[str, str]] = []

    def enter(self, tag: str, attributes: Mapping[str, str]) -> str:
        """The name of an element that is now begun, in lower case: ``itunes:duration``; RSS's own are bare."""
        scope = {key[6:]: space for key, space in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        prefix, _, local = tag.rpartition(":")
        local = local.lower()
        if not self._scopes and local in _OF_ROOT:  # whose bare names are its own, declared or not
            scope[prefix] = _OF_ROOT[local]
        self._scopes.append(scope)
        space = next((scope[prefix] for scope in reversed(self._scopes) if prefix in scope), "")
        known = _SPACES.get(space.lower().rstrip("/"), prefix.lower())
        return f"{known}:{local}" if known else local

    def leave(self) -> None:
        """The element begun last is over."""
        self._scopes.pop()
