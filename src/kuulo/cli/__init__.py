"""The `kuulo` command: a thin door to what the rooms can do."""

from __future__ import annotations

from kuulo.cli.main import app

__all__ = ["app"]
