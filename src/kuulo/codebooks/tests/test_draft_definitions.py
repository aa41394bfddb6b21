"""Use case: a language model drafts a definition of a code; a person edits and saves it. Off by default."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import GuardError
from kuulo.codebooks.models import Coding
from kuulo.codebooks.queries import Book, book, coded_so, drafted_definitions
from kuulo.codebooks.services import JOB_HANDLERS, add_code, remove_book, remove_code, request_definition
from kuulo.codebooks.services.books import CodeWishes
from kuulo.codebooks.tests.books import AINO, codebook, comments, words_of
from kuulo.drafting.tests.server import Answer, Named, says, standing_in
from kuulo.jobs.models import Job

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRUE, FALSE = "Comments of this code tell of waiting.", "Nobody ever comes back."


@pytest.fixture
def researcher(cast: dict[Role, User]) -> Client:
    browser = Client()
    browser.force_login(cast[Role.RESEARCHER], backend=BACKEND)
    return browser


@pytest.fixture
def made() -> Book:
    """Return a codebook with comments coded “waiting”, of which one was drawn by lot."""
    about, made = comments(rounds=2), codebook()
    waiting = [signal for signal, code in about.items() if code == "waiting"]
    for place, signal in enumerate(waiting):
        Coding.objects.create(
            codebook_id=made.id,
            signal_id=signal,
            coder=AINO,
            codes=["odotus"],
            in_sample=place == 0,
            blind=place == 0,
            coded_at="2026-06-16T08:00:00Z",
        )
    return made


class Context:
    """As much of a job's context as the handler asks for."""

    def __init__(self, job: Job) -> None:
        self.payload = job.payload

    def progress(self, *_said: object) -> None:
        """Nobody listens."""


def drafted() -> None:
    JOB_HANDLERS["codebooks.define"](Context(Job.objects.get(kind="codebooks.define")))  # type: ignore[arg-type] # as above


def cites_the_first(question: Mapping[str, Any]) -> Answer:
    """Write a sentence that cites the first comment as it is, and one that puts words into its mouth."""
    first = json.loads(question["messages"][1]["content"])[0]["text"]
    return says(f'{TRUE} [1: "{first}"]\n{FALSE} [1: "nobody ever comes back"]')(question)


def test_a_definition_is_drafted_taken_edited_and_saved(researcher: Client, made: Book, settings: Any) -> None:
    home = f"/words/codes/{made.slug}/codes/odotus/"
    with standing_in(cites_the_first) as server:
        settings.KUULO_MODEL = Named(url=server.url, name="small")
        assert "Draft a definition" in researcher.get(home).content.decode()
        assert researcher.post(f"{home}draft/", {"language": "en"}).headers["Location"] == home
        drafted()
        (_path, _headers, asked) = server.asked[0]
    sent = {each["text"] for each in json.loads(asked["messages"][1]["content"])}
    assert sent <= {words_of(signal) for signal in coded_so(made, "odotus")}
    assert "Waiting" in asked["messages"][0]["content"]
    page = researcher.get(home).content.decode()
    assert TRUE in page
    assert FALSE not in page
    assert "1 sentence or citation was thrown out" in page
    assert "does not say it word for word" in page
    assert book(made.slug).code("odotus").definitions["en"] == "About waiting"
    taken = researcher.get(home, {"draft": "en"})
    assert taken.context["form"]["definition_en"].value() == TRUE
    assert taken.context["form"]["definition_fi"].value() == ""
    edited = {"name_en": "Waiting", "definition_en": "People tell that they waited."}
    assert researcher.post(f"{home}?draft=en", edited).status_code == 302
    assert book(made.slug).code("odotus").definitions["en"] == "People tell that they waited."
    assert drafted_definitions(made.slug, "odotus") == {}


def test_those_drawn_by_lot_are_not_shown_to_the_model_and_those_below_are(made: Book) -> None:
    sampled = Coding.objects.get(in_sample=True).signal_id
    own = coded_so(made, "odotus")
    assert sampled not in own
    assert len(own) == Coding.objects.count() - 1
    add_code(slug=made.slug, wishes=CodeWishes(names={"en": "On the phone"}, parent="odotus"))
    Coding.objects.filter(signal_id=own[0]).update(codes=["on-the-phone"])
    assert set(coded_so(book(made.slug), "odotus")) == set(own)


def test_nothing_is_offered_while_no_model_is_named(researcher: Client, made: Book, settings: Any) -> None:
    settings.KUULO_MODEL = None
    home = f"/words/codes/{made.slug}/codes/odotus/"
    assert "language model" not in researcher.get(home).content.decode()
    with pytest.raises(GuardError):
        request_definition(slug=made.slug, key="odotus", language="en", by=AINO)
    assert not Job.objects.filter(kind="codebooks.define").exists()


def test_too_few_comments_are_no_definition(researcher: Client, made: Book, settings: Any) -> None:
    settings.KUULO_MODEL = Named(url="console:", name="console")
    page = researcher.get(f"/words/codes/{made.slug}/codes/price/").content.decode()
    assert "once 3 comments" in page
    request_definition(slug=made.slug, key="price", language="sv", by=AINO)
    with pytest.raises(GuardError, match="Only 0"):
        drafted()


def test_a_language_that_there_is_not_is_refused(researcher: Client, made: Book, settings: Any) -> None:
    settings.KUULO_MODEL = Named(url="console:", name="console")
    home = f"/words/codes/{made.slug}/codes/"
    assert researcher.post(f"{home}odotus/draft/", {"language": "de"}).status_code == 404
    assert researcher.post(f"{home}nothing/draft/", {"language": "fi"}).status_code == 404


def test_with_the_code_its_draft_goes(made: Book, settings: Any) -> None:
    settings.KUULO_MODEL = Named(url="console:", name="console")
    for remove in (lambda: remove_code(slug=made.slug, key="odotus"), lambda: remove_book(slug=made.slug)):
        if not drafted_definitions(made.slug, "odotus") and book(made.slug).codes[0].key == "odotus":
            request_definition(slug=made.slug, key="odotus", language="fi", by=AINO)
            drafted()
            assert set(drafted_definitions(made.slug, "odotus")) == {"fi"}
        remove()
        assert drafted_definitions(made.slug, "odotus") == {}
