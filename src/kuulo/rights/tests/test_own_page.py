"""The own page: a link by message, what is known, decisions, corrections, the file to take along, erasure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from kuulo.base.errors import InputError
from kuulo.customers.models import Party
from kuulo.customers.queries import may_use, party, party_ids_of
from kuulo.customers.rules import Channel, ContactRow, PartyRow, Purpose
from kuulo.customers.services import register_contacts, register_parties
from kuulo.invitations.channels import sent_folder
from kuulo.jobs.models import Job
from kuulo.rights.models import LinkAsking, PersonalLink, Receipt, Request
from kuulo.rights.rules import RequestState
from kuulo.rights.services import ask_for_link, open_link, prune_links, send_link

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
EMAIL = "maija@example.org"


class Hand:
    """A job as its handler sees it."""

    def __init__(self, payload: Mapping[str, object]) -> None:
        self.payload = payload


@pytest.fixture(autouse=True)
def maija() -> int:
    register_parties([PartyRow(identifier="customer_id:7", name="Maija Meikäläinen", language="fi")])
    rows = [ContactRow(identifier="customer_id:7", channel=Channel.EMAIL, value=EMAIL)]
    rows += [ContactRow(identifier="customer_id:7", channel=Channel.SMS, value="+358401234567")]
    register_contacts(rows, now=NOW - timedelta(days=30))
    return party_ids_of(["customer_id:7"])["customer_id:7"]


def send_waiting() -> None:
    """Do the jobs that send links."""
    for job in Job.objects.filter(kind="rights.send_link"):
        send_link(Hand(job.payload))  # type: ignore[arg-type] # a hand does all this handler asks of a job
        job.delete()


def messages(channel: str = "email") -> list[str]:
    """Return the messages that were written."""
    folder = sent_folder(channel)
    return [path.read_text() for path in sorted(folder.iterdir())] if folder.is_dir() else []


def link_of(message: str) -> str:
    found = re.search(r"/me/[\w-]+/", message.replace("=\n", ""))
    assert found
    return found[0]


@pytest.fixture
def url(client: Client) -> str:
    """Return the address of Maija's page, as it stood in her message."""
    client.post("/me/", {"address": EMAIL})
    send_waiting()
    return link_of(messages()[0])


def test_the_answer_is_the_same_for_everybody(client: Client) -> None:
    known = client.post("/me/", {"address": EMAIL, "language": "en"})
    unknown = client.post("/me/", {"address": "nobody@example.org", "language": "en"})
    without_word = [re.sub(r'name="ask" value="[^"]+"', "", page.content.decode()) for page in (known, unknown)]
    assert without_word[0] == without_word[1]
    # The same work too, so that the clock tells nobody apart; one message comes of it.
    assert Job.objects.count() == 2
    send_waiting()
    assert len(messages()) == 1


def test_no_address_stands_in_jobs_and_askings(client: Client) -> None:
    client.post("/me/", {"address": EMAIL})
    assert EMAIL not in json.dumps(Job.objects.get().payload)
    assert all(EMAIL not in row.digest for row in LinkAsking.objects.all())


def test_what_is_no_address_is_refused(client: Client) -> None:
    answer = client.post("/me/", {"address": "what?"})
    assert answer.status_code == 422


def test_links_are_not_sent_without_end() -> None:
    for _number in range(5):
        ask_for_link(address=EMAIL, place="192.0.2.1", language="en", now=NOW)
    assert Job.objects.count() == 3
    for hour in range(1, 5):
        for _number in range(5):
            ask_for_link(address=EMAIL, place="192.0.2.1", language="en", now=NOW + timedelta(hours=hour))
    assert Job.objects.count() == 10, "three an hour, ten a day"


def test_askings_that_were_refused_keep_nobody_from_a_link() -> None:
    for minute in range(59):
        ask_for_link(address=EMAIL, place="192.0.2.1", language="en", now=NOW + timedelta(minutes=minute))
    assert Job.objects.count() == 3
    ask_for_link(address=EMAIL, place="198.51.100.7", language="en", now=NOW + timedelta(minutes=63))
    assert Job.objects.count() == 4, "the first hour's links are over; what was refused since does not count"


def ask_from(client: Client, address: str, number: int) -> None:
    """Ask for one link, each time for another address, through a proxy that names the sender."""
    client.post("/me/", {"address": f"nobody{number}@example.org"}, HTTP_X_FORWARDED_FOR=f"6.6.6.6, {address}")


def test_one_place_behind_a_proxy_is_limited_and_others_are_not(client: Client, settings: LazySettings) -> None:
    settings.KUULO_PROXIES = 1
    for number in range(22):
        ask_from(client, "192.0.2.1", number)
    assert Job.objects.count() == 20
    ask_from(client, "192.0.2.2", 30)
    ask_from(client, "2001:db8:1:2:3:4:5:6", 31)
    assert Job.objects.count() == 22


def test_without_a_proxy_nobody_chooses_a_place(client: Client) -> None:
    for number in range(22):
        ask_from(client, f"192.0.2.{number}", number)
    assert Job.objects.count() == 20


def test_the_message_speaks_the_persons_language_and_only_digests_are_kept(url: str) -> None:
    token = url.split("/")[2]
    assert not PersonalLink.objects.filter(token_hash__contains=token).exists()
    assert open_link(token, now=NOW) is not None


def test_the_link_ends(url: str) -> None:
    token = url.split("/")[2]
    assert open_link(token, now=NOW + timedelta(hours=3)) is None
    assert prune_links(now=NOW + timedelta(days=2)) >= 1


def test_the_page_shows_what_is_known_and_is_kept_nowhere(client: Client, url: str) -> None:
    answer = client.get(f"{url}?language=en")
    assert "Maija Meikäläinen, this is your own page" in answer.content.decode()
    assert EMAIL in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<script" not in answer.content.decode()
    assert not answer.cookies


def test_fields_are_called_in_the_readers_language_and_what_is_left_out_is_said(client: Client, url: str) -> None:
    finnish, swedish = (client.get(f"{url}?language={each}").content.decode() for each in ("fi", "sv"))
    assert "<dt>Tunnisteen laji</dt>" in finnish
    assert "<dt>Nimi</dt>" in finnish
    assert "<dt>Skapat</dt>" in swedish
    assert "Mitä ei näy tässä vaan alla olevissa tiedostoissa" in finnish
    assert "<dt>Luotu</dt>" in client.get(f"{url}data.html?language=fi").content.decode()


@pytest.mark.parametrize("wish", ["yes", ""])
def test_who_is_erased_says_whether_to_be_kept_out(client: Client, url: str, wish: str) -> None:
    assert "Keep me out from now on" in client.get(f"{url}erase/?language=en").content.decode()
    client.post(f"{url}erase/", {"sure": "yes", "keep_out": wish})
    assert Receipt.objects.get().keeps_out is bool(wish)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_is_there_in_three_languages(client: Client, url: str, language: str) -> None:
    assert client.get(f"{url}?language={language}").headers["Content-Language"] == language


def test_a_code_opens_the_page_once(client: Client) -> None:
    asked = client.post("/me/", {"address": "040 123 4567", "language": "en"})
    word = re.search(r'name="ask" value="([^"]+)"', asked.content.decode())
    assert word
    send_waiting()
    code = re.search(r"(\d{4} \d{4})", messages("sms")[0].partition("\n\n")[2])
    assert code
    wrong = client.post("/me/code/", {"ask": word[1], "code": "00000000", "language": "en"})
    assert wrong.status_code == 422
    opened = client.post("/me/code/", {"ask": word[1], "code": code[1], "language": "en"})
    assert opened.status_code == 303
    assert client.get(opened.headers["Location"]).status_code == 200
    assert client.post("/me/code/", {"ask": word[1], "code": code[1]}).status_code == 422


def test_a_wrong_link_says_so(client: Client) -> None:
    assert client.get("/me/not-a-link/").status_code == 404
    assert client.post("/me/not-a-link/decide/", {"purpose": "marketing", "wish": "give"}).status_code == 404


def test_giving_and_withdrawing_are_one_click_each(client: Client, url: str, maija: int) -> None:
    assert client.post(f"{url}decide/", {"purpose": "profiling", "wish": "give"}).status_code == 303
    assert may_use(maija, Purpose.PROFILING).allowed
    client.post(f"{url}decide/", {"purpose": "profiling", "wish": "withdraw"})
    assert not may_use(maija, Purpose.PROFILING).allowed


def test_an_objection_to_marketing_needs_no_consent_before(client: Client, url: str, maija: int) -> None:
    client.post(f"{url}decide/", {"purpose": "marketing", "wish": "withdraw"})
    assert not may_use(maija, Purpose.MARKETING).allowed


def test_service_is_not_decided_here(client: Client, url: str) -> None:
    assert client.post(f"{url}decide/", {"purpose": "service", "wish": "withdraw"}).status_code == 422


def test_own_facts_are_corrected_at_once_and_others_asked_for(client: Client, url: str, maija: int) -> None:
    client.post(f"{url}correct/", {"field": "name", "value": "Maija Virtanen"})
    client.post(f"{url}correct/", {"field": "language", "value": "SV"})
    client.post(f"{url}correct/", {"field": "other", "value": "I never bought a boat."})
    view = party(maija, purpose=Purpose.SERVICE)
    assert (view.name, view.language) == ("Maija Virtanen", "sv")
    states = dict(Request.objects.values_list("details__field", "state"))
    assert states == {"name": RequestState.DONE, "language": RequestState.DONE, "other": RequestState.OPEN}


@pytest.mark.parametrize(("field", "value"), [("email", "thief@example.org"), ("phone", "+358 50 765 4321")])
def test_a_new_address_or_number_is_asked_for_and_opens_nothing(
    client: Client, url: str, maija: int, field: str, value: str
) -> None:
    before = party(maija, purpose=Purpose.SERVICE).contacts
    answer = client.post(f"{url}correct/", {"field": field, "value": value, "language": "en"})
    assert "Your wish has reached us" in client.get(answer.headers["Location"]).content.decode()
    assert party(maija, purpose=Purpose.SERVICE).contacts == before
    assert Request.objects.get().state == RequestState.OPEN
    sent = len(messages()) + len(messages("sms"))
    client.post("/me/", {"address": value})
    send_waiting()
    assert len(messages()) + len(messages("sms")) == sent


@pytest.mark.parametrize("value", ["Klingon", "de", "\0"])
def test_a_language_that_kuulo_does_not_speak_is_refused(client: Client, url: str, maija: int, value: str) -> None:
    assert client.post(f"{url}correct/", {"field": "language", "value": value}).status_code == 422
    assert party(maija, purpose=Purpose.SERVICE).language == "fi"


def test_no_field_brings_a_sign_that_databases_refuse(client: Client, url: str, maija: int) -> None:
    client.post(f"{url}correct/", {"field": "name\0", "value": "Maija\0 Virtanen"})
    assert party(maija, purpose=Purpose.SERVICE).name == "Maija Virtanen"
    client.post(f"{url}correct/", {"field": "other", "value": "No\0 boat."})
    assert Request.objects.get(details__field="other").details["value"] == "No boat."
    client.post("/me/", {"address": f"\0{EMAIL}"})
    assert Job.objects.filter(kind="rights.send_link").count() == 1
    assert client.post("/me/code/", {"ask": "a\0b", "code": "\0"}).status_code == 422
    assert client.post(f"{url}decide/", {"purpose": "profiling\0", "wish": "give\0"}).status_code == 303
    assert client.get("/me/done/R-%00/").status_code == 404


def test_an_address_that_is_none_is_refused(client: Client, url: str) -> None:
    assert client.post(f"{url}correct/", {"field": "email", "value": "none"}).status_code == 422


def test_the_data_can_be_taken_along(client: Client, url: str) -> None:
    document = json.loads(client.get(f"{url}data.json").content)
    assert "customers.contacts" in {store["name"] for store in document["stores"]}
    page = client.get(f"{url}data.html")
    assert EMAIL in page.content.decode()
    assert "attachment" in page.headers["Content-Disposition"]


def test_an_erasure_asks_to_be_sure_and_leads_to_its_receipt(client: Client, url: str) -> None:
    assert client.post(f"{url}erase/").status_code == 422
    assert not Request.objects.exists()
    answer = client.post(f"{url}erase/", {"sure": "yes", "language": "en"})
    assert answer.status_code == 303
    assert "The erasure has begun" in client.get(answer.headers["Location"]).content.decode()
    assert Job.objects.filter(kind="rights.erase").count() == 1
    assert Party.objects.exists(), "a job does it"


def test_a_wish_that_is_none_is_refused(maija: int) -> None:
    with pytest.raises(InputError):
        ask_for_link(address="", place="x", language="en", now=NOW)
    assert maija


def test_who_takes_anothers_name_or_address_is_not_handed_what_is_the_others(client: Client, url: str) -> None:
    theirs = "sten@example.org"
    register_parties([PartyRow(identifier="customer_id:8", name="Sten Sture")])
    register_contacts([ContactRow(identifier="customer_id:8", channel=Channel.EMAIL, value=theirs)], now=NOW)
    client.post("/me/", {"address": theirs})
    send_waiting()
    secret = next(link_of(message) for message in messages() if theirs in message)
    (sent_folder("email") / "k0-letter.eml").write_text("To: Gun Granne <gun@example.org>\n\nonly for Gun Granne\n")
    for name in ("Sten Sture", "Gun Granne"):
        client.post(f"{url}correct/", {"field": "name", "value": name})
        client.post(f"{url}correct/", {"field": "email", "value": theirs})
        told = client.get(f"{url}data.json").content.decode()
        assert secret not in told
        assert "only for" not in told
