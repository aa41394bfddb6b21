"""The pages of feeds in a real browser: sound for everybody, wide and narrow, by keyboard, without script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.feeds import services
from kuulo.feeds.models import FeedRun
from kuulo.feeds.rules.lifecycle import FeedKind, Origin
from kuulo.feeds.rules.settings import FeedSettings
from kuulo.feeds.tests.cast import bring, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = (
    "Customer number,Name,E-mail,Customer type,Since,Region\n"
    "1,Aino Ahti,aino@example.com,private,03/04/2025,Uusimaa\n"
    "2,Bolaget,b@example.com,weird,05/06/2025,Lappi\n"
    ",,,private,,x\n"
)
LINES = (
    "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
    "1,A,2,2026-01-02 10:00,3.5,7\n"
    "C2,A,-1,2026-01-03 10:00,3.5,\n"
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_are_sound(visit: Visit, width: int, settings: Any) -> None:
    open_run = bring(PEOPLE, feed="CRM")
    checked = bring(PEOPLE.replace("Since", "Joined day"), feed="CRM")
    services.check_run(run_id=checked.pk)
    done = take(bring(LINES, name="lines.csv", kind=FeedKind.PURCHASES, feed="Shop"))
    folder = Path(settings.KUULO_DATA) / "inbox" / "crm"
    folder.mkdir(parents=True)
    plan = services.FeedPlan(
        name="Folder", kind=FeedKind.PEOPLE, origin=Origin.FOLDER, settings=FeedSettings(folder="crm")
    )
    feed = services.create_feed(plan=plan)
    here = visit.sign_in(Role.INSIGHT_LEAD)
    here.open("/feeds/", width=width).assert_sound()
    for run in (open_run, checked, done):
        here.open(f"/feeds/run/{run.pk}/", width=width).assert_sound()
    for address in (f"/feeds/{feed.pk}/", f"/feeds/{open_run.feed_id}/", f"/feeds/{feed.pk}/change/"):
        here.open(address, width=width).assert_sound()
    for origin in Origin:
        here.open(f"/feeds/new/?from={origin.value}", width=width).assert_sound()


def test_a_list_goes_its_whole_way(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    page = visit.sign_in(Role.INSIGHT_LEAD).open("/feeds/").page
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Look at the file").press("Enter")
    page.get_by_label("an organisation").check()
    page.get_by_label("Day first, as in 31/12/2026").check()
    page.get_by_role("button", name="Check the delivery").press("Enter")
    page.get_by_role("heading", name="What taking it in would do").wait_for()
    assert "Aino Ahti" in page.content()
    page.get_by_role("button", name="Take it in").press("Enter")
    page.get_by_text("Waiting for its turn").wait_for()
    services.take_in(run_id=FeedRun.objects.get().pk)
    page.get_by_text("Taken in on").wait_for()
