"""Finds the command, makes Django ready where the command needs it, and says errors on standard error.

A command's module is loaded when it is called, so that a small command starts fast. Exit codes: 0 done, 1 refused,
2 input that cannot be used.
"""

from __future__ import annotations

import os
import secrets
import sys
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import version
from typing import NamedTuple

import django
import typer
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kuulo.base.errors import InputError, KuuloError, SettingError
from kuulo.base.texts import mark as _


class Entry(NamedTuple):
    """Where a command lives and what it is for."""

    module: str
    help: str
    keeps: bool = True  # whether it keeps anything in the data folder


COMMANDS = {
    "report": Entry(
        "kuulo.cli.report", "Turn an export of any survey tool into one HTML page of figures.", keeps=False
    ),
    "figures": Entry("kuulo.cli.figures", "Compute single figures from a file of answers.", keeps=False),
    "drivers": Entry("kuulo.cli.drivers", "Tell what goes with a score in a file of answers.", keeps=False),
    "weight": Entry("kuulo.cli.weight", "Weight a file of answers to what is known of the population.", keeps=False),
    "trends": Entry("kuulo.cli.trends", "Say how a measure moves in a file of answers.", keeps=False),
    "scales": Entry("kuulo.cli.scales", "Say how reliable a scale of several items is.", keeps=False),
    "growth": Entry("kuulo.cli.growth", "Say what customers did after they answered.", keeps=False),
    "words": Entry("kuulo.cli.words", "Read, group, code, search and mask the comments of a file.", keeps=False),
    "serve": Entry("kuulo.cli.serve", "Start the web server, and the worker beside it."),
    "worker": Entry("kuulo.cli.worker", "Do the work that waits in the jobs table."),
    "setup": Entry("kuulo.cli.setup", "Create or update the database and the static files."),
    "person": Entry("kuulo.cli.person", "Add a person who can sign in."),
    "customers": Entry("kuulo.cli.customers", "Take a list of customers in, with addresses and consents."),
    "purchases": Entry("kuulo.cli.purchases", "Take order lines in, each line one purchase."),
    "identity": Entry("kuulo.cli.identity", "Find which records of persons or companies are one.", keeps=False),
    "sample": Entry("kuulo.cli.sample", "Make and load the invented sample company."),
    "lake": Entry("kuulo.cli.lake", "Look at, seal, compact and vacuum the lake."),
    "bench": Entry("kuulo.cli.bench", "Measure Kuulo beside a reference in the same run."),
}


def app() -> None:
    """Run the command line."""
    name, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("--help", [])
    try:
        sys.exit(run(name, arguments))
    except KuuloError as error:
        sys.stderr.write(f"kuulo: {error}\n")
        sys.exit(error.exit_code)


def run(name: str, arguments: list[str]) -> int:
    """Run one command and return its exit code.

    Raises:
        InputError: There is no such command.
        SettingError: The database is older than the code.
    """
    if name in {"--help", "-h", "help"}:
        sys.stdout.write(overview())
        return 0
    if name == "--version":
        sys.stdout.write(f"kuulo {version('kuulo')}\n")
        return 0
    entry = COMMANDS.get(name)
    if entry is None:
        near = get_close_matches(name, COMMANDS, 1) or ["--help"]
        raise InputError(_("There is no command “{name}”."), _("Did you mean: kuulo {near}?"), name=name, near=near[0])
    if not entry.keeps:
        # What keeps nothing needs no secret of its own, and leaves no folder behind.
        os.environ.setdefault("KUULO_SECRET_KEY", secrets.token_urlsafe())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuulo.web.settings")
    django.setup()
    application: typer.Typer = import_module(entry.module).app
    try:
        return typer.main.get_command(application).main(arguments, prog_name=f"kuulo {name}", standalone_mode=True) or 0
    except DatabaseError as error:
        if not _is_behind():
            raise
        raise SettingError(
            _("The database is older than this Kuulo, or was never set up: {reason}."),
            _("Run kuulo setup, then this command again."),
            reason=str(error).strip().partition("\n")[0],
        ) from error


def _is_behind() -> bool:
    """Return whether the database lacks tables or columns that the code counts on."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def overview() -> str:
    """Return what `kuulo --help` prints; no command is loaded for it."""
    width = max(map(len, COMMANDS)) + 2
    lines = "".join(f"  {name:<{width}}{entry.help}\n" for name, entry in COMMANDS.items())
    return (
        "Usage: kuulo COMMAND …\n\nKuulo hears customers and says how sure each figure is.\n\n"
        f"Commands (kuulo COMMAND --help says more):\n{lines}"
    )
