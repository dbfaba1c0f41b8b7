"""Write again what the documentation takes from the program: outputs, command reference, scales, tables.

    python docs/regenerate.py

The commands of README and of the tour are run for real: the ``$`` lines of a page's console blocks, in order, in one
shell, in an empty folder, at a clock that is set. What differs from run to run by nature (hashes, identifiers) is
left as it stands if nothing else has changed. ``tests/test_docs.py`` fails where a file is not what this script would
write.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
TOUR = ROOT / "docs" / "tour.md"
CONCEPTS = ROOT / "docs" / "concepts.md"
EPISODES_PAGE = ROOT / "docs" / "episodes.md"
MEASURES_PAGE = ROOT / "docs" / "measures.md"
IMPORT_PAGE = ROOT / "docs" / "import.md"
WIDTH = "100"

CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
VOLATILE = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b")
_END = "-- end of command"

# The programs the tour may call, as they are at a clock that is set: every command starts a minute after the last.
_STUBS = {
    "ledger": "import time_machine; time_machine.travel(os.environ['TOUR_NOW'], tick=False).start(); "
    "from ledger.cli import main; main()",
    "date": "from datetime import datetime; "
    "print(datetime.fromisoformat(os.environ['TOUR_NOW']).strftime(sys.argv[-1][1:]))",
}


def commands(block: str) -> Iterator[str]:
    """The commands of a console block; one that ends in a backslash goes on in the next line."""
    lines = iter(block.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = [line[2:]]
            while command[-1].endswith("\\"):
                command.append(next(lines))
            yield "\n".join(command)


def steady(text: str) -> str:
    """Text without what differs from one run to the next by nature."""
    return VOLATILE.sub("(varies)", text)


def run_tour(blocks: list[str]) -> list[str]:
    """Run console blocks in one shell and give each back with its outputs."""
    asked = [list(commands(block)) for block in blocks]
    outputs = iter(_outputs([command for block in asked for command in block]))
    return ["".join(f"$ {command}\n{next(outputs)}" for command in block) for block in asked]


def _outputs(listed: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as place:
        stubs, folder = Path(place, "bin"), Path(place, "tour")
        stubs.mkdir()
        folder.mkdir()
        for name, code in _STUBS.items():
            stub = stubs / name
            stub.write_text(f"#!{sys.executable}\nimport os, sys\nsys.argv[0] = '{name}'\n{code}\n", encoding="utf-8")
            stub.chmod(0o700)
        (stubs / "python3").symlink_to(sys.executable)
        script = "".join(
            f"export TOUR_NOW=2026-11-22T{9 + minute // 60:02}:{minute % 60:02}:00+00:00\n{command}\n"
            f"status=$?; echo '{_END}'; [ $status = 0 ] || exit $status\n"
            for minute, command in enumerate(listed)
        )
        done = subprocess.run(  # noqa: S603 - our own documentation
            ["/bin/bash", "-c", f"exec 2>&1\n{script}"],
            cwd=folder,
            env=_environment(stubs, Path(place)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"a command of the tour failed:\n{done.stdout}")
    return done.stdout.split(f"{_END}\n")[:-1]


def _environment(stubs: Path, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"LANG", "LC_ALL", "TMPDIR"}}
    path = os.pathsep.join([str(stubs), os.environ.get("PATH", "/usr/bin:/bin")])
    settings = {"PATH": path, "HOME": str(home), "COLUMNS": WIDTH, "NO_COLOR": "1", "LEDGER_ACTOR": "ana"}
    return {**kept, **settings, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def toured(path: Path) -> str:
    """A page with the outputs its commands give today."""
    text = path.read_text(encoding="utf-8")
    blocks = CONSOLE.findall(text)
    made = run_tour(blocks)
    if [steady(block) for block in made] == [steady(block) for block in blocks]:
        return text
    fresh = iter(made)  # all of them: one entry has one hash on a page
    return CONSOLE.sub(lambda _: next(fresh), text)


def command_paths() -> list[tuple[str, ...]]:
    """Every command by its words, groups before what is in them; the program itself is ()."""
    import typer

    from ledger.cli import app

    def walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - typer's own class
        yield path
        for name, child in getattr(command, "commands", {}).items():
            yield from walk(child, (*path, name))

    return list(walk(typer.main.get_command(app), ()))


def help_of(path: tuple[str, ...]) -> str:
    """What ``--help`` prints for a command."""
    from typer.testing import CliRunner

    from ledger.cli import app

    environment = {"COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH, "NO_COLOR": "1", "LEDGER_DB": None}
    found = CliRunner().invoke(app, [*path, "--help"], prog_name="ledger", env=environment)
    return "\n".join(line.rstrip() for line in found.stdout.strip().splitlines())


def cli_page() -> str:
    """The command reference: every help text."""
    head = (
        "# Commands\n\n"
        "Written by `python docs/regenerate.py` from the program's own help; `tests/test_docs.py` keeps it fresh.\n"
        "What the words mean is in [concepts.md](concepts.md).\n"
    )
    parts = [
        f"{'##' if len(path) < 2 else '###'} {' '.join(('ledger', *path))}\n\n```text\n{help_of(path)}\n```\n"  # noqa: PLR2004
        for path in command_paths()
    ]
    return "\n".join([head, *parts])


def scales_page() -> str:
    """The likelihood scales, each with its citation and its terms."""
    from ledger.model.probabilities import show_probability
    from ledger.model.scales import DEFAULT_SCALE, Scale, Term, load_hedges, load_scale, scale_names

    def row(term: Term) -> str:
        band = f"{show_probability(term.low)} to {show_probability(term.high)}"
        scored = "not scored" if term.hedge else show_probability(term.point)
        return f"| {', '.join(term.phrases)} | {band} | {scored} |"

    def section(scale: Scale) -> str:
        facts = [scale.citation, f"Licence: {scale.licence}.", *([f"<{scale.url}>"] if scale.url else [])]
        name = f"`--scale {scale.name}`" if scale.name in scale_names() else "with every scale"
        terms = sorted(scale.terms, key=lambda term: (term.point, term.low))
        table = ["| words | band | scored as |", "|---|---|---|", *map(row, terms)]
        return "\n".join([f"## {scale.title} ({name})", "", "  \n".join(facts), "", scale.note, "", *table, ""])

    head = (
        "# Scales: what words of likelihood are read as\n\n"
        "Written by `python docs/regenerate.py` from `ledger/model/scales/*.toml`. The words are always kept as said;\n"
        "a scale gives them a band, and the point that is scored: the middle of the band, unless the scale names one.\n"
        f"The default scale is `{DEFAULT_SCALE}`. The hedges at the end hold with every scale and are never scored.\n"
    )
    return "\n".join([head, *map(section, [*map(load_scale, scale_names()), load_hedges()])])


def statuses_table() -> str:
    """Why a claim is or is not scored, in the order the reasons are looked at."""
    from ledger.query.judged import SCORING_STATUSES

    return "\n".join(
        [
            "| scoring status | reason |",
            "|---|---|",
            *(f"| `{name}` | {why} |" for name, why in SCORING_STATUSES.items()),
        ]
    )


def hints_table() -> str:
    """What is said about a claim that will be hard to settle."""
    from ledger.query.lint.hints import HINTS

    told = (f"| `{name}` | {(function.__doc__ or '').splitlines()[0]} |" for name, function in HINTS.items())
    return "\n".join(["| hint | why |", "|---|---|", *told])


def columns_table() -> str:
    """The columns of a forecast table."""
    from ledger.forecasts.columns import COLUMNS

    rows = (f"| `{column.name}` | {'yes' if column.required else ''} | {column.help} |" for column in COLUMNS.values())
    return "\n".join(["| column | required | what it holds |", "|---|---|---|", *rows])


def policies_table() -> str:
    """Which forecasts count under which policy."""
    from ledger.forecasts.queries import POLICIES
    from ledger.forecasts.scores import NAMED_POLICIES

    asked = {name: f"`--policy {name}`" for name in NAMED_POLICIES}
    needs = {"spot": ("stated_at", "spot_at")}
    asked |= {"at-lead": "`--at-lead 30d`", "days": "`--gjo-compat`", "spot": "the measures `spot_...`"}
    rows = (
        f"| {asked[name]} | {policy.help} | {', '.join(needs.get(name, policy.needs)).replace('|', ' or ')} |"
        for name, policy in POLICIES.items()
    )
    return "\n".join(["| policy | what counts | needs |", "|---|---|---|", *rows])


def measures_table() -> str:
    """Every measure with its formula, which way is better, its range, and its source."""
    from ledger.scoring.measures import MEASURES

    def end(value: float) -> str:
        return f"{value:g}".replace("inf", "\u221e")

    rows = (
        f"| `{measure.name}` | {measure.title} | {measure.formula} | {measure.orientation.split()[0]} "
        f"| {end(measure.range[0])} to {end(measure.range[1])} | {measure.against} | {measure.reference} |"
        for measure in sorted(MEASURES.values(), key=lambda measure: measure.name)
    )
    heads = "| name | title | formula | better | best to worst | held against | source |"
    return "\n".join([heads, "|---|---|---|---|---|---|---|", *rows])


def intervals_table() -> str:
    """Every way in which the interval of a mean is made."""
    from ledger.scoring.intervals import METHODS

    rows = (
        f"| `{method.name}` | {method.title} | {(method.spread.__doc__ or '').splitlines()[0]} | {method.reference} |"
        for method in METHODS.values()
    )
    return "\n".join(["| name | title | what it is made of | source |", "|---|---|---|---|", *rows])


def rules_table(rules: Any) -> str:  # noqa: ANN401 - either registry
    """The scores of forecasts that are not yes or no."""
    rows = (
        f"| `{rule.name}` | {rule.title} | {rule.formula} | {rule.orientation.split()[0]} | {rule.reference} |"
        for rule in rules.values()
    )
    return "\n".join(["| name | title | formula | better | source |", "|---|---|---|---|---|", *rows])


def formats_table() -> str:
    """The kinds of file that import reads and export writes."""
    from ledger.claimfiles.registry import FORMATS

    rows = (
        f"| `{format_.name}` | {', '.join(f'`{suffix}`' for suffix in format_.suffixes)} | {format_.help} |"
        for format_ in FORMATS.values()
    )
    return "\n".join(["| format | names end in | what it is |", "|---|---|---|", *rows])


def fields_table(fields: Any) -> str:  # noqa: ANN401 - one of three registries
    """What a file can say of a claim, an episode or a verdict."""

    def shown(example: Any) -> str:  # noqa: ANN401 - a text, a flag or a list
        if isinstance(example, bool):
            return "`yes`" if example else "`no`"
        if isinstance(example, str):
            return f"`{example}`"
        items = (item if isinstance(item, str) else f"{item['name']}={item['role']}" for item in example)
        return ", ".join(f"`{item}`" for item in items)

    rows = (
        f"| `{field.name}` | {'yes' if field.required else ''} | {field.help} | {shown(field.example)} |"
        for field in fields.values()
    )
    return "\n".join(["| field | needed | what it holds | example |", "|---|---|---|---|", *rows])


def marked(path: Path, tables: dict[str, str]) -> str:
    """A page with its tables taken from the code."""
    text = path.read_text(encoding="utf-8")
    for name, table in tables.items():
        place = re.compile(rf"(?<=<!-- begin {name} -->\n).*?(?=^<!-- end {name} -->)", re.MULTILINE | re.DOTALL)
        if len(place.findall(text)) != 1:
            raise SystemExit(f"{path.name} has no place for {name}")
        text = place.sub(lambda _, table=table: f"{table}\n", text)
    return text


def concepts() -> str:
    """The concepts page with its tables taken from the code."""
    return marked(CONCEPTS, {"statuses": statuses_table(), "hints": hints_table()})


def measures() -> str:
    """The page on scores with its tables taken from the code."""
    from ledger.scoring.forms.categorical import OPTION_RULES
    from ledger.scoring.forms.quantile import QUANTILE_RULES

    tables = {"columns": columns_table(), "policies": policies_table(), "measures": measures_table(),
              "intervals": intervals_table()}  # fmt: skip
    tables |= {"options": rules_table(OPTION_RULES), "quantiles": rules_table(QUANTILE_RULES)}
    return marked(MEASURES_PAGE, tables)


def kinds_table() -> str:
    """The kinds of file an episode comes in."""
    from ledger.documents.kinds import kinds

    rows = (f"| `{kind.name}` | {kind.title} |" for kind in kinds())
    return "\n".join(["| kind | what it is |", "|---|---|", *rows, "| `feed` | a podcast's feed: RSS or Atom |"])


def warnings_table() -> str:
    """What an import warns of."""
    from ledger.documents.warnings import WARNINGS

    rows = (f"| `{name}` | {words.format(n='so many')} |" for name, words in WARNINGS.items())
    return "\n".join(["| warning | what it means |", "|---|---|", *rows])


def lint_table() -> str:
    """The rules of lint."""
    from ledger.query.lint.rules import RULES

    rows = (
        f"| `{rule.name}` | {rule.severity} | {(rule.look.__doc__ or '').splitlines()[0]} |" for rule in RULES.values()
    )
    return "\n".join(["| rule | sort | what it looks for |", "|---|---|---|", *rows])


def episodes() -> str:
    """The page on documents with its tables taken from the code."""
    return marked(EPISODES_PAGE, {"kinds": kinds_table(), "warnings": warnings_table(), "lint": lint_table()})


def importing() -> str:
    """The page on files with its tables taken from the code."""
    from ledger.model.fields import EPISODE_FIELDS, FIELDS, RESOLUTION_FIELDS

    tables = {"formats": formats_table(), "fields": fields_table(FIELDS), "episode": fields_table(EPISODE_FIELDS)}
    return marked(IMPORT_PAGE, {**tables, "resolution": fields_table(RESOLUTION_FIELDS)})


PAGES = {
    README: partial(toured, README),
    TOUR: partial(toured, TOUR),
    EPISODES_PAGE: episodes,
    CONCEPTS: concepts,
    MEASURES_PAGE: measures,
    IMPORT_PAGE: importing,
    ROOT / "docs" / "cli.md": cli_page,
    ROOT / "docs" / "scales.md": scales_page,
}
"""Each file with the function that says what should be in it."""


def main() -> None:
    """Write every page that is not as it should be."""
    for path, page in PAGES.items():
        text = page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{path.relative_to(ROOT)} written")  # noqa: T201 - a script


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
