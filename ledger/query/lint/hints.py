"""What makes a claim hard to settle, seen while it can still be mended. Hints never stop a recording."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.model.vocabulary import Kind, Source

VAGUE = (
    "significant", "significantly", "substantial", "substantially", "major", "meaningful", "soon", "eventually",
    "in the near future", "in the long run", "sooner or later", "better", "worse", "stronger", "weaker", "important",
    "serious", "seriously", "considerable", "increasingly", "destabilizing", "destabilising", "unsettling",
)  # fmt: skip
_VAGUE = re.compile(rf"\b({'|'.join(VAGUE)})\b", re.IGNORECASE)
_COMPOUND = re.compile(r";|\b(and|as well as|both)\b|\bor\b(?! (not|equal|more|less|fewer)\b)", re.IGNORECASE)
_ONE_THING = re.compile(
    r"\b(research and development|law and order|command and control|supply and demand|oil and gas|trial and error"
    r"|health and safety|terms and conditions|profit and loss|goods and services|search and rescue)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:and|or)\b[\s,]+(?=\S)", re.IGNORECASE)  # it joins a sentence to the one before
_BETWEEN = re.compile(r"\bbetween(?: (?!and )[^\s,;]+){1,4}$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"[0-9][0-9.,]*[^\s,;]*(?: (?:per cent|percent|million|billion|trillion))?$")
_NAME_BEFORE = re.compile(r"(?:^|[\s(])[^\W\d_][^\s,;]*$")
_ARTICLE = re.compile(r"(?:the|an?) ", re.IGNORECASE)
_NUMBER_AFTER = re.compile(r"[^\w\s]?[0-9]")


@dataclass(frozen=True)
class Coded:
    """What the hints look at: a question and a claim on it, as recorded."""

    question: Mapping[str, Any]
    claim: Mapping[str, Any]


Hint = Callable[[Coded], str]
HINTS: dict[str, Hint] = {}


def hint(name: str) -> Callable[[Hint], Hint]:
    """Enter a function in the list of hints, under the name machines see."""

    def register(function: Hint) -> Hint:
        HINTS[name] = function
        return function

    return register


def hints(coded: Coded) -> dict[str, str]:
    """Every hint that applies, by name. A kind that is never scored gets none."""
    if not Kind(coded.claim["kind"]).scored:
        return {}
    found = {name: function(coded) for name, function in HINTS.items()}
    return {name: message for name, message in found.items() if message}


@hint("no-deadline")
def no_deadline(coded: Coded) -> str:
    """Without a deadline a claim is never late."""
    return "" if coded.question["deadline"] else "no deadline: by when must it have happened? (--by)"


@hint("no-criteria")
def no_criteria(coded: Coded) -> str:
    """Without criteria two people will settle it two ways."""
    return "" if coded.question["criteria"] else "no criteria: what would settle it, and who reports that? (--criteria)"


@hint("compound")
def compound(coded: Coded) -> str:
    """Two limbs can come out two ways."""
    said = _OPENING.sub("", coded.question["statement"])
    statement = _ONE_THING.sub(lambda found: "x" * len(found[0]), said)
    joints = (joint for joint in _COMPOUND.finditer(statement) if not _joins_names(statement, joint))
    found = next(joints, None)
    return f'compound: "{found[0]}" may join two claims that can come out differently; record each' if found else ""


def _joins_names(statement: str, joint: re.Match[str]) -> bool:
    """Whether two names or two numbers stand around it, or it ends a "between": that is one claim about both."""
    before, after = statement[: joint.start()].rstrip(), statement[joint.end() :].lstrip()
    if joint[0] == ";" or not before or not after:
        return False
    if joint[0].lower() == "and" and _BETWEEN.search(before):
        return True
    if _NUMBER_BEFORE.search(before) and _NUMBER_AFTER.match(after):
        return True
    name = _NAME_BEFORE.search(before)
    return name is not None and name[0].strip(" (")[0].isupper() and _ARTICLE.sub("", after, count=1)[:1].isupper()


@hint("vague")
def vague(coded: Coded) -> str:
    """Words nobody could measure."""
    found = sorted({word.lower() for word in _VAGUE.findall(coded.question["statement"])})
    return f"vague: {', '.join(found)} could be argued about for ever; say how much" if found else ""


@hint("hedge")
def hedge(coded: Coded) -> str:
    """Words that cannot be wrong are counted, not scored."""
    if coded.claim["source"] != Source.HEDGE:
        return ""
    return f'hedge: "{coded.claim["words"]}" cannot be wrong; it is counted, not scored'


@hint("no-condition")
def no_condition(coded: Coded) -> str:
    """A conditional hangs on something."""
    if coded.claim["kind"] != Kind.CONDITIONAL or coded.question["condition"]:
        return ""
    return "conditional without a condition: what does it hang on? (--if)"
