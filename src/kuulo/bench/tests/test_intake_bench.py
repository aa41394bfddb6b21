"""The intake's bench: what it reports, and that a server killed under load loses nothing it has acknowledged."""

from __future__ import annotations

import pytest

from kuulo.bench.intake import count_lost
from kuulo.bench.intake.kills import key_of
from kuulo.bench.intake.load import Round
from kuulo.bench.intake.measuring import _ratio

pytestmark = pytest.mark.slow


@pytest.mark.long
def test_a_server_killed_under_load_loses_and_doubles_nothing() -> None:
    found = count_lost(3)
    assert found["acknowledged"] > 0
    assert found["stored"] >= found["acknowledged"]
    assert {name: found[name] for name in ("lost", "doubled", "without_response")} == {
        "lost": 0,
        "doubled": 0,
        "without_response": 0,
    }


def test_the_key_of_a_form_is_read_from_its_token() -> None:
    assert key_of(b"_form=a.KEY.TOKEN.1.1.1.SIGNED&_page=only") == "KEY"


def test_rounds_are_compared_with_their_neighbours() -> None:
    def rounds(*rates: float) -> list[Round]:
        return [Round(requests=1, rate=rate, p50=1, p99=1, cpu_us=1, share=1, refused=0) for rate in rates]

    assert _ratio(rounds(100, 50, 10), rounds(200, 200, 20)) == 0.5
