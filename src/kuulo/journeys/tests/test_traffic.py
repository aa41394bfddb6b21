"""Sessions, page views and users of Kuulo's own signals, with what they rest on."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.figures.queries import open_reading
from kuulo.figures.tests.answers import record
from kuulo.journeys.queries.traffic import show_traffic
from kuulo.journeys.tests.cast import met
from kuulo.lake.rules import Signal

pytestmark = pytest.mark.django_db


def visit(person: str, hours: float, pages: int, *, source: str = "shop", consent: str = "profiling") -> list[Signal]:
    """Return one visit of a browser: a page every minute."""
    name = person.partition(":")[2]
    return [
        met(
            person,
            f"/page/{number}",
            hours + number / 60,
            source=source,
            attributes={"anonymous_id": name, "path": f"/page/{number}", "consent": consent},
        )
        for number in range(pages)
    ]


def fill() -> None:
    signals = [one for number in range(6) for one in visit(f"anonymous_id:b{number}", 0, 2)]
    signals += [
        one for number in range(6) for one in visit(f"anonymous_id:b{number}", 5, 1, consent="marketing,profiling")
    ]
    signals += [
        one for number in range(5) for one in visit(f"customer_id:{number}", 24 * 20, 3, source="app", consent="")
    ]
    record(signals)


def test_sessions_end_with_silence_and_are_split_by_source() -> None:
    fill()
    with open_reading() as reading:
        shown = show_traffic(reading, 90, "")
    assert shown is not None
    assert (shown.whole.sessions, shown.whole.page_views, shown.whole.users) == (17, 33, 11)
    assert [(one.source, one.sessions, one.page_views, one.users) for one in shown.sources] == [
        ("shop", 12, 18, 6),
        ("app", 5, 15, 5),
    ]
    assert shown.whole.engaged.value == pytest.approx(11 / 17)
    assert shown.whole.bounced.value == pytest.approx(6 / 17)
    assert shown.whole.signed_in.value == pytest.approx(5 / 17)
    assert sum(one.sessions or 0 for one in shown.times) == 17


def test_what_the_figures_rest_on_is_said() -> None:
    fill()
    with open_reading() as reading:
        shown = show_traffic(reading, 0, "")
    assert shown is not None
    shares = dict(shown.consents)
    assert shares["profiling"].value == pytest.approx(6 / 11)
    assert shares["marketing"].value == pytest.approx(6 / 11)
    assert shares["research"].value == 0


def test_a_session_of_the_sender_is_kept_together() -> None:
    record([met(f"anonymous_id:b{one}", "/x", hours, response_id=f"s{one}") for one in range(5) for hours in (0, 3)])
    with open_reading() as reading:
        shown = show_traffic(reading, 0, "")
    assert shown is not None
    assert shown.whole.sessions == 5


def test_a_few_visitors_are_withheld() -> None:
    record([one for number in range(4) for one in visit(f"anonymous_id:b{number}", 0, 2)])
    with open_reading() as reading:
        shown = show_traffic(reading, 0, "")
    assert shown is not None
    assert (shown.whole.sessions, shown.whole.users) == (None, None)
    assert shown.whole.engaged.withheld


def test_the_page_shows_them(reader: Client) -> None:
    assert "Nothing was collected yet" in reader.get("/journeys/traffic/").content.decode()
    fill()
    page = reader.get("/journeys/traffic/?period=90").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert '<td class="number">17</td>' in page
    assert "What this rests on" in page
    assert "55%" in page
    alone = reader.get("/journeys/traffic/?period=all&source=app").content.decode()
    assert '<option value="app" selected>' in alone
    assert reader.get("/journeys/traffic/?period=nonsense&source=nowhere").status_code == 200
