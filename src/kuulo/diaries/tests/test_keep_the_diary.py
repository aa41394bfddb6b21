"""The diary's page without script: reading, writing, erasing, reminders, leaving; and the answers its script gets."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuulo.diaries.models import Entry, Keeper
from kuulo.diaries.queries import entries_of
from kuulo.diaries.services import set_diary
from kuulo.diaries.tests.desk import NOW, PIXEL, PLAN, keeper, kept, key, wrote
from kuulo.studies.queries import participant
from kuulo.studies.rules import ParticipantState, ParticipantView, StudyStep
from kuulo.studies.services import HandWishes, add_by_hand, move_study
from kuulo.studies.tests.planning import BY

pytestmark = pytest.mark.django_db


def page(token: str, *, name: str = "diary", **query: str) -> str:
    answer = Client().get(reverse(f"own_diary:{name}", args=[token]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(who: ParticipantView, name: str, **told: object) -> str:
    """Send a form of the page and return the page it leads to."""
    answer = Client().post(reverse(f"own_diary:{name}", args=[who.token]), told, follow=True)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "What happened?"), ("fi", "Mitä tapahtui?"), ("sv", "Vad hände?")],
)
def test_the_page_asks_in_the_language_of_who_reads(language: str, words: str) -> None:
    who = keeper(kept(), language=language)
    shown = page(who.token)
    assert words in shown
    assert f'lang="{language}"' in shown
    assert "How did it go?" in page(who.token, language="en")


def test_the_address_is_secret_and_there_is_no_cookie() -> None:
    who = keeper(kept())
    answer = Client().get(reverse("own_diary:diary", args=[who.token]))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "media-src 'self' blob:" in answer.headers["Content-Security-Policy"]
    assert not answer.cookies


def test_writing_without_script_and_pressing_twice_keeps_one_entry() -> None:
    who = keeper(kept())
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page(who.token))
    assert found is not None
    told = {
        "key": found[1],
        "language": "en",
        "q_words": "Paketti tuli 🚚",
        "q_mood": "4",
        "q_where": "home",
        "q_photo": SimpleUploadedFile("a.png", PIXEL),
    }
    shown = sent(who, "diary", **told)
    assert "Your entry has arrived" in shown
    assert "Paketti tuli 🚚" in shown
    assert "4 (1–5)" in shown
    assert "At home" in shown
    sent(who, "diary", **told)
    assert Entry.objects.count() == 1


def test_what_was_typed_stays_where_it_was_not_taken() -> None:
    who = keeper(kept())
    told = {"key": key(5), "language": "en", "q_words": "A long story", "q_mood": "99"}
    answer = Client().post(reverse("own_diary:diary", args=[who.token]), told)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "The entry was not taken yet" in shown
    assert "A long story" in shown
    assert key(5) in shown


def test_own_pictures_are_for_their_own_page_alone() -> None:
    study = kept()
    who, other = keeper(study), keeper(study)
    sent(who, "diary", key=key(), language="en", q_photo=SimpleUploadedFile("a.png", PIXEL))
    source = entries_of(study.slug)[0].said[0].source
    path = reverse("own_diary:media", args=[who.token, source])
    answer = Client().get(path)
    assert answer.headers["Content-Type"].startswith("image/")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    whole = answer.getvalue()
    part = Client().get(path, headers={"range": "bytes=2-5"})
    assert (part.status_code, part.getvalue()) == (206, whole[2:6])
    assert Client().get(path, headers={"range": "bytes=999999-"}).status_code == 416
    assert Client().get(reverse("own_diary:media", args=[other.token, source])).status_code == 404


def test_erasing_an_entry_of_one_s_own() -> None:
    study = kept()
    who, other = keeper(study), keeper(study)
    wrote(who, number=3, words="Forget this")
    wrote(other, number=3, words="Keep this")
    assert "Forget this" in page(who.token)
    shown = sent(who, "erase", key=key(3), language="en")
    assert "The entry is erased" in shown
    assert "Forget this" not in shown
    assert len(entries_of(study.slug)) == 1


def test_having_no_reminders_and_having_them_again() -> None:
    who = keeper(kept())
    assert "You get no more reminders" in sent(who, "remind", wish="mute", language="en")
    assert Keeper.objects.get(participant_id=who.id).muted
    assert "You are reminded again" in sent(who, "remind", wish="remind", language="en")
    assert not Keeper.objects.get(participant_id=who.id).muted


def test_one_click_in_a_mail_program_ends_reminders_and_nothing_else() -> None:
    who = keeper(kept())
    wrote(who)
    Client().post(reverse("own_diary:leave", args=[who.token]), {"List-Unsubscribe": "One-Click"})
    assert Keeper.objects.get(participant_id=who.id).muted
    assert participant(who.id).state is ParticipantState.JOINED


@pytest.mark.parametrize(("told", "words", "left"), [("erase", "are erased", 0), ("keep", "stay with the study", 1)])
def test_leaving_asks_what_becomes_of_the_entries_and_says_that_payment_stays(told: str, words: str, left: int) -> None:
    study = kept()
    who = keeper(study)
    wrote(who)
    shown = page(who.token, name="leave", language="en")
    assert "paid all the same" in shown
    unsaid = Client().post(reverse("own_diary:leave", args=[who.token]), {"language": "en"})
    assert unsaid.status_code == 422
    assert participant(who.id).state is ParticipantState.JOINED
    shown = sent(who, "leave", told=told, language="en")
    assert words in shown
    assert "paid all the same" in shown
    assert len(entries_of(study.slug)) == left
    assert "You have left the study" in page(who.token, language="en")


def test_who_has_not_joined_is_led_to_joining() -> None:
    study = kept()
    invited = add_by_hand(slug=study.slug, wishes=HandWishes(), by=BY, now=NOW)
    answer = Client().get(reverse("own_diary:diary", args=[invited.token]))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/join/{invited.token}/"


@pytest.mark.parametrize("name", ["diary", "leave"])
@pytest.mark.parametrize("token", ["x", "..%2f", "a%00b", "ä"])
def test_an_address_that_is_nobody_s_says_so(name: str, token: str) -> None:
    path = reverse(f"own_diary:{name}", args=["x"]).replace("/x/", f"/{token}/")
    assert Client().get(path).status_code == 404


def test_the_script_is_told_what_became_of_an_entry() -> None:
    study = kept()
    who = keeper(study)
    path = reverse("own_diary:entries", args=[who.token])
    told = {"key": key(9), "q_words": "Out of the forest", "written_at": NOW.isoformat(), "zone": "Europe/Stockholm"}
    first = Client().post(path, told)
    assert (first.status_code, first.json()["new"]) == (200, True)
    assert Client().post(path, told).json()["new"] is False
    assert Keeper.objects.get(participant_id=who.id).zone == "Europe/Stockholm"
    refused = Client().post(path, {"key": key(), "q_mood": "77"})
    assert refused.status_code == 422
    assert "is no point of the scale" in refused.json()["reason"]
    move_study(study.slug, StudyStep.PAUSE, BY, now=NOW)
    waits = Client().post(path, {"key": key(), "q_mood": "3"})
    assert (waits.status_code, waits.json()["passing"]) == (409, True)
    nobody = Client().post(reverse("own_diary:entries", args=["nobody"]), told)
    assert (nobody.status_code, nobody.json()["kept"]) == (404, False)


def test_a_reason_is_told_in_the_language_of_the_page() -> None:
    who = keeper(kept(), language="fi")
    answer = Client().post(reverse("own_diary:entries", args=[who.token]), {"key": key(), "language": "fi"})
    assert answer.json()["reason"].startswith("Merkintä on tyhjä")


def test_who_did_not_agree_to_be_recorded_is_not_asked_to_speak() -> None:
    study = kept()
    assert "Say it aloud" not in page(keeper(study, may_record=False).token)
    assert "Say it aloud" in page(keeper(study).token)


def test_a_diary_that_has_ended_thanks_and_still_shows_what_is_theirs() -> None:
    study = kept()
    who = keeper(study)
    wrote(who, words="My story")
    ended = msgspec.structs.replace(PLAN, ends_on=(NOW - timedelta(days=1)).date())
    set_diary(study=study.slug, plan=ended, by=BY, now=NOW)
    shown = page(who.token)
    assert "The diary has ended" in shown
    assert "My story" in shown
    assert 'id="entry"' not in shown


def test_the_diary_stands_on_a_home_screen_and_its_worker_reaches_no_further() -> None:
    who = keeper(kept())
    found = json.loads(page(who.token, name="manifest"))
    assert found["scope"] == found["start_url"] == f"/diary/{who.token}/"
    worker = Client().get(reverse("own_diary:worker"))
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.request["PATH_INFO"] == "/diary/worker.js"
