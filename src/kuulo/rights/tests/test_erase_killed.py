"""The worker that erases is killed again and again: the erasure goes on where it stood, to one and the same receipt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from kuulo.customers.queries import person_key
from kuulo.events.models import MovingState
from kuulo.jobs.models import Job
from kuulo.lake.models import SealingState
from kuulo.rights.models import Request
from kuulo.rights.rules import RequestKind, RequestState, Way
from kuulo.rights.services import Asked, begin_erasure, person_stores, receipt_of
from kuulo.rights.tests.planting import plant
from kuulo.rights.tests.searching import places_of

KILLED = -9
DEATHS = ("inside lake.signals", "inside responses.responses", "inside customers.party", "before wiping")


@pytest.fixture
def work(open_database: dict[str, str]) -> Iterator[Callable[[str], int]]:
    """Return a function that lets a worker work, and returns how it ended."""
    command = [sys.executable, "-m", "kuulo.rights.tests.worker_process"]
    environment = open_database | {"OPEN_SECRET": settings.SECRET_KEY}
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )

    def send(line: str) -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line + "\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield send
    process.kill()
    process.communicate()


def end_leases() -> None:
    """Let time pass until the leases of a killed process have run out."""
    SealingState.objects.update(lease_until=timezone.now())
    MovingState.objects.update(lease_until=timezone.now())
    Job.objects.filter(state="running").update(lease_until=timezone.now())


def test_killed_at_every_stage_it_comes_to_its_receipt(work: Callable[[str], int], tmp_path: Path) -> None:
    planted = plant()
    key = person_key(planted.party_id)
    signals = next(len(list(store.export(key))) for store in person_stores() if store.name == "lake.signals")
    asked = Asked(kind=RequestKind.ERASE, way=Way.OWN_PAGE)
    reference = begin_erasure(party_id=planted.party_id, asked=asked, now=datetime.now(UTC))
    for death in DEATHS:
        assert work(death) == KILLED, death
        end_leases()
        unfinished = receipt_of(reference)
        assert unfinished is not None
        assert unfinished.ended_at is None
    assert work("to the end") == 0
    receipt = receipt_of(reference)
    assert receipt is not None
    assert receipt.ended_at is not None
    assert [line.store for line in receipt.lines] == [*(store.name for store in person_stores()), "database"]
    rows = {line.store: line.rows for line in receipt.lines}
    assert rows["lake.signals"] >= signals > 5
    assert [name for name in ("responses.responses", "customers.party", "customers.contacts") if not rows[name]] == []
    assert Request.objects.get(reference=reference).state == RequestState.DONE
    assert Job.objects.get(kind="rights.erase").attempts == len(DEATHS) + 1
    assert places_of(tmp_path) == []
