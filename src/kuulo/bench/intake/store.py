"""A store of its own for the bench, in a folder that is thrown away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SECRET = "of-the-bench-alone-" + "0" * 32


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of processes that share the store in the folder."""
    own = {
        "KUULO_DATA": str(folder),
        "KUULO_LAKE_URL": str(folder / "lake"),
        "KUULO_SECRET_KEY": SECRET,
        "KUULO_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "kuulo.web.settings",
    }
    return os.environ | own


def told(folder: Path, *words: str) -> dict[str, Any]:
    """Run a command of `kuulo.bench.intake.inside` in a process of its own over the store; return what it prints."""
    command = [sys.executable, "-m", "kuulo.bench.intake.inside", *words]
    done = subprocess.run(  # noqa: S603 -- our own module, run by this very Python
        command, env=environment(folder), check=True, capture_output=True, text=True
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
