"""What feeds hold about a person is handed out and erased, and never comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from kuulo.customers.rules import Channel, PersonKey
from kuulo.customers.services import keep_out
from kuulo.feeds import services
from kuulo.feeds.models import FeedMember
from kuulo.feeds.services import PERSON_STORES, WITHOUT_PERSONS
from kuulo.feeds.tests.cast import NOON, bring, take

pytestmark = pytest.mark.django_db
KEY = PersonKey(
    party_ids=(1,),
    identifiers=("customer_id:4711", "email:marker@example.com"),
    addresses=((Channel.EMAIL, "marker@example.com"),),
    names=("Maija Marker",),
)
PEOPLE = "customer number,name,e-mail,consent\n4711,Maija Marker,marker@example.com,perhaps\n1,Aino,a@example.com,yes\n"


def erase() -> int:
    done = [store.erase(KEY, NOON) for store in sorted(PERSON_STORES, key=lambda each: each.order)]
    return sum(each.rows + each.files for each in done)


def exported() -> list[dict[str, object]]:
    return [dict(row) for store in PERSON_STORES for row in store.export(KEY)]


def found_on_disk() -> bool:
    files = (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    return any(b"marker" in path.read_bytes().lower() for path in files)


def test_every_table_of_the_room_is_answered_for() -> None:
    told = {table for store in PERSON_STORES for table in store.tables} | set(WITHOUT_PERSONS)
    assert told == {model._meta.label for model in apps.get_app_config("feeds").get_models()}


def test_rejected_rows_are_handed_out_and_erased() -> None:
    take(bring(PEOPLE))
    assert "Maija Marker" in str(exported())
    assert found_on_disk()
    assert erase() == 2
    assert exported() == []
    assert not found_on_disk()
    assert erase() == 0


def test_a_delivery_that_waits_goes_as_a_whole() -> None:
    run = bring(PEOPLE)
    services.check_run(run_id=run.pk)
    assert "Maija Marker" in str(exported())
    erase()
    assert exported() == []
    assert not found_on_disk()


def test_memberships_are_erased_and_the_person_does_not_come_back() -> None:
    run = take(bring(PEOPLE))
    FeedMember.objects.create(feed=run.feed, identifier="customer_id:4711", seen_in=run.pk)
    assert {"feed": run.feed.name, "identifier": "customer_id:4711", "gone_since": ""} in exported()
    keep_out(KEY, now=NOON)
    erase()
    assert not FeedMember.objects.filter(identifier="customer_id:4711").exists()
    again = take(bring(PEOPLE.replace("perhaps", "yes")))
    assert (again.result["erased"], again.result["taken"]) == (1, 1)
