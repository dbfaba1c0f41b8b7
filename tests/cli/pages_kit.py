"""A talk of our own as a file, and where the real pages are."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "data"
BLURB, TRANSCRIPT = "000_5288255dd77e0506.txt", "001_338334296546e3ca.txt"
ADDRESS = (
    "https://podquest.app/s/p/4580606/e/"
    "china-north-korea-evolving-relations-a-conversation-with-dr-feng-zhang_ab3e2/transcript"
)
needs_pages = pytest.mark.skipif(not (SHARED / "episodes").is_dir(), reason="the real pages are not beside the project")

TALK = """\
WEBVTT

1
00:00.000 --> 00:04.000
<v Ada Brandt>Welcome back. Will the central bank

2
00:04.000 --> 00:07.500
raise its rate this year?

3
00:07.500 --> 00:12.000
<v Tom Reyes>I think it will probably raise the rate
by the end of 2026.

4
00:12.000 --> 00:16.000
If inflation falls below two per cent, it might wait.

5
00:16.000 --> 00:20.000
Inflation was four per cent in 1999.
"""
PARTICULARS = ("--show", "Money Talks", "--title", "Spring", "--published", "2026-01-10")


def talk(folder: Path, text: str = TALK, name: str = "talk.vtt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
