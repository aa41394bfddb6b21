"""A database that is older than the code: every command says which command mends it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_a_database_never_set_up_is_told_with_what_mends_it(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("Asiakasnumero;Nimi\n1;Aino\n", encoding="utf-8")
    told = {name: value for name, value in os.environ.items() if not name.startswith("KUULO_")}
    done = subprocess.run(
        [sys.executable, "-m", "kuulo.cli", "customers", path],
        env=told | {"KUULO_DATA": str(tmp_path / "data"), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "no such table" in done.stderr
    assert "Run kuulo setup" in done.stderr
    assert "Traceback" not in done.stderr
