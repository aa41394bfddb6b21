"""Customer data and purchases coming in: feeds, their deliveries, the check, the taking in, the looking for more."""

from __future__ import annotations

from kuulo.feeds.services.checking import check_run
from kuulo.feeds.services.deliveries import Arrival, discard, receive, recognise, settle
from kuulo.feeds.services.feeds import (
    FeedPlan,
    change_feed,
    create_feed,
    feed_called,
    hold_feed_back,
    remove_feed,
    restart_feed,
    stop_feed,
)
from kuulo.feeds.services.jobs import JOB_HANDLERS, SCHEDULE
from kuulo.feeds.services.people import PeopleReport, import_people
from kuulo.feeds.services.person_data import PERSON_STORES, WITHOUT_PERSONS
from kuulo.feeds.services.purchase_files import TakenPurchases, import_purchases
from kuulo.feeds.services.running import carry_out, start_run, take_in
from kuulo.feeds.services.watching import look_at, look_now

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "Arrival",
    "FeedPlan",
    "PeopleReport",
    "TakenPurchases",
    "carry_out",
    "change_feed",
    "check_run",
    "create_feed",
    "discard",
    "feed_called",
    "hold_feed_back",
    "import_people",
    "import_purchases",
    "look_at",
    "look_now",
    "receive",
    "recognise",
    "remove_feed",
    "restart_feed",
    "settle",
    "start_run",
    "stop_feed",
    "take_in",
]
