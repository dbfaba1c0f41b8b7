"""One analyst's whole record: the figures in words, and every claim with its quote and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import Reading
from ledger.query.judged import not_scored, right_or_wrong, why_not_scored
from ledger.query.listing import Filters, judged_claims, public_claim
from ledger.query.refs import analyst_meant
from ledger.render.report import Column, Report, Row, interval, percent
from ledger.reports.cards import Fields
from ledger.reports.listings import CLAIMS
from ledger.reports.summary import sources, summary

COLUMNS = (
    *(column for column in CLAIMS if column.key != "analyst"),
    Column("quote", "Quote"),
    Column("result", "Result"),
)


@dataclass(frozen=True)
class AnalystPage:
    """What there is to show of an analyst.

    ``rows`` are the claims in the order they were said, each with its ``result``; ``figures`` are the analyst's row of
    the summary, and ``card`` the same in words.
    """

    name: str
    figures: Record
    rows: Sequence[Row]
    card: Fields
    as_of: Row

    @property
    def for_machines(self) -> Report:
        """Every claim, with the figures as the total."""
        columns = [Column(key, key) for key in (self.rows[0] if self.rows else ())]
        return Report(self.rows, columns, total={"analyst": self.name, **self.figures}, as_of=self.as_of)

    @property
    def as_table(self) -> Report:
        """The claims as one table, with the figures in sentences under it."""
        notes = [f"{label}: {text}" for label, text in self.card[1:]]
        return Report(self.rows, COLUMNS, title=self.name, notes=notes, as_of=self.as_of)


def analyst_page(reader: Reader, ref: str, reading: Reading = Reading.CODED) -> AnalystPage:
    """The page of an analyst, who may be named by the beginning of a name.

    Raises:
        NoSuch, ConflictError: it names nobody, or several.
    """
    name = str(analyst_meant(reader, ref)["name"])
    filters = Filters(analyst=name)
    figures = summary(reader, filters=filters, reading=reading).total
    claims = judged_claims(reader, filters, order="stated_on, number")
    rows = [{**public_claim(row), "result": right_or_wrong(row) or why_not_scored(row)} for row in claims]
    return AnalystPage(name, figures, rows, _card(name, figures, not_scored(claims)), reader.as_of.row())


def in_a_sentence(page: AnalystPage) -> str:
    """The figures of an analyst as one would tell them: how often right, of how many due, and the score."""
    row = page.figures
    resolved = f"{row['resolved_of_due']} of {row['due']} due claims are resolved"
    return f"{page.name}: {_right(row)}; {resolved}. {row['sentence']} Verdict: {row['verdict']}."


def _card(name: str, row: Row, unscored: str) -> Fields:
    return [
        ("Analyst", name),
        ("Claims", f"{row['claims']}, of them {row['scorable']} that can be scored"),
        ("Resolved", f"{row['resolved_of_due']} of {row['due']} due; {row['overdue']} overdue"),
        ("Not scored", unscored),
        ("Likelihoods from", sources(row)),
        ("Right", _right(row)),
        ("Score", row["sentence"] if row["scored"] else "-"),
        ("Verdict", row["verdict"]),
    ]


def _right(row: Row) -> str:
    if not row["judged"]:
        return "-"
    ends = interval(row["hit_rate_low"], row["hit_rate_high"], percent)
    return f"{row['right']} of {row['judged']} on the right side of one half {ends}"
