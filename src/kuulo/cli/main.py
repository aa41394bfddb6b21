"""Finds the command, makes Django ready where the command needs it, and says errors on standard error.

A command's module is loaded when it is called, so that a small command starts fast. Exit codes: 0 done, 1 refused,
2 input that cannot be used.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NamedTuple

import click
import django
import typer
from typer.main import get_command

from kuulo.base.errors import KuuloError


class Entry(NamedTuple):
    """Where a command lives and what it is for."""

    module: str
    help: str
    django: bool = True


COMMANDS = {
    "report": Entry("kuulo.cli.report", "Turn an export of any survey tool into one HTML page of figures."),
    "figures": Entry("kuulo.cli.figures", "Compute single figures from a file of answers."),
    "serve": Entry("kuulo.cli.serve", "Start the web server, and the worker beside it."),
    "worker": Entry("kuulo.cli.worker", "Do the work that waits in the jobs table."),
    "setup": Entry("kuulo.cli.setup", "Create or update the database and the static files."),
    "person": Entry("kuulo.cli.person", "Add a person who can sign in."),
    "sample": Entry("kuulo.cli.sample", "Make and load the invented sample company."),
    "lake": Entry("kuulo.cli.lake", "Look at, seal, compact and vacuum the lake."),
    "bench": Entry("kuulo.cli.bench", "Measure Kuulo beside a reference in the same run."),
}


class Commands(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.django:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuulo.web.settings")
            django.setup()
        module = import_module(entry.module)
        application: typer.Typer = module.app
        command = get_command(application)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without loading any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


group = Commands(name="kuulo", help="Kuulo hears customers and says how sure each figure is.", no_args_is_help=True)


def app() -> None:
    """Run the command line."""
    try:
        group(standalone_mode=True)
    except KuuloError as error:
        sys.stderr.write(f"kuulo: {error}\n")
        sys.exit(error.exit_code)
