"""`kuulo lake`: what is in the lake, and its files kept in order."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from kuulo.cli.tests.conftest import Command
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def comment(number: int) -> Signal:
    """Return a comment."""
    return Signal(
        signal_id=f"comment-{number}",
        kind="comment",
        occurred_at=NOON,
        received_at=NOON,
        party=None,
        touchpoint=None,
        channel=None,
        source="feedback",
        response_id=f"response-{number}",
        question="why",
        definition=None,
        value=None,
        text="Hyvä",
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="1",
        state="answered",
        language="fi",
        weight=None,
        attributes={},
    )


def test_signals_are_sealed_compacted_and_counted(kuulo: Command) -> None:
    for number in range(2):
        record_signals([comment(number)])
        assert json.loads(kuulo("lake", "seal", "--json").out) == {"batches": 1, "sealed": 1, "repeated": 0}
    record_signals([comment(1), comment(2)])
    assert json.loads(kuulo("lake", "compact", "--json").out) == {"removed": 2, "added": 1}
    assert json.loads(kuulo("lake", "vacuum", "--json").out) == {"deleted": 0}
    found = json.loads(kuulo("lake", "status", "--json").out)
    assert (found["rows"], found["files"], found["unsealed"]) == (2, 1, 2)
    words = kuulo("lake", "seal").out
    assert "Sealed: 1 signals" in words
    assert "the lake held them: 1" in words


def test_the_status_is_said_in_words(kuulo: Command, tmp_path: Path) -> None:
    said = kuulo("lake", "status").out
    assert str(tmp_path / "lake") in said
    assert "Never sealed yet." in said


def test_a_folder_that_cannot_be_used_is_refused(kuulo: Command, tmp_path: Path, settings: Settings) -> None:
    settings.KUULO_LAKE_URL = str(tmp_path / "a|b")
    outcome = kuulo("lake", "status")
    assert outcome.code == 2
    assert "KUULO_LAKE_URL" in outcome.err


def test_files_that_may_still_be_read_are_not_deleted_from_here(kuulo: Command) -> None:
    assert kuulo("lake", "vacuum", "--retention-hours", "0").code == 2
