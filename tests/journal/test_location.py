"""How an address is read, and that none is shown with its password."""

from pathlib import Path

import pytest

from ledger.errors import InputError
from ledger.journal.location import Location, UnclearAddress, UnknownDatabase, default_path, locate, redact


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("ledger.db", "ledger.db"),
        ("/a b/100%.db", "/a b/100%.db"),
        ("sqlite:////a b/100%.db", "/a b/100%.db"),
        ("sqlite:///folder/l.db", "folder/l.db"),
    ],
)
def test_a_path_is_taken_as_it_is(given: str, path: str) -> None:
    assert locate(given) == Location(path=Path(path))
    assert locate(given).dialect == "sqlite"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_name_postgresql_means_the_same(scheme: str) -> None:
    found = locate(f"{scheme}://user:pw@host/db?x=y")
    assert found.url == "postgresql+psycopg://user:pw@host/db?x=y"
    assert found.conninfo == "postgresql://user:pw@host/db?x=y"
    assert found.dialect == "postgresql"
    assert str(found) == "postgresql+psycopg://user:***@host/db?x=y"


def test_what_is_given_comes_before_the_environment_and_that_before_the_users_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LEDGER_DB", "from-environment.db")
    assert locate("given.db").path == Path("given.db")
    assert locate(None).path == Path("from-environment.db")
    monkeypatch.delenv("LEDGER_DB")
    assert locate(None).path == default_path()
    assert default_path().name == "ledger.db"


@pytest.mark.parametrize(
    "given", ["mysql://u:s3cr3t@h/db", "POSTGRESQL+ASYNCPG://u:s3cr3t@h/db", "my-sql.x://u:s3cr3t@h/db"]
)
def test_an_unknown_kind_of_database_is_named_without_its_password(given: str) -> None:
    with pytest.raises(UnknownDatabase) as caught:
        locate(given)
    assert "s3cr3t" not in str(caught.value)


def test_an_at_sign_that_could_belong_to_the_password_is_asked_to_be_escaped() -> None:
    with pytest.raises(UnclearAddress, match="%40") as caught:
        locate("postgresql://user:s3@cr3t@host/db")
    assert "cr3t" not in str(caught.value)
    assert isinstance(caught.value, InputError)
    assert locate("postgresql://user:s3%40cr3t@host/db?application_name=a@b").conninfo.endswith("a@b")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("at postgresql://u:pw@h/db now", "at postgresql://u:***@h/db now"),
        ("postgresql://u:p@w@h/db", "postgresql://u:***@h/db"),
        ("postgresql://u:p/w@h/db", "postgresql://u:***@h/db"),
        ("postgresql://:pw@h/db", "postgresql://:***@h/db"),
        ("postgresql://h/db?password=pw&x=y", "postgresql://h/db?password=***&x=y"),
        ("postgresql://h/db?PASSWORD=pw", "postgresql://h/db?PASSWORD=***"),
        ("nothing to hide: a@b", "nothing to hide: a@b"),
    ],
)
def test_passwords_are_taken_out_wherever_an_address_stands(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_a_part_of_a_password_that_a_driver_took_for_a_host_is_taken_out_too() -> None:
    location = Location(url="postgresql+psycopg://u:p@rt@host/db")
    assert location.redact("failed to resolve host 'rt@host'") == "failed to resolve host '***@host'"
