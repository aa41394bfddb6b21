"""The rest of what is planted: traces, lists and purchases, relations, matches, segments, sessions of staff."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import PartyKind, PartyRow, RelationKind, RelationRow
from kuulo.customers.rules.segments import About, Condition, Group, Join, Op
from kuulo.customers.services import register_parties, register_relations
from kuulo.customers.services.segments import save_segment
from kuulo.events import queries as event_queries
from kuulo.events import services as events
from kuulo.events.tests.conftest import Api
from kuulo.feeds import services as feeds
from kuulo.feeds.models import FeedRun
from kuulo.feeds.rules.lifecycle import FeedKind
from kuulo.feeds.rules.settings import FeedSettings
from kuulo.feeds.services import FeedPlan
from kuulo.feeds.tests.cast import bring, take
from kuulo.matching import services as matching
from kuulo.matching.models import Proposal

NAME: Final = "Zyrväx Qvist-Märker"
EMAIL: Final = "zyrvax.qvist@example.org"
NUMBER: Final = "ZQX-778899"
IDENTIFIER: Final = f"customer_id:{NUMBER}"
# A browser that she and nobody else used.
DEVICE: Final = "zyrvax-device-1"
AGREED: Final = {"consent": {"categoryPreferences": {"Profiling": True}}}
PEOPLE_FEED: Final = "Register of members"


def known_and_matched(now: datetime) -> None:
    """Relate her to others, link two records of her, propose a third to be her, and filter customers by her name."""
    register_parties(
        [
            PartyRow(identifier="business_id:1234567-1", kind=PartyKind.ORGANISATION, name="Kauppa Oy"),
            PartyRow(identifier=f"asiakasnumero:{NUMBER}", name=NAME, attributes={"account": NAME}),
        ]
    )
    register_relations(
        [
            RelationRow(identifier=IDENTIFIER, other="business_id:1234567-1", kind=RelationKind.WORKS_FOR, role=NAME),
            RelationRow(identifier="customer_id:1", other=IDENTIFIER, kind=RelationKind.REFERRED_BY),
        ]
    )
    matching.link_certain(now=now)
    _propose(now)
    by_name = Condition(about=About.ATTRIBUTE, name="account", op=Op.IS, values=(NAME, "Käpylä"))
    save_segment(name=f"Friends of {NAME}", group=Group(join=Join.ALL, parts=(by_name,)), by="Ilona", now=now)


def _propose(now: datetime) -> None:
    """Leave a proposal nobody has decided on: that she and one of the others are the same."""
    ids = party_ids_of([IDENTIFIER, "customer_id:2"])
    first, second = sorted(ids.values())
    names = (NAME, "Aino Other 2") if first == ids[IDENTIFIER] else ("Aino Other 2", NAME)
    told = {"column": "full_name", "left": names[0], "right": names[1], "level": "much alike", "weight": 4.0}
    Proposal.objects.create(
        first_id=first, second_id=second, probability=0.7, weights=[told], fingerprint="0" * 32, proposed_at=now
    )


def bring_people() -> FeedRun:
    """Let a list of everybody arrive: she stands in a row that counts and in one that does not."""
    head = "customer number,name,e-mail,phone,consent,shop\n"
    good = f"{NUMBER},{NAME},{EMAIL},+358409998877,yes,Kamppi zyrvaxwords\n"
    bad = f"{NUMBER},{NAME},{EMAIL},+358409998877,perhaps,Kamppi\n"
    return bring(head + good + bad + "1,Aino Other 1,c1@example.org,,yes,Kamppi\n", name=f"list of {NAME}.csv")


def bring_purchases(lines: int = 2) -> FeedRun:
    """Let order lines of her and of another arrive, and one that cannot be read."""
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    hers = "".join(
        f"9001,Z{n},zyrvaxwords ferry ticket,1,2026-05-01 08:26:00,9.5,{NUMBER},Finland\n" for n in range(lines)
    )
    bad = f"9002,Z9,zyrvaxwords,many,2026-05-01 08:26:00,9.5,{NUMBER},Finland\n"
    other = "9003,A1,lantern,2,2026-05-02 08:26:00,3.5,1,Finland\n"
    return bring(head + hers + bad + other, name=f"orders of {NAME}.csv", kind=FeedKind.PURCHASES)


def brought_by_feeds() -> None:
    """Take a list and purchases in, and leave another list checked and waiting."""
    plan = FeedPlan(name="Feed of people", kind=FeedKind.PEOPLE, settings=FeedSettings(is_complete=True))
    feeds.create_feed(plan=plan)
    assert take(bring_people()).state == "done"
    assert take(bring_purchases()).state == "done"
    head = "customer number,name,e-mail\n"
    waits = bring(f"{head}{NUMBER},{NAME},{EMAIL}\n", name=f"again {NAME}.csv", feed=PEOPLE_FEED)
    feeds.check_run(run_id=waits.pk)


def send_traces(*, page: str) -> None:
    """Send traces of her through the collection API: a page, a login, traits, an order, and one that is refused."""
    found = next(iter(source for source in event_queries.sources() if source.name == "Web shop"), None)
    api = Api(found or events.create_source(name="Web shop", channel="server"))
    traits = {"name": NAME, "email": EMAIL, "phone": "+358409998877", "account": NAME}
    hers = {"userId": NUMBER, "anonymousId": DEVICE, "context": AGREED}
    sent = api.track(
        {"type": "page", "anonymousId": DEVICE, "name": page, "context": AGREED},
        {"type": "identify", "traits": traits, **hers},
        {"type": "identify", "traits": {"email": "zyrvax at nowhere"}, **hers},
        {"type": "track", "event": "Order Completed", "properties": {"note": "zyrvaxwords", "total": 9.5}, **hers},
        {"type": "group", "groupId": "G-1", "traits": {"name": "Kauppa Oy"}, **hers},
        {"type": "page", "userId": "1", "name": page, "context": AGREED},
    )
    assert sent.status == 200


def sent_traces(*, page: str) -> None:
    """Send traces and move them into the store."""
    send_traces(page=page)
    assert events.move_events().moved > 0


def staff_saw_her() -> None:
    """Leave her name in a session of somebody of the staff."""
    session = SessionStore()
    session["seen"] = f"{NAME} was changed"
    session.save()


def sample_file() -> None:
    """Leave her in a file of the invented company."""
    path = Path(settings.KUULO_DATA) / "sample" / "customers.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{NUMBER};{NAME}\n", encoding="utf-8")
