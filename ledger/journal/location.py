"""Where a ledger is kept: a file, or an address of a PostgreSQL database."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ledger.errors import InputError

ENVIRONMENT = "LEDGER_DB"


class UnknownDatabase(InputError):
    """An address of a kind of database Ledger does not speak to."""

    def __init__(self, address: str) -> None:
        """Show the address without its password."""
        super().__init__(
            f"{redact(address)} is not a database Ledger can use.",
            "Give a file path, sqlite:///PATH or postgresql://HOST/NAME.",
        )


class UnclearAddress(InputError):
    """An address whose password can be taken for a part of the host's name."""

    def __init__(self) -> None:
        """Say nothing of the address: where the password ends is not known."""
        super().__init__(
            "The database address holds more than one @, so it is not clear where its password ends.",
            "Write an @ inside a user name or a password as %40.",
        )


@dataclass(frozen=True)
class Location:
    """Either ``path`` (SQLite) or ``url`` (PostgreSQL) is set."""

    path: Path | None = None
    url: str = ""

    @property
    def dialect(self) -> str:
        """The name SQLAlchemy gives the database's language."""
        return "sqlite" if self.path is not None else "postgresql"

    @property
    def conninfo(self) -> str:
        """The address as the bare PostgreSQL driver reads it."""
        return re.sub(r"^postgresql(\+\w+)?://", "postgresql://", self.url)

    def __str__(self) -> str:
        return str(self.path) if self.path is not None else redact(self.url)

    def redact(self, text: str) -> str:
        """Take this address's password out of ``text``, whole or as the part a driver took for a host."""
        for secret in sorted(self._secrets(), key=len, reverse=True):
            text = text.replace(secret, "***")
        return redact(text)

    def _secrets(self) -> set[str]:
        user = re.match(r"[^:/?#]+://[^:/@]*:(.*)@", self.url)
        given = [user.group(1)] if user else []
        given += re.findall(r"(?i)password=([^&]+)", self.url)
        tails = [secret.partition("@")[2] for secret in given]
        return {form for secret in (*given, *tails) if secret for form in (secret, unquote(secret))}


def redact(text: str) -> str:
    """Take passwords out of a database address, wherever in ``text`` it stands."""
    without_user = re.sub(r"(://[^:/@\s]*:)\S*(@)", r"\1***\2", text)
    return re.sub(r"(?i)(password=)[^&\s]+", r"\1***", without_user)


def default_path() -> Path:
    """The ledger of a user who names none."""
    from platformdirs import user_data_path

    return user_data_path("ledger") / "ledger.db"


def locate(given: str | None) -> Location:
    """Read ``--db``, else LEDGER_DB, else the user's data folder.

    Raises:
        UnknownDatabase: the address names a database other than SQLite or PostgreSQL.
        UnclearAddress: its password cannot be told from the rest.
    """
    named = given or os.environ.get(ENVIRONMENT) or ""
    if not named:
        return Location(path=default_path())
    if named.startswith("sqlite://"):
        return Location(path=Path(named.removeprefix("sqlite://").removeprefix("/")))
    if named.startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
        rest = named.partition("://")[2]
        if rest.partition("?")[0].count("@") > 1:
            raise UnclearAddress
        return Location(url=f"postgresql+psycopg://{rest}")
    if re.match(r"(?i)[a-z][a-z0-9+._-]*://", named):
        raise UnknownDatabase(named)
    return Location(path=Path(named).expanduser())
