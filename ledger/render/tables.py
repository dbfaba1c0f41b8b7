"""Tables and cards for people: every format of tabulate by its own name, cells escaped for its family first."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ledger.render.machine import guard_shown
from ledger.render.report import DASH, Column, Report, Row
from ledger.render.width import cut, display_width, fit, fold_lines, pad
from ledger.text import escape
from ledger.text.escape import Escaper, safe_term

_NARROWEST_FIELD = 20  # a value folded into less than this is harder to read than one that runs over


def render_card(fields: Sequence[tuple[str, str]], width: int | None = None) -> str:
    """Write ``label: value`` lines. A newline in a value is kept; what was said may have several lines."""
    labels = [f"{safe_term(label)}:" for label, _ in fields]
    margin = max(map(display_width, labels), default=0) + 2
    room = None if width is None else max(width - margin, _NARROWEST_FIELD)
    lines = []
    for label, (_, value) in zip(labels, fields, strict=True):
        shown = safe_term(value, keep_newlines=True) or DASH
        folded = [line for part in shown.split("\n") for line in fold_lines(part, room)]
        heads = [label, *[""] * (len(folded) - 1)]
        lines += [(pad(head, margin) + line).rstrip() for head, line in zip(heads, folded, strict=True)]
    return "".join(f"{line}\n" for line in lines)


TONES = {"good": "32", "bad": "31", "warn": "33", "dim": "2", "strong": "1"}
"""The role of a colour and its code (SGR)."""

_FILLER = "\0"
_NARROWEST = 8  # a text cut below this says nothing
_BETWEEN = 2  # columns between two of a plain table
_LONGEST = 32  # a name is folded beyond this, so that figures fit beside it


def paint(text: str, role: str) -> str:
    """The text in the colour of the role; no role, no colour."""
    return f"\x1b[{TONES[role]}m{text}\x1b[0m" if role else text


def _paragraph(text: str) -> str:
    return f"<p>{text}</p>"


def _protect_row_start(drawn: str) -> str:
    r"""LaTeX reads ``[`` or ``*`` at the start of a row as an argument of the ``\\`` before it."""
    return re.sub(r"(?m)^( *)(?=[\[*])", r"\1{}", drawn)


@dataclass(frozen=True)
class Family:
    """What formats of one kind have in common."""

    cell: Escaper
    prose: Escaper | None
    """How a sentence beside the table is escaped; None where only the table may be written."""
    frame: Callable[[str], str] = escape.unchanged
    """How a sentence is set as a paragraph."""
    finish: Callable[[str], str] = escape.unchanged
    terminal: bool = False
    """Read on a screen: fitted to its width, and coloured."""
    rule: bool = False
    """Has a rule to draw above the total."""
    padded: bool = True
    folds: bool = False
    """A cell may have several lines."""
    between: int = 3
    """Columns taken by what stands between two cells ..."""
    edges: int = 4
    """... and by what stands at both ends of a row."""


_SCREEN = Family(escape.TERMINAL, escape.TERMINAL, terminal=True)
_LATEX = Family(escape.PLAIN, escape.LATEX, finish=_protect_row_start)

_MEMBERS: tuple[tuple[Family, str], ...] = (
    (replace(_SCREEN, rule=True, between=2, edges=0, folds=True), "plain simple"),
    (
        replace(_SCREEN, rule=True),
        "double_outline fancy_outline heavy_outline mixed_outline outline presto pretty psql",
    ),
    (replace(_SCREEN, rule=True), "rounded_outline simple_outline"),
    (_SCREEN, "colon_grid double_grid fancy_grid grid heavy_grid mixed_grid rounded_grid simple_grid"),
    (Family(escape.MARKDOWN, escape.MARKDOWN), "github pipe"),
    (Family(escape.JIRA, escape.JIRA), "jira youtrack"),
    (Family(escape.REFERENCES, escape.REFERENCES), "asciidoc mediawiki moinmoin textile"),
    (Family(escape.ORG, escape.ORG, rule=True), "orgtbl"),
    (Family(escape.RST, escape.RST), "rst"),
    (Family(escape.PLAIN, escape.HTML, frame=_paragraph), "html"),
    (Family(escape.HTML, escape.HTML, frame=_paragraph), "unsafehtml"),
    (replace(_LATEX, rule=True), "latex latex_booktabs"),
    (_LATEX, "latex_longtable"),
    (replace(_LATEX, cell=escape.LATEX, rule=True), "latex_raw"),
    (Family(Escaper(finish=guard_shown, keep_line=True), None, padded=False), "tsv"),
)

FAMILIES: dict[str, Family] = {name: family for family, names in _MEMBERS for name in names.split()}
"""Every format of tabulate, by name; held equal to tabulate's own list by a test, as importing it costs time."""


def _fill(text: str) -> str:
    """Make the number of characters equal to the number of columns, for tabulate to measure."""
    if text.isascii():
        return text
    return "\n".join(line + _FILLER * (display_width(line) - len(line)) for line in text.split("\n"))


def _widths(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    def widest(column: Sequence[str]) -> int:
        return max(map(len, column)) if "".join(column).isascii() else max(map(display_width, column))

    return [max(display_width(head), widest(column)) for head, column in zip(heads, cells, strict=True)]


def _floors(columns: Sequence[Column], heads: Sequence[str], natural: Sequence[int]) -> list[int]:
    """The least width of each column: its own, or for a flexible one what it may be cut to."""
    least = [max(display_width(head), _NARROWEST) for head in heads]
    return [
        min(max(low, column.floor), width) if column.flexible else width
        for column, low, width in zip(columns, least, natural, strict=True)
    ]


def _without_spare(report: Report, family: Family, width: int) -> Report:
    """The report without its spare columns, where there is no room for them."""
    if not any(column.spare for column in report.columns):
        return report
    heads = [column.head for column in report.columns]
    floors = _floors(report.columns, heads, [_width(column, report) for column in report.columns])
    if sum(floors) + family.between * (len(floors) - 1) + family.edges <= width:
        return report
    return replace(report, columns=[column for column in report.columns if not column.spare])


def _fitted(report: Report, heads: list[str], cells: list[list[str]], room: int, *, folds: bool) -> list[list[str]]:
    """Cut or fold the flexible columns so that the table fits the room."""
    natural = _widths(heads, cells)
    widths = fit(natural, _floors(report.columns, heads, natural), room)
    return [
        texts if new == old else _narrowed(texts, new, wrap=folds and column.wrap)
        for column, texts, new, old in zip(report.columns, cells, widths, natural, strict=True)
    ]


def _narrowed(texts: list[str], width: int, *, wrap: bool) -> list[str]:
    if wrap:
        return ["\n".join(fold_lines(text, width)) for text in texts]
    return [text if len(text) <= width and text.isascii() else cut(text, width) for text in texts]


def _coloured(column: Column, texts: list[str], rows: Sequence[Row]) -> list[str]:
    if column.tone is None:
        return texts
    roles = map(column.tone, rows)
    return [paint(text, role) for text, role in zip(texts, roles, strict=False)] + texts[len(rows) :]


def _cells(report: Report, family: Family, heads: list[str], width: int | None, colour: bool) -> list[list[str]]:
    """The columns of the table, ready to be drawn: written, escaped, cut, coloured. The total is the last row."""
    cells = []
    for position, column in enumerate(report.columns):
        texts = column.texts(report.rows)
        if report.total is not None:
            texts.append(column.total_text(report.total, first=position == 0))
        cells.append(family.cell.column(texts))
    if family.terminal and width is not None:
        frame = family.between * (len(cells) - 1) + family.edges
        cells = _fitted(report, heads, cells, width - frame, folds=family.folds)
    if family.terminal and colour:
        pairs = zip(report.columns, cells, strict=True)
        cells = [_coloured(column, texts, report.rows) for column, texts in pairs]
    return [texts if "".join(texts).isascii() else list(map(_fill, texts)) for texts in cells]


def _table(report: Report, name: str, family: Family, width: int | None, colour: bool) -> str:
    heads = family.cell.column([column.head for column in report.columns])
    cells = _cells(report, family, heads, width, colour)
    rows: list[Sequence[str]] = list(zip(*cells, strict=True))
    if family.folds and rows and report.total is None and not colour and not any(c.wrap for c in report.columns):
        # One row of cells with many lines draws the same, and tabulate looks at the type of a few cells, not of all.
        rows = [["\n".join(texts) for texts in cells]]
    import tabulate as drawing

    drawing.MIN_PADDING = 0  # room beside a head is room a narrow terminal does not have
    if report.total is not None and family.rule:
        rows.insert(-1, [drawing.SEPARATING_LINE])
    drawn = drawing.tabulate(
        rows,
        headers=list(map(_fill, heads)),
        tablefmt=name,
        disable_numparse=True,
        preserve_whitespace=True,
        colalign=[column.align if family.padded else None for column in report.columns],
    )
    return family.finish(str(drawn).replace(_FILLER, ""))


def as_of_sentence(as_of: Row | None) -> list[str]:
    """The sentence that says which state of the record the report speaks of."""
    if not as_of or as_of.get("entry") is None:
        return []
    said = [f"As of entry {as_of['entry']}"]
    if as_of.get("recorded_at"):
        said.append(f"recorded {as_of['recorded_at']}")
    if as_of.get("hash"):
        said.append(f"hash {str(as_of['hash'])[:12]}")
    return [", ".join(said) + "."]


def _prose(family: Family, sentences: Sequence[str], width: int | None) -> list[str]:
    """Sentences as blocks: on a screen one line each, folded; in mark-up a paragraph each."""
    if family.prose is None or not sentences:
        return []
    escaped = [family.frame(family.prose(sentence)) for sentence in sentences]
    if not family.terminal:
        return escaped
    return ["\n".join(line for sentence in escaped for line in fold_lines(sentence, width))]


def write_table(name: str, report: Report, width: int | None, colour: bool) -> str:
    """The report in a format of tabulate: title, table or the word that there is none, notes, and as of when."""
    family = FAMILIES[name]
    if family.terminal and width is not None:
        report = _without_spare(report, family, width)
    if report.rows or family.prose is None:
        table = [_table(report, name, family, width, colour)]
    else:
        table = _prose(family, [report.empty], width)
    above = _prose(family, [report.title] if report.title else [], width)
    below = _prose(family, [*report.notes, *as_of_sentence(report.as_of)], width)
    return "\n\n".join([*above, *table, *below])


def in_parts(report: Report, keys: int, width: int) -> list[Report]:
    """The report as reports that are no wider than ``width``, as far as their columns allow."""
    head, rest = list(report.columns[:keys]), report.columns[keys:]
    taken = sum(min(_width(column, report), _LONGEST) + _BETWEEN for column in head)
    parts: list[list[Column]] = [[]]
    room = width - taken
    for together in _pairs(rest):
        needed = sum(_width(column, report) + _BETWEEN for column in together)
        if needed > room and parts[-1]:
            parts.append([])
            room = width - taken
        parts[-1] += together
        room -= needed
    return [replace(report, columns=[*head, *columns]) for columns in parts]


def _pairs(columns: Sequence[Column]) -> list[list[Column]]:
    """Each column with the interval that follows it."""
    together: list[list[Column]] = []
    for column in columns:
        if column.key.endswith("_low") and together:
            together[-1].append(column)
        else:
            together.append([column])
    return together


def _width(column: Column, report: Report) -> int:
    texts = column.texts([*report.rows, *([report.total] if report.total else [])])
    return max(display_width(text) for text in (column.head, *texts))
