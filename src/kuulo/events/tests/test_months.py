"""A repeat whose corrected time falls into another month is still a repeat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kuulo.events import queries, services
from kuulo.events.collection.log import Log
from kuulo.events.rules.records import RecordKind, record_head
from kuulo.events.rules.sources import SourceView
from kuulo.events.services.reading import months_around
from kuulo.events.tests.conftest import signals
from kuulo.lake import services as lake

pytestmark = pytest.mark.django_db(transaction=True)
BODY = b'{"batch":[{"type":"track","event":"Seen","userId":"1","messageId":"m"}]}'


def arrive(source: SourceView, at: datetime) -> None:
    """Let the event arrive at a moment; it says no time of its own."""
    log = Log(queries.log_folder())
    us = int(at.timestamp()) * 1_000_000
    log.write([record_head(RecordKind.BATCH, gpc=False, source_id=source.id, received_us=us, body=BODY), BODY])
    log.close()
    services.move_events()


@pytest.mark.parametrize("sealed", [True, False])
def test_a_repeat_over_the_end_of_a_month_is_left_out(*, sealed: bool) -> None:
    source = services.create_source(name="Shop", channel="server", creates_parties=False)
    for at in (datetime(2026, 1, 1, 0, 0, 9, tzinfo=UTC), datetime(2025, 12, 31, 23, 59, tzinfo=UTC)):
        arrive(source, at)
        if sealed:
            lake.seal()
    arrive(source, datetime(2026, 1, 31, 23, tzinfo=UTC))
    assert len(signals()) == 1


def test_the_months_around_a_moment() -> None:
    assert months_around(datetime(2026, 1, 1, tzinfo=UTC)) == ("2025-12", "2026-01", "2026-02")
    assert months_around(datetime(2025, 12, 31, tzinfo=UTC)) == ("2025-11", "2025-12", "2026-01")
