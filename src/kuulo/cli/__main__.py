"""`python -m kuulo.cli`, for processes that start another part of Kuulo."""

from kuulo.cli.main import app

app()
