"""Another program asks what helps to serve a customer now: with a key, within consent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kuulo.accounts.models import ApiKey
from kuulo.accounts.services import make_key, revoke_key
from kuulo.customers.rules import Channel, IdentityRow, Purpose
from kuulo.customers.services import note_bounce, note_identities, withdraw_consent
from kuulo.lake.services import record_signals
from kuulo.profiles import api
from kuulo.profiles.tests.story import NOW, ago, make_aino, may_profile, signal

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(db: None) -> str:
    del db
    api.ALLOWANCE.left.clear()
    return make_key(name="Web shop", by="Outi", now=NOW)


def ask(key: str, party: str = "customer_id:1042", **headers: str) -> Any:
    return Client().get(
        f"/api/v1/parties/{party}/service-profile", headers={"Authorization": f"Bearer {key}", **headers}
    )


def test_it_says_what_helps_now(key: str) -> None:
    aino = make_aino()
    note_bounce(channel=Channel.EMAIL, address="aino@example.org", at=NOW)
    told = ask(key).json()
    assert (told["party"], told["party_id"], told["name"], told["stage"]) == (
        "customer_id:1042",
        aino,
        "Aino Aalto",
        "active",
    )
    assert told["preferences"]["language"] == "fi"
    assert [case["kind"] for case in told["open_cases"]] == ["address_broken"]
    assert told["last_experience"]["kind"] in {"answer", "comment"}
    assert told["next_step"]["name"] == "ask_what_went_wrong"
    assert "answered 2 on a scale of 0–10" in told["next_step"]["reason"]
    assert told["next_step"]["source"].startswith("answer|test|a1@")


def test_habits_are_withheld_without_consent_and_it_says_so(key: str) -> None:
    aino = make_aino()
    assert "web events and habits" in ask(key).json()["withheld"][0]
    may_profile(aino)
    assert ask(key).json()["withheld"] == []


def test_a_number_alone_is_a_customer_number(key: str) -> None:
    make_aino()
    assert ask(key, "1042").status_code == 200


def test_what_came_a_moment_ago_is_in_it(key: str) -> None:
    make_aino()
    record_signals([signal("just", ago(seconds=5), kind="meeting", touchpoint="Counter")])
    assert ask(key).json()["last_experience"]["touchpoint"] == "Counter"


def test_nothing_given_in_confidence_is_told(key: str) -> None:
    make_aino()
    assert "Phone" not in ask(key).content.decode()


def test_without_a_key_or_with_a_revoked_one_nothing_opens(key: str) -> None:
    make_aino()
    bare = Client().get("/api/v1/parties/1042/service-profile")
    assert bare.status_code == 401
    assert bare["WWW-Authenticate"] == "Bearer"
    assert bare["Content-Type"] == "application/problem+json"
    assert ask("kuulo_wrong").status_code == 401
    revoke_key(key_id=ApiKey.objects.get().pk, by="Outi", now=timezone.now())
    assert ask(key).status_code == 401


def test_who_objected_is_left_alone(key: str) -> None:
    aino = make_aino()
    withdraw_consent(party_id=aino, purpose=Purpose.SERVICE, at=NOW)
    answer = ask(key)
    assert answer.status_code == 403
    assert "Aino" not in answer.content.decode()


def test_everybody_unknown_gets_the_same_answer(key: str) -> None:
    make_aino()
    answers = {ask(key, name).content for name in ("9999", "customer_id:9999", "nonsense:x", "a:b/c")}
    assert len(answers) == 1
    assert ask(key, "9999").status_code == 404


def test_a_browser_opens_nobodys_profile(key: str) -> None:
    make_aino()
    note_identities([IdentityRow(known="customer_id:1042", also="anonymous_id:b-1", rule="login", at=NOW)])
    assert ask(key, "anonymous_id:b-1").status_code == 404
    assert ask(key).status_code == 200


def test_the_same_profile_is_not_sent_again_and_nobody_keeps_it(key: str) -> None:
    make_aino()
    first = ask(key)
    assert first["Cache-Control"] == "private, no-store"
    again = ask(key, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_only_reading_is_answered(key: str) -> None:
    assert Client().post("/api/v1/parties/1042/service-profile").status_code == 405


def test_a_key_that_asks_too_much_waits(key: str) -> None:
    make_aino()
    number = ApiKey.objects.get().pk
    while not api.ALLOWANCE.take(number, 0.0):
        pass
    assert api.ALLOWANCE.take(number, 0.0) == 1
    assert api.ALLOWANCE.take(number, 1.0) == 0


def test_its_use_is_noted_once_a_minute(key: str) -> None:
    make_aino()
    ask(key)
    first = ApiKey.objects.get().last_used_at
    ask(key)
    assert first is not None
    assert ApiKey.objects.get().last_used_at == first
