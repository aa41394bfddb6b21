"""Results are kept for one state of everything they rest on: answers, customers, and who was asked."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kuulo.correction.rules.askings import AskingRow
from kuulo.correction.services import note_askings
from kuulo.figures.queries import open_reading

pytestmark = pytest.mark.django_db


def test_who_was_asked_makes_another_reading() -> None:
    with open_reading() as reading:
        before = reading.key
    with open_reading() as reading:
        assert reading.key == before
    note_askings([AskingRow(key="invitation:1", source="relationship", party_id=None, asked_at=timezone.now())])
    with open_reading() as reading:
        assert reading.key != before
