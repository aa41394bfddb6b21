"""What happens inside the bench's store: a source made, what was acknowledged looked for at the end.

A program of its own: ``python -m kuulo.bench.events.inside prepare`` or ``check FILE``; the store is the one the
environment names. Each prints one JSON object.
"""

from __future__ import annotations

# First, for it makes Django's apps ready.
from kuulo.web.wsgi import application

# isort: split
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from kuulo.base.ids import derived_id
from kuulo.events.models import MovingState
from kuulo.events.services import create_source, move_events
from kuulo.lake import queries as lake


def prepare() -> dict[str, Any]:
    """Make the tables and a source with a write key."""
    call_command("migrate", verbosity=0, interactive=False)
    made = create_source(name="Bench", channel="server", creates_parties=False)
    return {"key": made.working_keys[0], "slug": made.slug}


def check(acknowledged: Path, slug: str) -> dict[str, Any]:
    """Move what waits, and compare what is stored with the ids that were acknowledged, one a line."""
    MovingState.objects.update(lease_until=timezone.now())
    move_events()
    wanted = {derived_id("event", slug, name) for name in acknowledged.read_text().split()}
    with lake.open_snapshot() as snapshot:
        rows = snapshot.run("SELECT signal_id FROM signals")["signal_id"].to_pylist()
    stored = set(rows)
    return {
        "acknowledged": len(wanted),
        "stored": len(stored),
        "lost": len(wanted - stored),
        "doubled": len(rows) - len(stored),
    }


def main(words: list[str]) -> dict[str, Any]:
    """Run one command."""
    match words:
        case ["prepare"]:
            return prepare()
        case ["check", file, slug]:
            return check(Path(file), slug)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    del application
    sys.stdout.write(json.dumps(main(sys.argv[1:])) + "\n")
