"""Every page of the house in a real Chromium: at a desk and on a phone, in each language, on the sample company."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from kuulo.accounts.models import User
from kuulo.accounts.rules import LANGUAGES, Role
from kuulo.customers.models import Party, Segment
from kuulo.customers.rules import Channel
from kuulo.feeds.rules.lifecycle import FeedKind
from kuulo.feeds.services import feed_called, receive, recognise
from kuulo.feeds.services.deliveries import Arrival
from kuulo.instruments.services import create_instrument, publish
from kuulo.invitations.rules.askings import RoundPlan, TriggerPlan
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.rules.samples import Method, SampleSpec
from kuulo.invitations.services import create_round, create_trigger, draw_round
from kuulo.jobs.services import enqueue
from kuulo.lake.services import seal
from kuulo.matching.models import Proposal, Run
from kuulo.responses.services import open_way_in
from kuulo.rights.rules.requests import RequestKind, Way
from kuulo.rights.services import Asked, begin_erasure
from kuulo.sample.generate import Sample, generate_sample
from kuulo.sample.services import store_company
from kuulo.sample.story import append_story, save_segments, store_story
from kuulo.surveys.services import receive_upload, recognise_import
from tests.browser import NARROW, WIDE, Visit
from tests.test_url_roles import PLAIN, STAND_INS, Address

CUSTOMERS: Final = 700
PEOPLE_FILE: Final = b"id;name;email\n1;Aino Halla;aino@example.org\n2;Eino Kuura;eino@example.org\n"
EVERYBODY: Final = SampleSpec(method=Method.EVERYBODY)
# Addresses that are no pages, and why.
NO_PAGES: Final = {
    "web:language": "takes the choice of a language and goes back",
    "web:health": "answers a machine",
    "web:home_json": "answers a program",
    "figures:figures_json": "answers a program",
    "figures:compare": "takes a form and goes back",
    "figures:know_json": "answers a program",
    "quiet:quiet_json": "answers a program",
    "scales:scales_json": "answers a program",
    "figures:download_csv": "a file",
    "figures:download_xlsx": "a file",
    "studies:studies_json": "answers a program",
    "studies:study_json": "answers a program",
    "studies:participants_json": "answers a program",
    "studies:sessions_json": "answers a program",
    "studies:session_json": "answers a program",
    "studies:texts_json": "answers a program",
    "studies:step": "takes a form and goes back",
    "studies:team": "takes a form and goes back",
    "studies:draw": "takes a form and goes back",
    "studies:add": "takes a form and goes back",
    "studies:link": "takes a form and goes back",
    "studies:participant_deed": "takes a form and goes back",
    "studies:session_deed": "takes a form and goes back",
    "studies:study": "a page of a study, which the room's own tests walk",
    "studies:change": "a page of a study, which the room's own tests walk",
    "studies:result": "a page of a study, which the room's own tests walk",
    "studies:texts": "a page of a study, which the room's own tests walk",
    "studies:participants": "a page of a study, which the room's own tests walk",
    "studies:sessions": "a page of a study, which the room's own tests walk",
    "studies:new_session": "a page of a study, which the room's own tests walk",
    "studies:session": "a page of a study, which the room's own tests walk",
    "studies:change_session": "a page of a study, which the room's own tests walk",
    "adopters:adopters_json": "answers a program",
    "adopters:look": "takes a form and goes back",
    "adopters:name": "takes a form and goes back",
    "adopters:decide": "takes a form and goes back",
    "exchange:exchange": "a page of a study, which the room's own tests walk",
    "exchange:exchange_json": "answers a program",
    "exchange:project": "a file",
    "exchange:codes": "a file",
    "exchange:upload": "a page of a study, which the room's own tests walk",
    "exchange:take": "takes a form and goes back",
    "exchange:discard": "takes a form and goes back",
    "own_study:join": "a participant's page, which the room's own tests walk",
    "own_study:mine": "a participant's page, which the room's own tests walk",
    "own_study:leave": "a participant's page, which the room's own tests walk",
    "own_study:deed": "takes a form and goes back",
    "audit:log_json": "answers a program",
    "discussions:rooms": "a page of a study, which the room's own tests walk",
    "discussions:rooms_json": "answers a program",
    "discussions:new_room": "a page of a study, which the room's own tests walk",
    "discussions:change_room": "a page of a study, which the room's own tests walk",
    "discussions:thread": "a page of a study, which the room's own tests walk",
    "discussions:thread_json": "answers a program",
    "talk:talk": "a participant's page, which the room's own tests walk",
    "talk:thread": "a participant's page, which the room's own tests walk",
    "talk:message": "a participant's page, which the room's own tests walk",
    "talk:news": "a piece of a page",
    "discussions:probe": "takes a form and goes back",
    "discussions:move_room": "takes a form and goes back",
    "discussions:new_thread": "takes a form and goes back",
    "discussions:silence": "takes a form and goes back",
    "discussions:settle": "takes a form and goes back",
    "discussions:close_poll": "takes a form and goes back",
    "discussions:judge": "takes a form and goes back",
    "discussions:write": "takes a form and goes back",
    "discussions:ask_poll": "takes a form and goes back",
    "discussions:move_thread": "takes a form and goes back",
    "talk:name": "takes a form and goes back",
    "talk:topic": "takes a form and goes back",
    "talk:seen": "takes a form and goes back",
    "talk:vote": "takes a form and goes back",
    "ideas:ideas_json": "answers a program",
    "ideas:signs_json": "answers a program",
    "ideas:sign": "a page of an idea, which the room's own tests walk",
    "ideas:sign_json": "answers a program",
    "ideas:idea": "a page of an idea, which the room's own tests walk",
    "ideas:need": "a page of an idea, which the room's own tests walk",
    "ideas:idea_json": "answers a program",
    "ideas:judge": "takes a form and goes back",
    "ideas:move_sign": "takes a form and goes back",
    "ideas:trend": "takes a form and goes back",
    "ideas:remove_teller": "takes a form and goes back",
    "ideas:tell": "takes a form and goes back",
    "ideas:words": "takes a form and goes back",
    "ideas:move": "takes a form and goes back",
    "ideas:merge": "takes a form and goes back",
    "ideas:part": "takes a form and goes back",
    "surveys:settle_columns": "takes a form and goes back",
    "surveys:start": "takes a form and goes back",
    "surveys:discard": "takes a form and goes back",
    "surveys:rejected_rows": "a file",
    "surveys:mapping_file": "a file",
    "instruments:save": "takes what the builder sends and answers its script",
    "instruments:close": "takes a form and goes back",
    "instruments:reopen": "takes a form and goes back",
    "instruments:remove": "takes a form and goes back",
    "instruments:export_definition": "a file; its sheet on paper has a test of its own",
    "responses:answers_file": "a file",
    "responses:release": "takes a form and goes back",
    "responses:close_way_in": "takes a form and goes back",
    "responses:reopen_way_in": "takes a form and goes back",
    "responses:preview_page": "a customer's page in a frame of the preview",
    "responses:way_in": "a customer's page, which the room's own tests walk in every state",
    "responses:personal": "as above",
    "responses:response": "as above",
    "responses:kiosk": "as above",
    "responses:kiosk_worker": "a script",
    "responses:results": "asks for new answers all the time, so it never rests; its own browser tests walk it",
    "responses:kiosk_manifest": "a file",
    "responses:widget": "a script",
    "invited:refuse": "a customer's page, which the room's own tests walk",
    "invitations:message": "a message alone, shown in a frame of the plan",
    "invitations:step": "takes a form and goes back",
    "invitations:send_test": "takes a form and goes back",
    "invitations:turn_trigger": "takes a form and goes back",
    "invited:opened": "a picture of one point",
    "profiles:remove_segment": "takes a form and goes back",
    "profiles:define_attribute": "takes a form and goes back",
    "matching:decide": "takes a form and goes back",
    "matching:start": "takes a form and goes back",
    "matching:keep_model": "takes a form and goes back",
    "matching:model_file": "a file",
    "claims:claims_json": "answers a program",
    "claims:map_json": "answers a program",
    "claims:claim": "a page of a claim, which the room's own tests walk",
    "claims:claim_json": "answers a program",
    "claims:change": "a page of a claim, which the room's own tests walk",
    "claims:place": "takes a form and goes back",
    "claims:step": "takes a form and goes back",
    "claims:take_over": "takes a form and goes back",
    "claims:attach": "takes a form and goes back",
    "claims:detach": "takes a form and goes back",
    "claims:attach_again": "takes a form and goes back",
    "claims:ask": "takes a form and goes back",
    "claims:set_aside": "takes a form and goes back",
    "claims:close_question": "takes a form and goes back",
    "claims:share": "takes a form and goes back",
    "decisions:decisions_json": "answers a program",
    "decisions:learning_json": "answers a program",
    "decisions:decision_json": "answers a program",
    "decisions:claim_dossier": "a page of a claim, which the room's own tests walk",
    "decisions:claim_dossier_pdf": "a file",
    "decisions:dossier_pdf": "a file",
    "decisions:decision": "a page of a decision, which the room's own tests walk",
    "decisions:change": "a page of a decision, which the room's own tests walk",
    "decisions:meeting": "a page of a decision, which the room's own tests walk",
    "decisions:dossier": "a page of a decision, which the room's own tests walk",
    "decisions:begin": "takes a form and goes back",
    "decisions:postpone": "takes a form and goes back",
    "decisions:compute": "takes a form and goes back",
    "decisions:confirm": "takes a form and goes back",
    "decisions:single": "takes a form and goes back",
    "decisions:double": "takes a form and goes back",
    "plans:plan_json": "answers a program",
    "plans:year_json": "answers a program",
    "plans:revoke": "takes a form and goes back",
    "plans:remove_need": "takes a form and goes back",
    "plans:calendar": "answers a calendar",
    "plans:change_need": "a page of a year's plan, which the room's own tests walk",
    "plans:year": "a page of a year's plan, which the room's own tests walk",
    "plans:walk": "a page of a year's plan, which the room's own tests walk",
    "plans:new_need": "a page of a year's plan, which the room's own tests walk",
    "plans:budget": "a page of a year's plan, which the room's own tests walk",
    "passages:codings": "a page of a study’s coding, which the room's own tests walk",
    "passages:codings_json": "answers a program",
    "passages:choose_book": "takes a form and goes back",
    "passages:propose": "takes a form and goes back",
    "passages:memos": "a page of a study’s coding, which the room's own tests walk",
    "passages:memos_json": "answers a program",
    "passages:write_memo": "takes a form and goes back",
    "passages:query": "a page of a study’s coding, which the room's own tests walk",
    "passages:query_json": "answers a program",
    "passages:query_file": "a file",
    "passages:matrix": "a page of a study’s coding, which the room's own tests walk",
    "passages:matrix_json": "answers a program",
    "passages:matrix_file": "a file",
    "passages:start_round": "takes a form and goes back",
    "passages:round": "a page of a study’s coding, which the room's own tests walk",
    "passages:round_json": "answers a program",
    "passages:round_step": "takes a form and goes back",
    "passages:source": "a page of a study’s coding, which the room's own tests walk",
    "passages:source_json": "answers a program",
    "passages:act": "answers the page's script",
    "sources:sources": "a page of a study, which the room's own tests walk",
    "sources:sources_json": "answers a program",
    "sources:add": "takes a form and goes back",
    "sources:source": "a page of a source, which the room's own tests walk",
    "sources:source_json": "answers a program",
    "sources:media": "a file",
    "sources:speakers": "takes a form and goes back",
    "sources:erase": "takes a form and goes back",
    "sources:notes": "a page that works without a network, which the room's own tests walk",
    "sources:notes_worker": "a script",
    "sources:notes_manifest": "a file",
    "sources:take_notes": "takes what the page of notes sends and answers its script",
    "codebooks:codebooks_json": "answers a program",
    "codebooks:decide": "takes a form and goes back",
    "codebooks:codebook": "a page of a codebook, which the room's own tests walk",
    "codebooks:codebook_json": "answers a program",
    "codebooks:download": "a file",
    "codebooks:change": "a page of a codebook, which the room's own tests walk",
    "codebooks:remove": "takes a form and goes back",
    "codebooks:learn": "takes a form and goes back",
    "codebooks:import_codes": "takes a form and goes back",
    "codebooks:code": "a page of a codebook, which the room's own tests walk",
    "codebooks:disputes": "a page of a codebook, which the room's own tests walk",
    "codebooks:settle": "takes a form and goes back",
    "codebooks:new_code": "a page of a codebook, which the room's own tests walk",
    "codebooks:change_code": "a page of a codebook, which the room's own tests walk",
    "codebooks:move_code": "takes a form and goes back",
    "codebooks:draft_definition": "takes a form and goes back",
    "codebooks:join_code": "takes a form and goes back",
    "codebooks:remove_code": "takes a form and goes back",
    "codebooks:proposals": "a page of a codebook, which the room's own tests walk",
    "themes:words_json": "answers a program",
    "themes:theme": "a page of a theme that was found, which the room's own tests walk",
    "themes:theme_json": "answers a program",
    "themes:find": "takes a form and goes back",
    "themes:decide": "takes a form and goes back",
    "themes:rename": "takes a form and goes back",
    "themes:merge": "takes a form and goes back",
    "themes:part": "takes a form and goes back",
    "themes:write": "takes a form and goes back",
    "themes:write_theme": "takes a form and goes back",
    "trends:trends_json": "answers a program",
    "trends:series_json": "answers a program",
    "trends:rate": "takes a form and goes back",
    "trends:look": "takes a form and goes back",
    "trends:seen": "takes a form and goes back",
    "journeys:order": "takes a form and goes back",
    "journeys:download": "a file",
    "feeds:step": "takes a form and goes back",
    "feeds:settle": "takes a form and goes back",
    "feeds:start": "takes a form and goes back",
    "feeds:discard": "takes a form and goes back",
    "feeds:rejected": "a file",
    "rights:export": "a file",
    "rights:set_period": "takes a form and goes back",
    "rights:set_facts": "takes a form and goes back",
    "rights:keep_text": "takes a form and goes back",
    "own:ask": "a customer's page, which the room's own tests walk",
    "own:code": "as above",
    "own:done": "as above",
    "own:page": "as above",
    "own:decide": "as above",
    "own:correct": "as above",
    "own:export_json": "a file",
    "own:export_html": "a file",
    "own:erase": "as above",
    "profiles:withdraw": "takes a form and goes back",
    "profiles:undo_link": "takes a form and goes back",
    "profiles:service_profile": "answers a program",
    "profiles:entry": "a piece of the timeline, asked for with its name",
    "accounts:revoke_key": "takes a form and goes back",
    "events:turn": "takes a form and goes back",
    "events:add_key": "takes a form and goes back",
    "events:revoke_key": "takes a form and goes back",
    "drivers:drivers_json": "answers a program",
    "drivers:drivers_csv": "a file",
    "drivers:change_json": "answers a program",
    "drivers:change_csv": "a file",
    "searches:search_json": "answers a program",
    "searches:save": "takes a form and goes back",
    "searches:write": "takes a form and goes back",
    "searches:remove": "takes a form and goes back",
    "drafting:drafting_json": "answers a program",
    "drafting:try": "takes a form and goes back",
    "growth:growth_json": "answers a program",
    "growth:reasons_json": "answers a program",
    "growth:benchmarks_json": "answers a program",
    "growth:add_benchmarks": "takes a form and goes back",
    "growth:remove_benchmarks": "takes a form and goes back",
    "diaries:diary_json": "answers a program",
    "diaries:diary": "a page of a study, which the room's own tests walk",
    "diaries:settings": "as above",
    "diaries:new_question": "as above",
    "diaries:new_prompt": "as above",
    "diaries:step_question": "takes a form and goes back",
    "diaries:retire_prompt": "takes a form and goes back",
    "diaries:send_again": "takes a form and goes back",
    "own_diary:worker": "a script",
    "own_diary:diary": "a participant's page, which the room's own tests walk",
    "own_diary:entries": "answers the diary's script",
    "own_diary:media": "a file",
    "own_diary:manifest": "a file",
    "own_diary:erase": "takes a form and goes back",
    "own_diary:remind": "takes a form and goes back",
    "own_diary:leave": "a participant's page, which the room's own tests walk",
    "jobs:repeat": "takes a form and goes back",
    "accounts:change_role": "takes a form and goes back",
    "account_login": "shown to who has not signed in; walked below",
    "account_reset_password": "shown to who has not signed in; walked below",
    "account_confirm_login_code": "not in use: people sign in with a password",
    "account_email_verification_sent": "not in use: addresses are not verified",
}
STRANGERS_PAGES: Final = ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/")
ASKING_FILE: Final = b"id;Overall;Region;Comment\n" + b"".join(
    f"{row};{1 + row % 5};{'North' if row % 3 else 'South'};=1+{row}\n".encode() for row in range(60)
)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate_sample(now=datetime.now(UTC), customers=CUSTOMERS)


@pytest.fixture
def company(sample: Sample, cast: dict[Role, User], transactional_db: None) -> dict[str, object]:
    """Store the sample company, a file that asks questions, and a job; return the ids that pages need."""
    del transactional_db, cast
    store_company(sample, "fi")
    _further, sources = store_story(sample, "fi")
    seal()
    append_story(sample, sources, "fi")
    save_segments(sample, "fi")
    # Its address is the stand-in for every slug, and its first version the one for every number.
    slug = publish(slug=create_instrument(name=STAND_INS["slug"], ready_made="relationship_nps").slug, by="Outi").slug
    asking = receive_upload(name="asking.csv", chunks=[ASKING_FILE])
    recognise_import(import_id=asking)
    planned = create_round(plan=RoundPlan(name="Autumn", slug=slug, channel=Channel.EMAIL, spec=EVERYBODY), by="Outi")
    trigger = TriggerPlan(name="After", slug=slug, channel=Channel.EMAIL, kind=TriggerKind.AFTER_ENCOUNTER)
    return {
        "import_id": asking,
        "job_id": enqueue("lake.seal", {}),
        "round_id": draw_round(round_id=planned.id).id,
        "trigger_id": create_trigger(plan=trigger).trigger.id,
        "pk": open_way_in(slug=slug, kind="widget", name="Website").id,
        **of_customers(),
        "events:source.slug": sources[1],
    }


def of_customers() -> dict[str, object]:
    """Return what pages of one customer, of matches, feeds and rights need; some by the name of their address."""
    first, second = sorted(Party.objects.order_by("pk").values_list("pk", flat=True)[:2])
    now = datetime.now(UTC)
    feed = feed_called("Customers", FeedKind.PEOPLE)
    delivery = receive(feed=feed, arrival=Arrival(name="people.csv"), chunks=[PEOPLE_FILE])
    recognise(run_id=delivery.pk)
    run = Run.objects.create(engine="duckdb", threshold=0.9, started_at=now, finished_at=now, counts={"parties": 2})
    weights = [
        {
            "column": "name",
            "left": "Aino",
            "right": "Aina",
            "level": {"template": "similar", "params": {}},
            "weight": 3.2,
        }
    ]
    proposal = Proposal.objects.create(
        first_id=first, second_id=second, probability=0.93, weight=3.2, weights=weights, run=run, proposed_at=now
    )
    reference = begin_erasure(party_id=second, asked=Asked(kind=RequestKind.ERASE, way=Way.PHONE, by="Outi"), now=now)
    return {
        "party_id": first,
        "proposal_id": proposal.pk,
        "matching:run.run_id": run.pk,
        "feeds:run.run_id": delivery.pk,
        "feed_id": feed.pk,
        "reference": reference,
        "journeys:journey.slug": "booking",
        "journeys:edit.slug": "booking",
        "journeys:touchpoint.slug": "front-page",
        "profiles:segment.slug": Segment.objects.values_list("slug", flat=True)[0],
        "profiles:edit_segment.slug": Segment.objects.values_list("slug", flat=True)[0],
    }


def path_of(address: Address, ids: dict[str, object]) -> str:
    """Return the path of a page, with ids of things that are there; slugs are those of the stand-in instrument."""
    named = {place: ids.get(f"{address.name}.{place}", ids.get(place)) for place in address.places}
    if not any(named.values()):
        return address.path
    return reverse(address.name, kwargs={place: value or STAND_INS["slug"] for place, value in named.items()})


# Each language is walked at one width by make test, at the other by make test-long.
WALKS: Final = (
    (NARROW, "fi", ()),
    (WIDE, "sv", ()),
    (NARROW, "en", ()),
    (WIDE, "fi", pytest.mark.long),
    (NARROW, "sv", pytest.mark.long),
    (WIDE, "en", pytest.mark.long),
)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("size", "language"), [pytest.param(size, language, marks=marks) for size, language, marks in WALKS]
)
def test_every_page_is_sound(visit: Visit, company: dict[str, object], size: int, language: str) -> None:
    visit.sign_in(Role.OWNER, language=language)
    found: list[str] = []
    for address in PLAIN:
        if address.name in NO_PAGES:
            continue
        path = path_of(address, company)
        try:
            visit.open(path, width=size).assert_accessible().assert_no_horizontal_scroll().assert_no_complaints()
            assert visit.page.get_attribute("html", "lang") == language, "another language than the person's"
            assert visit.page.locator("h1").count() == 1, "not exactly one heading of the first level"
        except AssertionError as error:
            found.append(f"{path}: {error}")
            visit.complaints.clear()
    assert found == [], "\n\n".join(found)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_strangers_are_sound(visit: Visit, width: int, language: str) -> None:
    visit.context.add_cookies([{"name": "django_language", "value": language, "url": visit.address}])
    for path in STRANGERS_PAGES:
        visit.open(path, width=width).assert_accessible().assert_no_horizontal_scroll().assert_no_complaints()
        assert visit.page.get_attribute("html", "lang") == language


@pytest.mark.browser
def test_pages_that_say_no_are_sound(visit: Visit, company: dict[str, object], width: int) -> None:
    del company
    visit.sign_in(Role.READER, language="fi")
    for path in ("/no-such-page/", "/people/"):
        visit.open(path, width=width).assert_accessible().assert_no_horizontal_scroll()
        assert visit.page.get_attribute("html", "lang") == "fi"


def test_every_address_is_a_page_or_has_its_reason() -> None:
    assert NO_PAGES.keys() - {address.name for address in PLAIN} == set()


@pytest.mark.parametrize("name", ["web:home", "figures:explore", "surveys:imports", "jobs:list"])
def test_every_page_says_that_the_company_is_invented(name: str, company: dict[str, object], owner: Client) -> None:
    del company
    assert b'class="invented"' in owner.get(reverse(name)).content
