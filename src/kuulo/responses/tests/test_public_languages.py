"""The language of the pages customers answer on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.instruments.queries import VersionView
from kuulo.responses.models import Response
from kuulo.responses.services import open_way_in
from kuulo.responses.tests.answering import published
from kuulo.responses.tests.invited import invite
from kuulo.responses.tests.public_forms import Person
from kuulo.responses.tests.questionnaires import EVERYTHING, SHORT

pytestmark = pytest.mark.django_db
SAID = {
    "en": "Two questions about your visit",
    "fi": "Kaksi kysymystä käynnistäsi",
    "sv": "Två frågor om ditt besök",
}
CONTINUE = {"en": "Send my answers", "fi": "Lähetä vastaukset", "sv": "Skicka svaren"}


@pytest.fixture
def version() -> VersionView:
    return published(SHORT)


def link(version: VersionView, language: str = "") -> str:
    return "/a/" + open_way_in(slug=version.slug, kind="link", name="Website", language=language).token


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_browser_s_language_is_spoken(version: VersionView, language: str) -> None:
    person = Person(language=f"de, {language};q=0.8").open(link(version))
    assert f'<html lang="{language}">' in person.text
    assert person.answer["Content-Language"] == language
    assert SAID[language] in person.text
    assert CONTINUE[language] in person.text


def test_the_way_in_may_say_a_language_and_the_address_another(version: VersionView) -> None:
    path = link(version, language="sv")
    assert SAID["sv"] in Person(language="en").open(path).text
    assert SAID["fi"] in Person(language="en").open(f"{path}?language=fi").text


def test_the_invited_are_addressed_in_their_language(version: VersionView) -> None:
    assert SAID["fi"] in Person(language="en").open(f"/p/{invite(version, language='fi')}").text


def test_an_unknown_language_is_the_one_the_questionnaire_was_written_in(version: VersionView) -> None:
    assert SAID["en"] in Person(language="de").open(link(version)).text


def test_the_switch_keeps_what_was_given_on_the_page(version: VersionView) -> None:
    person = Person().open(link(version)).send("language-sv", q_nps="4", q_easier="Kortare köer")
    assert SAID["sv"] in person.text
    assert person.form.fields["q_nps"] == ["4"]
    assert person.form.fields["q_easier"] == ["Kortare köer"]
    assert Response.objects.count() == 0
    assert "Vi tar reda på saken." in person.send().text
    assert Response.objects.get().language == "sv"


def test_the_language_chosen_holds_on_the_pages_that_follow() -> None:
    person = Person().open(link(published(EVERYTHING, name="Delivery"))).send("language-fi").send(q_nps="9")
    assert "Mistä sait sen?" in person.text
    assert "Sivu 2 / 3" in person.text


def test_errors_are_said_in_the_page_s_language(version: VersionView) -> None:
    person = Person(language="fi").open(link(version)).send()
    assert "<title>Virhe: " in person.text
    assert "Tähän kysymykseen tarvitaan vastaus." in person.text


def test_the_switch_marks_where_one_is_and_says_each_language_in_its_own(version: VersionView) -> None:
    text = Person(language="fi").open(link(version)).text
    assert 'value="language-fi" lang="fi" aria-current="true">Suomi<' in text
    assert 'value="language-sv" lang="sv">Svenska<' in text


def test_a_language_kuulo_was_set_to_says_nothing_about_customers_pages(
    version: VersionView, cast: dict[Role, User]
) -> None:
    User.objects.update(language="fi")
    browser = Client()
    browser.force_login(cast[Role.READER], backend="allauth.account.auth_backends.AuthenticationBackend")
    person = Person(language="sv", browser=browser).open(link(version))
    assert SAID["sv"] in person.text
    assert person.answer["Content-Language"] == "sv"
    assert translation.get_language() != "sv", "nothing of the page's language is left behind"


@pytest.mark.parametrize(("language", "said"), [("fi", "Täällä ei ole mitään"), ("sv", "Här finns inget")])
def test_short_pages_are_said_in_the_browser_s_language(language: str, said: str) -> None:
    assert said in Person(language=language).open(f"/a/{'x' * 22}").text
