"""The table of commands: which module declares each, and its line in the help of its group.

A command's module is imported when the command is called, or its own help is asked for; the help of a group and the
names that TAB offers come from here. The line is the first sentence of the command's docstring, and tests hold it so.
"""

from typing import NamedTuple


class Declared(NamedTuple):
    """Where a command is declared: a module of ``ledger.cli``, and the first sentence of the command's help."""

    module: str
    line: str


COMMANDS: dict[str, dict[str, Declared]] = {
    "": {
        "init": Declared("ledgers", "Make a new, empty ledger."),
        "seed": Declared("ledgers", "Load the shipped claims of two podcast episodes; a second time changes nothing."),
        "demo": Declared("ledgers", "Show what Ledger does on a throwaway ledger of the shipped claims."),
        "verify": Declared(
            "ledgers", "Prove that nothing recorded was changed: file, schema, hash chain, and tables against a replay."
        ),
        "backup": Declared("ledgers", "Copy the ledger to a file, whole, even while somebody writes."),
        "upgrade": Declared(
            "ledgers", "Bring a ledger made by an earlier version up to this one, after a backup; all or nothing."
        ),
        "import": Declared("bulk", "Record the claims of a file: all of them or, if one has a fault, none."),
        "export": Declared(
            "bulk",
            "Write claims to a file that import reads back; --as journal: the whole ledger, with its history and "
            "hashes.",
        ),
        "add": Declared("claims", "Record a claim."),
        "revise": Declared(
            "claims",
            "Record a change of mind: a new claim by the same analyst on the same question; the old one stays.",
        ),
        "withdraw": Declared("claims", "Record that the analyst took a claim back."),
        "amend": Declared(
            "claims", "Correct a slip of the curator's: a new entry; the wrong version stays visible in ledger log."
        ),
        "list": Declared("reading", "List claims, in the order they were recorded."),
        "find": Declared("reading", "Find claims by their words, whatever the case or the form of the letters."),
        "show": Declared(
            "reading",
            "Show one claim whole: what was said, the question, every verdict, and every entry of its history.",
        ),
        "due": Declared(
            "reading", "List open questions by deadline: overdue, soon (30 days), later, without a deadline."
        ),
        "log": Declared(
            "reading", "Show who changed what, and when: every entry of the journal, or of one record, in words."
        ),
        "coverage": Declared(
            "checks",
            "Say how much of each episode was looked at: sentences kept, dropped and why, claims per thousand words.",
        ),
        "lint": Declared("checks", "Look for what makes claims hard to settle or wrongly coded."),
        "check": Declared("checks", "Hold every quote against its episode's documents; follow those that moved."),
        "resolve": Declared("resolve", "Record what the world made of a question."),
        "summary": Declared(
            "reports", "Print accuracy by analyst, or by another grouping, with how far the numbers carry."
        ),
        "readings": Declared(
            "readings",
            "Print how far scores hang on how words are read: on every scale, and anywhere within their bands.",
        ),
        "score": Declared(
            "scoring",
            "Score a table of forecasts by every school: Brier, log, calibration, discrimination, peers, over time.",
        ),
        "calibration": Declared(
            "curves",
            "Draw how often what was said came true, by how sure it was said, with what chance alone would show.",
        ),
        "trend": Declared(
            "curves",
            "Show an analyst's score by quarter or year of deadline, and all up to then; a change only if a test "
            "finds one.",
        ),
        "compare": Declared(
            "comparing",
            "Compare two analysts on the questions both answered: the gap, how sure it is, and what would settle it.",
        ),
    },
    "analyst": {
        "add": Declared("nouns", "Add an analyst before anything is recorded of them."),
        "list": Declared("nouns", "List everybody whose statements are tracked."),
        "show": Declared("nouns", "Print one analyst's figures, and every claim with its quote and outcome."),
        "alias": Declared("nouns", "Give an analyst another name, such as a transcript's misspelling."),
        "amend": Declared(
            "nouns", "Correct an analyst's name or note: a new entry; the wrong version stays visible in ledger log."
        ),
        "merge": Declared("nouns", "Count what one analyst said as another's."),
    },
    "episode": {
        "add": Declared("nouns", "Add an episode before anything is recorded from it."),
        "amend": Declared("nouns", "Correct an episode: a new entry; the wrong version stays visible in ledger log."),
        "list": Declared("nouns", "List episodes."),
        "show": Declared("nouns", "Show one episode and the claims from it."),
        "import": Declared(
            "episode_import",
            "Store a saved page, transcript or subtitles as a document, with its episode; of a feed, list the "
            "episodes.",
        ),
        "fetch": Declared("episode_import", "Fetch a page and import it."),
        "read": Declared(
            "documents", "Read a document, a numbered sentence at a time, with who speaks as far as known."
        ),
        "speakers": Declared("documents", "Say who speaks."),
        "glossary": Declared(
            "documents", "Say what a transcript's slips mean, in this episode: quotes keep them, statements are mended."
        ),
        "suggest": Declared("documents", "Rank the sentences that look like claims, each with its reasons."),
        "review": Declared(
            "documents",
            "Go through the suggestions one by one: accept, reject with a reason, split, join, trim, undo, quit "
            "and resume.",
        ),
        "drop": Declared(
            "documents", "Say that sentences are no claims, and why: what was left out is part of the record."
        ),
    },
    "question": {
        "list": Declared("nouns", "List questions with the verdict in force."),
        "show": Declared("nouns", "Show one question with its verdicts and the claims on it."),
        "link": Declared("nouns", "Put claims on one question, so that analysts are compared on equal ground."),
        "amend": Declared("nouns", "Correct a question: a new entry; the wrong version stays visible in ledger log."),
    },
}
"""Commands by group and name, in the order of the help; those of the program itself stand under the empty name.

The module declares a command of the program on its ``app``, and one of a group on the object that has the group's name.
"""
