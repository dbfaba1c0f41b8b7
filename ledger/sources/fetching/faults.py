"""Why nothing was fetched. Each says what was met, and of foreign words only shows them in quotes, escaped."""

from ledger.errors import InputError, quoted


class FetchError(InputError):
    """Something could not be fetched, or must not be."""


class BadAddress(FetchError):
    """An address that is not one of a page on the web, or holds what must not be sent."""

    def __init__(self, url: str, why: str, hint: str = "Give an address such as https://example.org/feed.xml.") -> None:
        self.why = why
        super().__init__(f"{quoted(url)} is not fetched: {why}.", hint)


class ForbiddenHost(FetchError):
    """A name or number that leads to this machine, to a network of its own, or to nobody: never asked for."""

    def __init__(self, host: str, number: str, why: str) -> None:
        super().__init__(
            f"{quoted(host)} is not fetched: it leads to {number}, which is {why}.",
            "Only what everybody can reach is fetched. Save the file yourself, and import it from there.",
        )


class UnknownHost(FetchError):
    """No such name."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"{quoted(host)} cannot be found: {quoted(why)}.", "Check the address, and that you are online."
        )


class NoConnection(FetchError):
    """Nobody answers, or the talk broke off."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(f"{quoted(host)} does not answer: {quoted(why)}.", "Try again later.")


class UntrustedHost(FetchError):
    """Whoever answers cannot show that he is the one asked for."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            f"{quoted(host)} could not prove who it is: {quoted(why)}.",
            "Its certificate is not trusted here. Nothing was sent.",
        )


class TooManyRedirects(FetchError):
    """Sent on and on."""

    def __init__(self, url: str, most: int) -> None:
        super().__init__(f"{quoted(url)} sends on more than {most} times.", "Give the address where it ends.")


class BadRedirect(FetchError):
    """Sent on to where we do not go."""

    def __init__(self, url: str, target: str, why: str) -> None:
        super().__init__(f"{quoted(url)} sends on to {quoted(target)}, which is not followed: {why}.")


class RefusedRequest(FetchError):
    """An answer that is no page: 404 and its kin."""

    def __init__(self, url: str, status: int, reason: str) -> None:
        said = f" {quoted(reason)}" if reason else ""
        super().__init__(f"{quoted(url)} was not given: the server answered {status}{said}.", "Check the address.")


class TooSlow(FetchError):
    """Not done in the time there is, however steadily something arrives."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{quoted(host)} took more than {seconds:g} seconds.", "Try again later.")


class TooLarge(FetchError):
    """More than is taken, packed or unpacked."""

    def __init__(self, url: str, most: int) -> None:
        super().__init__(f"{quoted(url)} is larger than {most:,} bytes, the most that is fetched.")


class CutShort(FetchError):
    """Less arrived than was promised."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{quoted(url)} broke off before its end.", "Try again.")


class UnreadableAnswer(FetchError):
    """Not HTTP, or packed in a way we do not unpack."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"What {quoted(url)} answered cannot be read: {why}.")
