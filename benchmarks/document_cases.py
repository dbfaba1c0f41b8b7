"""Benchmarks of documents: a long talk imported and suggested from, and how both grow with the text."""

import random
import tomllib
from pathlib import Path
from statistics import median

from registry import Row, Setup, benchmark
from timing import Run, run, script

_SENTENCES = Path(__file__).parents[1] / "tests" / "suggest" / "invented.toml"
TWO_HOURS = 20_000
"""Words of a talk of two hours."""
MOST_CPU = 1.5
MOST_GROWTH = 1.3
_CUE = 9


def talk(path: Path, words: int) -> Path:
    """A made talk of two speakers as WebVTT, of sentences that nobody said."""
    halves = tomllib.loads(_SENTENCES.read_text(encoding="utf-8"))["half"]
    known = [sentence["text"] for half in halves for sentence in half["sentence"] if sentence["text"].isascii()]
    draw = random.Random(1)
    said: list[str] = []
    while len(said) < words:
        said += draw.choice(known).split()
    cues = []
    for place in range(0, words, _CUE):
        second = place * 6 // 15  # 150 words a minute
        start, end = (f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}.000" for at in (second, second + 3))
        speaker = ("Ada Brandt", "Tom Reyes")[place // 400 % 2]
        cues.append(f"{start} --> {end}\n<v {speaker}>{' '.join(said[place : place + _CUE])}\n")
    path.write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")
    return path


def _timed(setup: Setup, words: int, turn: int) -> tuple[Run, Run]:
    """An import into a new ledger, and the suggestions from it."""
    file = talk(setup.folder / f"talk-{words}.vtt", words)
    ledger = setup.folder / f"talk-{words}-{turn}.db"
    base = (script("ledger"), "--db", str(ledger))
    run((*base, "init"))
    given = ("--show", "S", "--title", "T", "--published", "2026-01-10")
    return run((*base, "episode", "import", str(file), *given)), run((*base, "episode", "suggest", "d1"))


@benchmark("episode")
def episode(setup: Setup) -> list[Row]:
    """A talk of two hours from the file to its suggestions, and eight times as long a one."""
    rounds = max(3, setup.rounds // 2)
    cpu: dict[int, float] = {}
    rows = []
    for words in (TWO_HOURS, 8 * TWO_HOURS):
        found = [_timed(setup, words, turn) for turn in range(rounds)]
        imported, suggested = (median(pair[place].cpu for pair in found) for place in (0, 1))
        peak = max(one.peak_mb for pair in found for one in pair)
        cpu[words] = imported + suggested
        target = (f"< {MOST_CPU} s", cpu[words] < MOST_CPU) if words == TWO_HOURS else ("-", None)
        told = f"{cpu[words]:.2f} s of processor time ({imported:.2f} + {suggested:.2f}, {peak:.0f} MB)"
        rows.append(Row(f"episode import and suggest, {words:,} words", told, "-", None, *target))
    start = _timed(setup, 100, 0)
    fixed = sum(one.cpu for one in start)
    growth = (cpu[8 * TWO_HOURS] - fixed) / (8 * (cpu[TWO_HOURS] - fixed))
    rows.append(
        Row(
            "... eight times the words, without the start, over eight times the time",
            f"{growth:.2f}",
            target=f"<= {MOST_GROWTH}",
            met=growth <= MOST_GROWTH,
        )
    )
    return rows
