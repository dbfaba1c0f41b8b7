"""The benchmarks. Each compares a command people run with a known program that does as much."""

from pathlib import Path
from statistics import median

from registry import Row, Setup, benchmark, compared, shown
from timing import Command, interleaved, rival, run, script, work

SLOWEST_LISTING = 1.2
SLOWEST_SUMMARY = 1.5
LEAST_BULK = 1 / 3
DEMO_SECONDS = 2.0
REPEATS = 3
"""How often the long ones are run."""


@benchmark("startup")
def startup(setup: Setup) -> list[Row]:
    """What every command pays before it does anything."""
    programs: dict[str, Command] = {"ledger": (script("ledger"),), "sqlite-utils": rival()}
    commands = {
        f"{name} {flag}": (*start, flag) for flag in ("--help", "--version") for name, start in programs.items()
    }
    timed = interleaved(commands, setup.rounds)
    return [
        compared(f"ledger {flag}", timed, f"ledger {flag}", f"sqlite-utils {flag}", 1.0)
        for flag in ("--help", "--version")
    ]


def _plain_tables(setup: Setup) -> tuple[Path, int]:
    """Plain tables for sqlite-utils of what ``ledger list`` prints: see ``work.py``."""
    plain, listed = setup.folder / "plain.db", setup.folder / "listed.json"
    if not plain.exists():
        listed.write_bytes(run((*_ledger(setup), "list", "--format", "json")).output)
        work("work.py", "plain_tables", listed, plain)
    return plain, setup.claims


def _ledger(setup: Setup) -> Command:
    return (script("ledger"), "--db", str(setup.ledger(setup.claims)))


@benchmark("list")
def listing(setup: Setup) -> list[Row]:
    """All claims, for people and for machines."""
    plain, count = _plain_tables(setup)
    rows = (*rival(), "rows")
    claim = (*rows, str(setup.ledger(setup.claims)), "claim")
    commands: dict[str, Command] = {
        "list": (*_ledger(setup), "list"),
        "list --format json": (*_ledger(setup), "list", "--format", "json"),
        "rows, displayed": (*rows, str(plain), "displayed"),
        "rows, listed": (*rows, str(plain), "listed"),
        "rows, claim": claim,
        "rows -t, displayed": (*rows, str(plain), "displayed", "-t"),
    }
    timed = interleaved(commands, setup.rounds)
    pairs = (
        ("list", "rows, displayed", SLOWEST_LISTING),
        ("list", "rows, claim", SLOWEST_LISTING),
        ("list", "rows -t, displayed", None),
        ("list --format json", "rows, listed", SLOWEST_LISTING),
        ("list --format json", "rows, claim", None),
    )
    return [compared(f"ledger {ours}, {count:,} claims", timed, ours, theirs, most) for ours, theirs, most in pairs]


@benchmark("show")
def show(setup: Setup) -> list[Row]:
    """One claim in the middle."""
    return _beside_rows(setup, ("show", str(setup.claims // 2)))


@benchmark("due")
def due(setup: Setup) -> list[Row]:
    """Everything that is open."""
    return _beside_rows(setup, ("due",))


def _beside_rows(setup: Setup, arguments: Command) -> list[Row]:
    """A command beside sqlite-utils printing as many rows of the claim table as the command prints lines."""
    lines = run((*_ledger(setup), *arguments)).output.count(b"\n")
    rows = (*rival(), "rows", str(setup.ledger(setup.claims)), "claim", "--limit", str(lines))
    said = " ".join(arguments)
    commands: dict[str, Command] = {
        said: (*_ledger(setup), *arguments),
        f"{said} --format json": (*_ledger(setup), *arguments, "--format", "json"),
        f"rows --limit {lines}": rows,
        f"rows -t --limit {lines}": (*rows, "-t"),
    }
    timed = interleaved(commands, setup.rounds)
    plain, tabled = f"rows --limit {lines}", f"rows -t --limit {lines}"
    pairs = ((said, plain, SLOWEST_LISTING), (said, tabled, None), (f"{said} --format json", plain, SLOWEST_LISTING))
    return [compared(f"ledger {ours}", timed, ours, theirs, most) for ours, theirs, most in pairs]


@benchmark("summary")
def summary_beside_rows(setup: Setup) -> list[Row]:
    """Accuracy by analyst, beside printing the rows it is made of."""
    commands: dict[str, Command] = {
        "summary": (*_ledger(setup), "summary"),
        "rows, claim": (*rival(), "rows", str(setup.ledger(setup.claims)), "claim"),
    }
    timed = interleaved(commands, setup.rounds)
    return [compared(f"ledger summary, {setup.claims:,} claims", timed, "summary", "rows, claim", SLOWEST_SUMMARY)]


@benchmark("growth")
def growth(setup: Setup) -> list[Row]:
    """How the summary's time grows with the ledger, and that it asks the database once."""
    sizes = (setup.large // 100, setup.large // 10, setup.large)
    commands = {str(size): (script("ledger"), "--db", str(setup.ledger(size)), "summary") for size in sizes}
    timed = interleaved(commands, max(3, setup.rounds // 3))
    rows = []
    for before, size in zip((None, *sizes), sizes, strict=False):
        ratio = timed[str(size)].wall / timed[str(before)].wall if before else None
        asked = f"{work('work.py', 'statements', setup.ledger(size))} SQL statement"
        rows.append(Row(f"ledger summary, {size:,} claims", shown(timed[str(size)]), asked, ratio))
    return rows


@benchmark("bulk")
def bulk(setup: Setup) -> list[Row]:
    """A bulk load in one transaction, beside bare inserts of the rows it makes."""
    seconds: dict[str, list[float]] = {"ours": [], "bare": []}
    rows = 0
    for _ in range(REPEATS):
        for way, taken in seconds.items():
            rows, one = work("bulk.py", way, setup.large, setup.folder)
            taken.append(one)
    ours, bare = (rows / median(taken) for taken in seconds.values())
    told = f"{bare:,.0f} rows/s: SQLAlchemy Core, the same {rows:,} rows"
    what = f"recording {setup.large:,} claims ({setup.large / median(seconds['ours']):,.0f} claims/s)"
    return [Row(what, f"{ours:,.0f} rows/s", told, ours / bare, ">= 0.33", ours / bare >= LEAST_BULK)]


@benchmark("verify")
def verify(setup: Setup) -> list[Row]:
    """The whole proof, beside hashing the bodies."""
    path = setup.ledger(setup.large * 2 // 5)
    taken, hashed, entries = [], [], 0
    for _ in range(REPEATS):
        taken.append(run((script("ledger"), "--db", str(path), "verify")).wall)
        entries, one = work("work.py", "hashing", path)
        hashed.append(one)
    ours, bare = (entries / median(times) for times in (taken, hashed))
    what = f"ledger verify, {entries:,} entries ({median(taken):.1f} s)"
    return [Row(what, f"{ours:,.0f} entries/s", f"{bare:,.0f} entries/s: SHA-256 of the bodies", ours / bare)]


@benchmark("demo")
def demo(setup: Setup) -> list[Row]:
    """The first thing a newcomer runs."""
    timed = interleaved({"demo": (script("ledger"), "demo")}, setup.rounds)["demo"]
    return [Row("ledger demo", shown(timed), target=f"< {DEMO_SECONDS:g} s", met=timed.wall < DEMO_SECONDS)]
