"""What a user asks of a comparison, from words to values."""

from dataclasses import dataclass

from ledger.errors import InputError, NotOneOf
from ledger.forecasts.queries import POLICIES, Policy
from ledger.forecasts.scores import LEVEL
from ledger.forecasts.scores import Ask as TableAsk
from ledger.model.vocabulary import Reading
from ledger.scoring.measures.rules import RULES, ArrayRule
from ledger.scoring.sequential import BOUNDARIES

IN_LEDGER, IN_FILE = ("first", "last"), ("each", "first", "last")
"""What --policy can name."""


class NoOdds(InputError):
    """A measure that sequential evidence is not worked out for."""

    def __init__(self, measure: str) -> None:
        listed = " or ".join(f"--measure {name}" for name in BOUNDARIES)
        super().__init__(f"--sequential is not worked out for {measure}.", f"Give {listed}.")


class FloorNeeded(InputError):
    """Sequential evidence by the log score where something was called certain."""

    def __init__(self) -> None:
        super().__init__(
            "--sequential by the log score has no odds for a probability of 0 or 1, and a shared question has one.",
            "Give --log-floor 0.001 or another floor.",
        )


class SeveralForecasts(InputError):
    """Sequential evidence where an analyst has several forecasts on a question."""

    def __init__(self) -> None:
        super().__init__(
            "--sequential needs one forecast an analyst and question, and here some question has several.",
            "Choose one of them: --policy first or --policy last.",
        )


@dataclass(frozen=True)
class Ask:
    """What is asked of a comparison."""

    measure: str = "brier"
    policy: Policy = POLICIES["first"]
    reading: Reading = Reading.CODED
    scale: str | None = None
    level: float = LEVEL
    log_floor: float | None = None
    sequential: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be worked out."""
        if self.measure not in RULES:
            raise NotOneOf("--measure", self.measure, RULES)
        if self.sequential and self.measure not in BOUNDARIES:
            raise NoOdds(self.measure)
        _ = self.table  # refuses its own

    @property
    def table(self) -> TableAsk:
        """What is asked of the table."""
        return TableAsk(policy=self.policy, reading=self.reading, level=self.level, log_floor=self.log_floor)

    @property
    def rule(self) -> ArrayRule:
        """The rule that scores."""
        return RULES[self.measure]

    @property
    def lower_is_better(self) -> bool:
        """Which way a score is better."""
        return self.rule.orientation == "lower is better"


def read_policy(name: str | None, *, in_file: bool) -> Policy:
    """The policy a user named; where none is, each row of a file and the first claim of a ledger.

    Raises:
        NotOneOf: there is none of that name, or it gives no one forecast to compare.
    """
    known = IN_FILE if in_file else IN_LEDGER
    if (name or known[0]) not in known:
        raise NotOneOf("--policy", str(name), known)
    return POLICIES[name or known[0]]
