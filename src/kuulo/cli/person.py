"""`kuulo person`: people who can sign in."""

from __future__ import annotations

from typing import Annotated

import typer

from kuulo.accounts import services
from kuulo.accounts.rules import Role

app = typer.Typer(add_completion=False)


@app.command()
def person(
    email: str,
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.READER,
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    language: Annotated[str, typer.Option(help="fi, sv or en; empty follows the browser.")] = "",
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="KUULO_PASSWORD")
    ] = "",
) -> None:
    """Add a person who can sign in with the e-mail address and password."""
    services.add_person(email=email, password=password, role=role, name=name, language=language)
    typer.echo(f"{email} can sign in as {role.value}.")
