"""The tables of each database, as the release that runs wants them."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor


def bring_up_to_date(alias: str) -> None:
    """Apply the migrations that wait, if any do.

    A store of one app is spared the migrations of the others: they change nothing there and take as long again.
    """
    executor = MigrationExecutor(connections[alias])
    leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if router.allow_migrate(alias, leaf[0])]
    if executor.migration_plan(leaves):
        only = [leaves[0][0]] if len(leaves) == 1 else []
        call_command("migrate", *only, database=alias, verbosity=0)
