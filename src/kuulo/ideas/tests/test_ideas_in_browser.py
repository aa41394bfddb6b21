"""Ideas and weak signals in a real Chromium, at a desk and on a phone."""

from __future__ import annotations

import pytest
from tests.browser import NARROW, WIDE, Visit

from kuulo.accounts.rules import Role
from kuulo.ideas import services
from kuulo.ideas.rules import Known, Need
from kuulo.ideas.services import TellerWishes
from kuulo.ideas.tests.cast import AT, CODE, ILONA, answer_id, company, kept
from kuulo.ideas.tests.test_weak_signals import judged, noted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_stand_what_every_page_must(visit: Visit, width: int) -> None:
    parties = company()
    first, second = kept(), kept(en="A pick-up point at the station")
    for number, need in ((first, Need(known=Known.SAID, words=f"code:{CODE}")), (second, Need())):
        services.add_answer(number=number, signal_id=answer_id(1), by=ILONA, now=AT)
        services.add_teller(
            number=number, wishes=TellerWishes(party_id=parties[7], note="At the till"), by=ILONA, now=AT
        )
        services.set_need(number=number, need=need, by=ILONA, now=AT)
    services.weigh_ideas(now=AT)
    third = kept(en="Deliveries after eight")
    services.merge_ideas(number=third, into=first, by=ILONA, now=AT)
    trend = noted(is_trend=True)
    sign = noted(trend=trend)
    judged(sign)
    visit.sign_in(Role.INSIGHT_LEAD, language="fi")
    paths = ["", f"{first}/", f"{third}/", f"{first}/need/", "new/", "signals/", f"signals/{sign}/", "signals/new/"]
    for path in paths:
        visit.open(f"/ideas/{path}", width=width).assert_sound()
