"""`kuulo serve`: the web server with its worker beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import nullcontext
from typing import Annotated

import typer
from django.conf import settings
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kuulo.accounts.queries import count_people, organisation
from kuulo.base.errors import SettingError
from kuulo.base.texts import mark as _
from kuulo.cli.beside import kept_running
from kuulo.cli.setup import setup
from kuulo.sample.services import SAMPLE_PASSWORD, SAMPLE_PEOPLE, is_loaded

app = typer.Typer(add_completion=False)
KUULO = (sys.executable, "-m", "kuulo.cli")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    processes: Annotated[int, typer.Option(min=1, help="Web processes.")] = 1,
    with_sample: Annotated[bool, typer.Option("--with-sample", help="Load the invented sample company first.")] = False,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="Start a worker beside the web.")] = True,
) -> None:
    """Bring the database up to date and serve Kuulo until stopped."""
    _refuse_taken_port(host, port)
    _assume_public_url(host, port)
    setup()
    if with_sample and not organisation().name:
        typer.echo("Loading the invented sample company …")
        # In a process of its own: the web processes are forked from this one; the lake's threads do not survive that.
        subprocess.run([*KUULO, "sample", "--load"], check=False, stdout=subprocess.DEVNULL)
    _greet(host, port)
    connections.close_all()
    with kept_running([*KUULO, "worker"]) if worker else nullcontext():
        Granian(
            "kuulo.web.front:application",
            address=host,
            port=port,
            workers=processes,
            interface=Interfaces.ASGI,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()


def _assume_public_url(host: str, port: int) -> None:
    """Where no public address is set, links in messages and posters lead to the address served.

    The worker beside reads it from the environment, the web processes inherit the settings of this one.
    """
    if not os.environ.get("KUULO_PUBLIC_URL"):
        settings.KUULO_PUBLIC_URL = os.environ["KUULO_PUBLIC_URL"] = f"http://{host}:{port}"


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingError(
                _("Port {port} on {host} cannot be used: {reason}."),
                _("Stop what listens there, or choose another: make run PORT=8001, or kuulo serve --port 8001."),
                port=port,
                host=host,
                reason=error.strerror,
            ) from error


def _greet(host: str, port: int) -> None:
    typer.echo(f"\nKuulo:    http://{host}:{port}")
    if is_loaded():
        typer.echo(
            "Sign in:  " + ", ".join(f"{email} ({role.value.replace('_', ' ')})" for email, role in SAMPLE_PEOPLE)
        )
        typer.echo(f"Password: {SAMPLE_PASSWORD}\n")
    elif count_people() == 0:
        typer.echo("Nobody can sign in yet. In another window: kuulo person you@example.org --role owner\n")
    else:
        typer.echo("")
