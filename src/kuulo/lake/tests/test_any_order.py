"""Whatever is done to the lake, in any order and however often it is cut short: each recorded signal is seen once."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass

from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from kuulo.lake import queries, services
from kuulo.lake.models import OutboxSignal, SealingState
from kuulo.lake.tests.cast import answers
from kuulo.lake.tests.conftest import ids, named


class CutShortError(Exception):
    """The end of a sealing in the middle."""


@dataclass(frozen=True)
class CutShort:
    """A port that ends the sealing at a step."""

    step: str

    def __call__(self, reached: str) -> None:
        """End when the step is reached."""
        if reached == self.step:
            raise CutShortError


STEPS = ("cleared leftovers", "numbered", "read", "committed", "cleared")
records = st.lists(st.integers(min_value=0, max_value=12), min_size=1, max_size=5)
deeds = st.one_of(records, st.sampled_from(STEPS), st.sampled_from(("seal", "compact", "vacuum")))


def do(deed: list[int] | str) -> None:
    """Do one thing to the lake."""
    match deed:
        case list():
            services.record_signals(answers(*deed))
        case "seal":
            services.seal()
        case "compact":
            services.compact()
        case "vacuum":
            services.vacuum(retention_hours=0)
        case _:
            cut_short(deed)


def cut_short(step: str) -> None:
    """Seal up to a step; without anything to seal most steps are not reached."""
    with suppress(CutShortError):
        services.seal(step=CutShort(step))


@given(st.lists(deeds, min_size=3, max_size=10))
@pace(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_each_recorded_signal_is_seen_once(settings: Settings, order: list[list[int] | str]) -> None:
    OutboxSignal.objects.all().delete()
    SealingState.objects.all().delete()
    recorded: set[int] = set()
    with tempfile.TemporaryDirectory() as folder:
        settings.KUULO_LAKE_URL = f"{folder}/lake"
        for deed in order:
            do(deed)
            recorded |= set(deed) if isinstance(deed, list) else set()
            assert ids() == named(*recorded)
        services.seal()
        assert ids() == named(*recorded)
        assert queries.status().rows == len(recorded)
