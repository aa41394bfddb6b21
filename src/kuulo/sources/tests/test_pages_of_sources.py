"""Pages of sources: for the team, masked for others, nothing of confidential studies; files in parts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.qualitative.reading.tests.files import VTT, pdf_file
from kuulo.sources.models import Source
from kuulo.sources.queries import source
from kuulo.sources.rules import Media, Origin, SourceView
from kuulo.sources.rules.ranges import asked_range
from kuulo.sources.tests.desk import MET, SPOKEN, interview, joined, met, photo, running, sound
from kuulo.studies.rules import StudyView
from kuulo.studies.services import leave

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser_of(cast: dict[Role, User], role: Role) -> Client:
    """Return a browser in which somebody has signed in."""
    client = Client()
    client.force_login(cast[role], backend=BACKEND)
    return client


def page_of(study: StudyView, kept: SourceView | None = None, more: str = "") -> str:
    """Return the address of a study's sources, or of one of them."""
    return f"/research/{study.slug}/sources/" + (f"{kept.key}/" if kept else "") + more


def body(answer: Any) -> bytes:
    """Return what was sent."""
    return b"".join(answer.streaming_content)


def form(**more: object) -> dict[str, object]:
    """Return what the form of new material sends."""
    return {"occurred_at": "2026-10-05T12:30", "origin": "customer", **more}


def test_the_team_sees_words_speakers_and_participants(lead: Client) -> None:
    study = running()
    who = joined(study)
    kept = interview(study, who)
    listed = lead.get(page_of(study)).content.decode()
    assert "Interview" in listed
    assert who.label in listed
    shown = lead.get(page_of(study, kept)).content.decode()
    assert "numeroon 040 123 4567" in shown
    assert "Haastattelija" in shown
    assert f"?source={kept.key}&amp;start={SPOKEN.index('Soitin')}" in shown


def test_others_see_words_masked_where_the_study_shares_them_and_else_not_at_all(cast: dict[Role, User]) -> None:
    owner = browser_of(cast, Role.OWNER)
    shared, kept_close = running(shares_words=True), running(title="Close")
    open_one, closed_one = interview(shared, media=Media(name="a.wav", content=sound())), interview(kept_close)
    shown = owner.get(page_of(shared, open_one)).content.decode()
    assert "jonotin kauan" in shown
    assert "040 123 4567" not in shown
    assert "Äijö" not in shown
    assert owner.get(page_of(shared, open_one, "media/")).status_code == 404
    closed = owner.get(page_of(kept_close, closed_one)).content.decode()
    assert "jonotin" not in closed
    assert "for the team of the study alone" in closed
    told = owner.get(page_of(kept_close)[:-1] + ".json").json()
    assert told["sources"][0]["name"] == "Transcript"
    assert owner.get(page_of(kept_close, closed_one)[:-1] + ".json").json()["turns"][0]["words"] == ""


def test_a_confidential_study_is_not_there_for_others(cast: dict[Role, User], lead: Client) -> None:
    study = running(confidential=True)
    kept = interview(study, media=Media(name="a.wav", content=sound()))
    owner = browser_of(cast, Role.OWNER)
    for more in ("", "media/"):
        assert owner.get(page_of(study, kept, more)).status_code == 404
        assert lead.get(page_of(study, kept, more)).status_code == 200
    assert owner.get(page_of(study)).status_code == 404
    assert owner.get(f"/research/{study.slug}/notes/").status_code == 404


def test_a_source_is_found_under_its_own_study_alone(lead: Client) -> None:
    one, other = running(), running(title="Other")
    kept = interview(one, media=Media(name="a.wav", content=sound()))
    assert lead.get(page_of(other, kept)).status_code == 404
    assert lead.get(page_of(other, kept, "media/")).status_code == 404


def test_sound_is_sent_in_parts_and_never_run(lead: Client) -> None:
    study, content = running(), sound()
    kept = interview(study, media=Media(name="talk.html", content=content))
    url = page_of(study, kept, "media/")
    whole = lead.get(url, headers={"accept-encoding": "gzip"})
    assert (whole.status_code, whole["Content-Type"]) == (200, "audio/wav")
    assert body(whole) == content
    assert "Content-Encoding" not in whole
    assert whole["Cache-Control"] == "private, no-store"
    assert "sandbox" in whole["Content-Security-Policy"]
    assert whole["X-Content-Type-Options"] == "nosniff"
    part = lead.get(url, headers={"range": "bytes=10-19"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 10-19/{len(content)}")
    assert body(part) == content[10:20]
    last = lead.get(url, headers={"range": "bytes=-4"})
    assert body(last) == content[-4:]
    assert lead.get(url, headers={"range": f"bytes={len(content)}-"}).status_code == 416


@given(st.text(alphabet="bytes=-,0123456789 ", max_size=20), st.integers(1, 500))
def test_any_range_lies_within_the_file_or_is_refused(header: str, size: int) -> None:
    try:
        part = asked_range(header, size)
    except ValueError:
        return
    assert part is None or 0 <= part[0] <= part[1] < size


def test_nothing_is_played_after_consent_has_ended(lead: Client) -> None:
    study = running()
    who = joined(study, may_record=True)
    kept = interview(study, who, media=Media(name="a.wav", content=sound()))
    leave(who.token, keep=False)
    assert lead.get(page_of(study, kept, "media/")).status_code == 404
    assert "consent is not in force" in lead.get(page_of(study, kept)).content.decode()


def test_a_picture_is_kept_without_where_it_was_taken(lead: Client) -> None:
    study = running()
    file = SimpleUploadedFile("place.jpg", photo(), "text/html")
    lead.post(page_of(study) + "add/", form(material=file))
    kept = Source.objects.get()
    assert (kept.kind, kept.media_mime, kept.name) == ("picture", "image/jpeg", "place")
    sent = lead.get(page_of(study, source(kept.key), "media/"))
    assert b"Zyrvax" not in body(sent)


def test_files_come_in_several_at_once_each_with_what_it_belongs_to(lead: Client) -> None:
    study = running()
    who = joined(study)
    session = met(study, who)
    files = [
        SimpleUploadedFile("visit.vtt", VTT.encode()),
        SimpleUploadedFile("letter.txt", "Jag väntade länge och ringde igen på måndag.".encode("cp1252")),
    ]
    answer = lead.post(page_of(study) + "add/", form(material=files, session=session.id, flags=["home"]), follow=True)
    assert "2 sources are in." in answer.content.decode()
    assert "Look at ä, ö and å" in answer.content.decode()
    transcript, letter = Source.objects.order_by("name").reverse()
    assert (transcript.kind, transcript.name, letter.kind, letter.language) == ("transcript", "visit", "document", "sv")
    assert {row.participant_id for row in (transcript, letter)} == {who.id}
    assert transcript.flags == ["home"]


def test_words_can_be_pasted_in_beside_a_recording(lead: Client) -> None:
    study = running()
    recording = SimpleUploadedFile("talk.wav", sound())
    answer = lead.post(page_of(study) + "add/", form(words=SPOKEN, title="Talk", recording=recording), follow=True)
    kept = source(Source.objects.get().key)
    assert (kept.kind, kept.name, kept.media is not None) == ("transcript", "Talk", True)
    assert kept.text == SPOKEN
    assert "data-player" in answer.content.decode()


def test_desk_research_says_where_it_is_from_and_keeps_the_document(lead: Client) -> None:
    study = running()
    told = form(
        material=SimpleUploadedFile("market.pdf", pdf_file(["Markets grow."])),
        kind="desk",
        publisher="Statistics Finland",
        url="https://example.org/report",
        published_on="2026-09-01",
    )
    lead.post(page_of(study) + "add/", told)
    kept = source(Source.objects.get().key)
    assert (kept.publisher, kept.url, kept.date) == (
        "Statistics Finland",
        "https://example.org/report",
        date(2026, 9, 1),
    )
    assert kept.origin is Origin.OUTSIDE
    sent = lead.get(page_of(study, kept, "media/"))
    assert (sent["Content-Type"], sent["Content-Disposition"][:10]) == ("application/pdf", "attachment")
    assert "Statistics Finland" in lead.get(page_of(study, kept)).content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "Choose a file"),
        ({"words": "Markets grow.", "kind": "desk"}, "Desk research says who published it"),
        ({"material": SimpleUploadedFile("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")}, "old form of Word"),
        ({"words": "x", "occurred_at": "yesterday"}, "valid date"),
        ({"words": "x", "url": "javascript:alert(1)", "kind": "desk", "publisher": "x"}, "valid URL"),
    ],
)
def test_what_does_not_fit_is_refused_with_words(lead: Client, more: dict[str, object], words: str) -> None:
    answer = lead.post(page_of(running()) + "add/", form(**more))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Source.objects.exists()


def test_a_file_larger_than_the_installation_takes_is_refused(lead: Client, settings: object) -> None:
    settings.KUULO_UPLOAD_LIMIT_MB = 1  # type: ignore[attr-defined] # pytest-django's settings take any name
    file = SimpleUploadedFile("long.wav", sound() + bytes(2 * 2**20))
    answer = lead.post(page_of(running()) + "add/", form(material=file))
    assert answer.status_code == 422
    assert "larger than the 1 MB" in answer.content.decode()


def test_speakers_are_set_on_the_page_and_the_source_is_erased_by_the_team(
    cast: dict[Role, User], lead: Client
) -> None:
    study = running()
    kept = interview(study)
    lead.post(
        page_of(study, kept, "speakers/"), {"speaker-0": "customer", "speaker-1": "outside", "speaker-9": "staff"}
    )
    assert source(kept.key).speakers == {"Haastattelija": Origin.CUSTOMER, "Äijö": Origin.OUTSIDE}
    assert browser_of(cast, Role.SERVICE_PERSON).post(page_of(study, kept, "erase/")).status_code == 403
    assert browser_of(cast, Role.READER).get(page_of(study)).status_code == 403
    lead.post(page_of(study, kept, "erase/"))
    assert not Source.objects.exists()
    assert lead.get(page_of(study, kept)).status_code == 404


def test_who_is_outside_the_team_sees_what_they_brought_in(cast: dict[Role, User]) -> None:
    study = running()
    kept = interview(study, by="saara@example.org")
    shown = browser_of(cast, Role.SERVICE_PERSON).get(page_of(study, kept)).content.decode()
    assert "040 123 4567" in shown


def test_a_long_list_and_a_long_transcript_are_paged(lead: Client) -> None:
    study = running()
    text = "".join(f"H: Kysymys {n}?\nA: Vastaus {n} on tämä.\n" for n in range(150))
    kept = lead.post(page_of(study) + "add/", form(words=text, title="Long"))
    for n in range(51):
        interview(study, name=f"Talk {n}")
    assert "Page 1 of 2" in lead.get(page_of(study)).content.decode()
    assert "Page 1 of 2" in lead.get(kept["Location"]).content.decode()
    assert "Vastaus 149" in lead.get(kept["Location"] + "?page=2").content.decode()
    assert lead.get(page_of(study) + "?kind=desk").content.decode().count("Talk ") == 0
    told = lead.get(page_of(study)[:-1] + ".json?page=2").json()
    assert (told["page"], len(told["sources"]), told["kinds"]) == (2, 2, {"transcript": 52})


def test_a_list_of_many_asks_the_database_few_questions(lead: Client, django_assert_max_num_queries: object) -> None:
    study = running()
    for _number in range(12):
        interview(study, joined(study))
    with django_assert_max_num_queries(35):  # type: ignore[operator] # pytest-django's own
        assert lead.get(page_of(study)).status_code == 200


def test_dates_are_the_ones_told(lead: Client) -> None:
    study = running()
    lead.post(page_of(study) + "add/", form(words="Hello there, nobody called me back."))
    assert Source.objects.get().occurred_at == MET
