"""An answer to a running server is in the very next figure; how soon, `kuulo bench intake` measures."""

from __future__ import annotations

import pytest

from kuulo.base.estimate import Estimate
from kuulo.figures.queries import open_reading, settle, whole_figure
from kuulo.figures.rules.selection import parse_selection
from kuulo.responses.tests.answering import form, link, published, short
from kuulo.responses.tests.intake_server import served

pytestmark = pytest.mark.slow


def nps() -> Estimate:
    """Return the NPS of everything as a page would show it now."""
    with open_reading() as reading:
        return whole_figure(reading, settle(reading, parse_selection({"measure": ["nps@1"], "period": ["all"]})))


def test_the_next_figure_holds_the_answer(open_database: dict[str, str]) -> None:
    version = published(short())
    way = link(version)
    with served(open_database) as server:
        for _each in range(9):
            assert server.post_form(form(version, way.token), "only", q_recommend="10").status == 303
        before = nps()
        assert (before.value, before.n) == (100, 9)
        assert server.post_form(form(version, way.token), "only", q_recommend="0").status == 303
        after = nps()
    assert (after.value, after.n) == (80, 10)
