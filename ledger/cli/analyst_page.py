"""How one analyst's record is printed."""

from ledger.cli.app import settings
from ledger.cli.output import colours, emit, for_people, terminal_width, write
from ledger.render.report import Row
from ledger.render.tables import as_of_sentence, paint, render_card
from ledger.render.width import fold_lines
from ledger.reports.analyst import AnalystPage
from ledger.reports.listings import sure
from ledger.text.escape import safe_term

_TONES = {"right": "good", "wrong": "bad"}
_INDENT = 6
_WIDTH = 100  # where nobody says how wide the page is


def show_analyst(page: AnalystPage) -> None:
    """Print the page: a card and a paragraph a claim for people, one object for machines."""
    if not for_people():
        emit(page.for_machines)
    elif settings().format != "table":
        emit(page.as_table)
    else:
        write(render_card([(label, text or "") for label, text in page.card], terminal_width()))
        write("".join(map(_entry, page.rows)))
        write("".join(f"\n{sentence}\n" for sentence in as_of_sentence(page.as_of)))


def _entry(row: Row) -> str:
    """One claim as a short paragraph: how it stands, what was claimed, and the words themselves."""
    width = (terminal_width() or _WIDTH) - _INDENT
    settled = f" on {row['resolved_on']}" if row["resolved_on"] else ""
    parts = [f"said {row['stated_on'] or 'on an unknown day'}", f"due {row['deadline'] or 'at no set time'}", sure(row)]
    fate = f"{row['state']}{settled}"
    head = fold_lines(f"{', '.join(part for part in parts if part != '-')}: {fate}; {row['result']}", width)
    if colours():
        head[-1] = head[-1].replace(row["result"], paint(row["result"], _TONES.get(row["result"], "dim")))
    texts = [f"{'NOT: ' if row['denies'] else ''}{row['statement']}", f'"{row["quote"]}"' if row["quote"] else ""]
    lines = [*head[1:], *(line for text in texts if text for line in fold_lines(safe_term(text), width))]
    return "\n".join(["", f"{row['number']:>4}  {head[0]}", *(" " * _INDENT + line for line in lines), ""])
