"""`kuulo setup`: the database and the static files."""

from __future__ import annotations

import typer
from django.conf import settings
from django.core.management import call_command

app = typer.Typer(add_completion=False)


@app.command()
def setup() -> None:
    """Create or update the database and gather the static files; safe to repeat."""
    settings.KUULO_DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    typer.echo(f"Ready: {settings.KUULO_DATA}")
