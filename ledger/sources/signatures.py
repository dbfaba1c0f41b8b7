"""Files that are no plain text, known by how they begin, and what to do with each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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

_LOOKED_AT = 4096
_MOST = 0.1
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"


def signature_of(data: bytes) -> Signature | None:
    """The first kind of file that begins as this one does; None for text, and for what nobody knows."""
    return next((signature for signature in SIGNATURES if signature.fits(data)), None)


def looks_binary(data: bytes) -> bool:
    """Whether more than a tenth of the beginning are control signs that no text has."""
    head = data[:_LOOKED_AT]
    return len(head) - len(head.translate(None, _CONTROLS)) > _MOST * len(head)
