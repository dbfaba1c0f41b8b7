"""Runs the revisions on the connection Ledger hands over, so that one engine makes every transaction.

For a developer's ``alembic`` command line the database is named by LEDGER_DB instead.
"""

import os

from alembic import context

from ledger.model.records import SQLModel


def run() -> None:
    """Run the revisions asked for inside the caller's transaction."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        context.configure(connection=connection, target_metadata=SQLModel.metadata, transactional_ddl=True)
        context.run_migrations()
        return
    from ledger.journal.engine import write_engine
    from ledger.journal.location import locate

    with write_engine(locate(os.environ["LEDGER_DB"])).begin() as own:
        context.configure(connection=own, target_metadata=SQLModel.metadata, transactional_ddl=True)
        context.run_migrations()


run()
