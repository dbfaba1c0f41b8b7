"""Reads a text as a kind of page, and shows what its marks say in a form that is easy to compare."""

from ledger.documents.decoding import decode
from ledger.documents.kinds import ReadOn
from ledger.documents.page import Page, Raw

TODAY = ReadOn(today="2026-11-22")


def raw(text: str | bytes, name: str = "episode.txt", encoding: str = "") -> Raw:
    """A file, decoded as the program decodes it."""
    return decode(name, text.encode() if isinstance(text, str) else text, encoding=encoding)


def read(module, text: str | bytes, name: str = "episode.txt", on: ReadOn = TODAY) -> Page:
    """A page, read by a module's kind; what holds of every page is checked."""
    page = module.KIND.read(raw(text, name), on)
    check_page(page)
    assert page.kind == module.KIND.name
    return page


def said(page: Page) -> list[tuple[str, str, int | None, int | None]]:
    """Every mark as (speaker, words, from, until)."""
    return [(mark.speaker, page.text[mark.start : mark.end], mark.from_ms, mark.until_ms) for mark in page.marks]


def spoken(page: Page) -> list[tuple[str, str]]:
    """Every mark as (speaker, words)."""
    return [(speaker, words) for speaker, words, *_ in said(page)]


def check_page(page: Page) -> None:
    """What every reader promises: places in bounds and in order, text that can be stored, warnings for machines."""
    size = len(page.text)
    assert "\0" not in page.text
    page.text.encode()
    ends = [place for section in page.sections for place in (section.start, section.end)]
    assert ends == sorted(ends)
    assert all(0 <= place <= size for place in ends)
    place = 0
    for mark in page.marks:
        assert place <= mark.start < mark.end <= size
        assert page.text[mark.start : mark.end].strip() == page.text[mark.start : mark.end] != ""
        assert mark.speaker or mark.from_ms is not None
        assert mark.from_ms is not None or mark.until_ms is None
        assert mark.until_ms is None or 0 <= mark.from_ms <= mark.until_ms
        assert mark.speaker == " ".join(mark.speaker.split())
        place = mark.end
    for warning in page.warnings:
        name, _, number = warning.partition("=")
        assert name.replace("_", "").isalpha()
        assert name == name.lower()
        assert not number or int(number) > 0
    assert len({warning.partition("=")[0] for warning in page.warnings}) == len(page.warnings)
