"""Field notes come in from phones and laptops: once, of who wrote them, with what was said, seen and interpreted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import KuuloError
from kuulo.sources.models import Source
from kuulo.sources.queries import beside, source, speaker_at
from kuulo.sources.rules.sheets import SentSheet, laid_out, read_sent
from kuulo.sources.services import erase_source
from kuulo.sources.tests.desk import LEAD, RESEARCHER, joined, met, photo, running, sound
from kuulo.studies.rules import StudyView
from kuulo.studies.services import leave

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SHEET, FILE = "ab" * 16, "cd" * 16


def sheet(**more: Any) -> dict[str, Any]:
    """Return a sheet as a phone sends it."""
    notes = [
        {"at_ms": 5_000, "mark": "said", "text": "En jaksa enää jonottaa 😀"},
        {"at_ms": 65_000, "mark": "saw", "text": "Hän sulki puhelimen.\r\nNopeasti."},
        {"at_ms": 70_000, "mark": "interpret", "text": "Odotus on liian pitkä."},
        {"at_ms": 71_000, "mark": "saw", "text": "  "},
    ]
    told = {"kind": "sheet", "key": SHEET, "observer": LEAD, "begun_at": "2026-10-05T09:30:00.000Z", "notes": notes}
    return {**told, "title": "Visit in Tampere", "session": None, "participant": None, **more}


def file_of(**more: Any) -> dict[str, Any]:
    """Return a file of that sheet as a phone sends it."""
    told = {"kind": "file", "key": FILE, "observer": LEAD, "sheet": SHEET, "taken_at": "2026-10-05T09:31:00Z"}
    return {**told, "title": "Door", **more}


def send(client: Client, study: StudyView, item: dict[str, Any], content: bytes = b"") -> Any:
    """Send an item as the page does."""
    file = {"file": SimpleUploadedFile("x", content)} if content else {}
    return client.post(f"/research/{study.slug}/notes/take/", {"item": json.dumps(item), **file})


def test_notes_keep_their_times_and_marks(lead: Client) -> None:
    study = running()
    who = joined(study)
    answer = send(lead, study, sheet(session=met(study, who).id))
    assert answer.json() == {"kept": SHEET}
    kept = source(SHEET)
    assert (kept.kind, kept.name, kept.created_by, kept.language) == ("field_note", "Visit in Tampere", LEAD, "fi")
    assert kept.participant_id == who.id
    assert kept.text == "En jaksa enää jonottaa 😀\n\nHän sulki puhelimen.\nNopeasti.\n\nOdotus on liian pitkä."
    assert [(turn.mark, turn.begins_ms) for turn in kept.turns] == [
        ("said", 5_000),
        ("saw", 65_000),
        ("interpret", 70_000),
    ]
    assert [speaker_at(SHEET, turn.start).is_customer for turn in kept.turns] == [True, False, False]
    shown = lead.get(f"/research/{study.slug}/sources/{SHEET}/").content.decode()
    assert "0:01:05" in shown
    assert "The customer said" in shown


def test_what_is_sent_again_is_kept_once(lead: Client) -> None:
    study = running()
    for _time in range(3):
        assert send(lead, study, sheet()).json() == {"kept": SHEET}
        assert send(lead, study, file_of(), photo()).json() == {"kept": FILE}
    assert Source.objects.count() == 2


def test_pictures_and_voice_lie_beside_their_notes_whoever_the_visit_was_to(lead: Client) -> None:
    study = running()
    who = joined(study, may_record=True)
    send(lead, study, sheet(session=met(study, who).id, flags=["home"]))
    send(lead, study, file_of(), photo())
    send(lead, study, file_of(key="ef" * 16, title="Voice"), sound())
    kept = beside(SHEET)
    assert sorted(line.kind for line in kept) == ["picture", "recording"]
    assert {line.participant_id for line in kept} == {who.id}
    assert all(line.flags == {"home"} for line in kept)
    shown = lead.get(f"/research/{study.slug}/sources/{SHEET}/").content.decode()
    assert "Taken with it" in shown


def test_several_observers_of_one_session_each_have_their_own_notes(lead: Client, cast: dict[Role, User]) -> None:
    study = running()
    session = met(study, joined(study)).id
    other = Client()
    other.force_login(cast[Role.RESEARCHER], backend=BACKEND)
    send(lead, study, sheet(session=session))
    send(other, study, sheet(session=session, key=FILE, observer=RESEARCHER))
    assert set(Source.objects.filter(session_id=session).values_list("created_by", flat=True)) == {LEAD, RESEARCHER}


def test_notes_of_somebody_else_wait_for_them(lead: Client) -> None:
    answer = send(lead, running(), sheet(observer=RESEARCHER))
    assert answer.status_code == 409
    assert RESEARCHER in answer.json()["waits"]
    assert not Source.objects.exists()


def test_what_was_erased_here_goes_from_the_phone_too(lead: Client) -> None:
    study = running()
    send(lead, study, sheet())
    erase_source(SHEET, by=LEAD)
    assert send(lead, study, sheet()).json() == {"gone": SHEET}
    assert send(lead, study, file_of(), photo()).json() == {"gone": FILE}
    assert not Source.objects.exists()


def test_a_file_without_its_notes_is_refused_with_words(lead: Client) -> None:
    study = running()
    answer = send(lead, study, file_of(), photo())
    assert answer.status_code == 422
    assert "Send the notes first" in answer.json()["refused"]
    send(lead, study, sheet())
    assert send(lead, study, file_of()).status_code == 422


def test_notes_about_who_took_their_consent_back_are_refused(lead: Client) -> None:
    study = running()
    who = joined(study)
    leave(who.token, keep=False)
    answer = send(lead, study, sheet(participant=who.id))
    assert answer.status_code == 422
    assert "not in force" in answer.json()["refused"]


def test_who_has_not_signed_in_is_sent_to_sign_in_and_nothing_is_kept(db: None) -> None:
    study = running()
    assert send(Client(), study, sheet()).status_code == 302
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"notes": [{"at_ms": -1, "mark": "said", "text": "x"}]},
        {"notes": [{"at_ms": 1, "mark": "shouted", "text": "x"}]},
        {"key": "short"},
        {"begun_at": "2026-10-05T09:30:00"},
        {"notes": []},
        {"kind": "other"},
    ],
)
def test_what_the_page_never_sends_is_refused(lead: Client, wrong: dict[str, Any]) -> None:
    assert send(lead, running(), sheet(**wrong)).status_code == 422


@given(st.binary(max_size=200))
def test_any_bytes_are_notes_or_refused(content: bytes) -> None:
    with pytest.raises(KuuloError):
        read_sent(content)


@given(st.lists(st.text(max_size=30), max_size=8))
def test_every_note_is_a_turn_of_its_own_words(texts: list[str]) -> None:
    notes = [{"at_ms": place, "mark": "saw", "text": text} for place, text in enumerate(texts)]
    sent = read_sent(json.dumps(sheet(notes=notes)).encode())
    assert isinstance(sent, SentSheet)
    text, turns = laid_out(sent)
    assert "\n\n".join(text[turn.start : turn.end] for turn in turns) == text
    assert all(text[turn.start : turn.end].strip() for turn in turns)


def test_a_page_of_another_site_sends_nothing_in_my_name(cast: dict[Role, User]) -> None:
    study = running()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast[Role.INSIGHT_LEAD], backend=BACKEND)
    assert send(strict, study, sheet()).status_code == 403
    assert strict.post(f"/research/{study.slug}/sources/add/", {"words": "x"}).status_code == 403
    strict.get(f"/research/{study.slug}/notes/")
    token = strict.cookies["csrftoken"].value
    path, item = f"/research/{study.slug}/notes/take/", {"item": json.dumps(sheet())}
    assert strict.post(path, item, headers={"x-csrftoken": token}).json() == {"kept": SHEET}
