"""The text of a file, line by line, as UTF-8: what is no text, or too long for any claim, is refused with its line."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from ledger.claimfiles.rows import LINE_LIMIT, WHOLE_LIMIT, UnreadableClaims
from ledger.errors import ImportRejected, Problem

_OTHER = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_SAVE = "Save it as UTF-8 and try again."


def text_lines(stream: BinaryIO, source: str) -> Iterator[str]:
    """The lines of a file with their ends; a byte order mark is no part of the first.

    Raises:
        UnreadableClaims: the file is no text, or UTF-16.
        ImportRejected: a line is not UTF-8, or is longer than 10 MB.
    """
    number = 0
    while raw := stream.readline(LINE_LIMIT + 1):
        number += 1
        if number == 1:
            raw = _begun(raw, source)
        if len(raw) > LINE_LIMIT:
            raise ImportRejected([Problem(source, number, "", f"is longer than {LINE_LIMIT // 1_000_000} MB")])
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError as error:
            place = len(raw[: error.start].decode("utf-8")) + 1
            fault = Problem(source, number, "", f"character {place} is not UTF-8; save the file as UTF-8")
            raise ImportRejected([fault]) from None


def _begun(raw: bytes, source: str) -> bytes:
    for mark, name in _OTHER.items():
        if raw.startswith(mark):
            raise UnreadableClaims(source, f"it is {name}, not UTF-8", _SAVE)
    if b"\0" in raw:
        raise UnreadableClaims(source, "it is not text")
    return raw.removeprefix(codecs.BOM_UTF8)


def whole_text(stream: BinaryIO, source: str) -> str:
    """All of a file that cannot be read in pieces.

    Raises:
        UnreadableClaims: it is larger than 64 MB, or no text.
        ImportRejected: a line is not UTF-8.
    """
    lines, size = [], 0
    for line in text_lines(stream, source):
        size += len(line)
        if size > WHOLE_LIMIT:
            why = f"it is larger than {WHOLE_LIMIT // 1_000_000} MB"
            raise UnreadableClaims(source, why, "Use JSONL or CSV for so much.")
        lines.append(line)
    return "".join(lines)
