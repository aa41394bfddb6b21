"""Every URL as every role: the written table says what each address asks for, and each address does ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.web.roles import ROLES_BY_PERMISSION

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
OPEN: Final = "open to all"
SIGNED_IN: Final = "open to who has signed in"
WITH_KEY: Final = "open to programs that send a key"
# Address → permission it asks for. Every address of the house stands here.
ASKS: Final[Mapping[str, str]] = {
    "web:home": "web.view_home",
    "web:home_json": "web.view_home",
    "web:design": "web.view_design",
    "web:language": OPEN,
    "web:health": OPEN,
    "figures:explore": "figures.view_figures",
    "figures:know": "figures.view_figures",
    "figures:compare": "figures.download_figures",
    "figures:know_json": "figures.view_figures",
    "figures:figures_json": "figures.view_figures",
    "quiet:quiet": "quiet.view_quiet",
    "quiet:quiet_json": "quiet.view_quiet",
    "figures:download_csv": "figures.download_figures",
    "figures:download_xlsx": "figures.download_figures",
    "studies:studies": "studies.view_studies",
    "studies:studies_json": "studies.view_studies",
    "studies:new": "studies.edit_studies",
    "studies:study": "studies.view_studies",
    "studies:study_json": "studies.view_studies",
    "studies:change": "studies.edit_studies",
    "studies:step": "studies.edit_studies",
    "studies:result": "studies.edit_studies",
    "studies:team": "studies.edit_studies",
    "studies:texts": "studies.view_studies",
    "studies:participants": "studies.view_studies",
    "studies:participants_json": "studies.view_studies",
    "studies:draw": "studies.edit_studies",
    "studies:add": "studies.edit_studies",
    "studies:link": "studies.edit_studies",
    "studies:participant_deed": "studies.edit_studies",
    "studies:sessions": "studies.view_studies",
    "studies:sessions_json": "studies.view_studies",
    "studies:session_json": "studies.view_studies",
    "studies:texts_json": "studies.view_studies",
    "studies:new_session": "studies.edit_studies",
    "studies:session": "studies.view_studies",
    "studies:change_session": "studies.edit_studies",
    "studies:session_deed": "studies.edit_studies",
    "adopters:adopters": "adopters.view_adopters",
    "adopters:adopters_json": "adopters.view_adopters",
    "adopters:look": "adopters.edit_adopters",
    "adopters:name": "adopters.edit_adopters",
    "adopters:decide": "adopters.edit_adopters",
    "exchange:exchange": "exchange.exchange",
    "exchange:exchange_json": "exchange.exchange",
    "exchange:project": "exchange.exchange",
    "exchange:codes": "exchange.exchange",
    "exchange:upload": "exchange.exchange",
    "exchange:take": "exchange.exchange",
    "exchange:discard": "exchange.exchange",
    "own_study:join": OPEN,
    "own_study:mine": OPEN,
    "own_study:leave": OPEN,
    "own_study:deed": OPEN,
    "audit:log": "audit.view_audit",
    "audit:log_json": "audit.view_audit",
    "discussions:rooms": "studies.view_studies",
    "discussions:rooms_json": "studies.view_studies",
    "discussions:new_room": "discussions.moderate",
    "discussions:probe": "discussions.moderate",
    "discussions:change_room": "discussions.moderate",
    "discussions:move_room": "discussions.moderate",
    "discussions:new_thread": "discussions.moderate",
    "discussions:silence": "discussions.moderate",
    "discussions:settle": "discussions.moderate",
    "discussions:close_poll": "discussions.moderate",
    "discussions:judge": "discussions.moderate",
    "discussions:thread": "studies.view_studies",
    "discussions:thread_json": "studies.view_studies",
    "discussions:write": "discussions.moderate",
    "discussions:ask_poll": "discussions.moderate",
    "discussions:move_thread": "discussions.moderate",
    "talk:talk": OPEN,
    "talk:name": OPEN,
    "talk:topic": OPEN,
    "talk:seen": OPEN,
    "talk:vote": OPEN,
    "talk:message": OPEN,
    "talk:thread": OPEN,
    "talk:news": OPEN,
    "ideas:ideas": "ideas.view_ideas",
    "ideas:ideas_json": "ideas.view_ideas",
    "ideas:new": "ideas.edit_ideas",
    "ideas:signs": "ideas.view_ideas",
    "ideas:signs_json": "ideas.view_ideas",
    "ideas:new_sign": "ideas.edit_ideas",
    "ideas:sign": "ideas.view_ideas",
    "ideas:sign_json": "ideas.view_ideas",
    "ideas:judge": "ideas.edit_ideas",
    "ideas:move_sign": "ideas.edit_ideas",
    "ideas:trend": "ideas.edit_ideas",
    "ideas:remove_teller": "ideas.edit_ideas",
    "ideas:idea": "ideas.view_ideas",
    "ideas:idea_json": "ideas.view_ideas",
    "ideas:tell": "ideas.edit_ideas",
    "ideas:words": "ideas.edit_ideas",
    "ideas:need": "ideas.edit_ideas",
    "ideas:move": "ideas.edit_ideas",
    "ideas:merge": "ideas.edit_ideas",
    "ideas:part": "ideas.edit_ideas",
    "surveys:imports": "surveys.import_answers",
    "surveys:import_detail": "surveys.import_answers",
    "surveys:settle_columns": "surveys.import_answers",
    "surveys:start": "surveys.import_answers",
    "surveys:discard": "surveys.import_answers",
    "surveys:rejected_rows": "surveys.import_answers",
    "surveys:mapping_file": "surveys.import_answers",
    "instruments:list": "instruments.view_instruments",
    "instruments:create": "instruments.edit_instruments",
    "instruments:build": "instruments.view_instruments",
    "instruments:save": "instruments.edit_instruments",
    "instruments:check": "instruments.view_instruments",
    "instruments:publish": "instruments.publish_instruments",
    "instruments:close": "instruments.publish_instruments",
    "instruments:reopen": "instruments.publish_instruments",
    "instruments:settings": "instruments.edit_instruments",
    "instruments:remove": "instruments.edit_instruments",
    "instruments:versions": "instruments.view_instruments",
    "instruments:version": "instruments.view_instruments",
    "instruments:import_definition": "instruments.edit_instruments",
    "instruments:export_definition": "instruments.view_instruments",
    "invitations:rounds": "invitations.view_invitations",
    "invitations:budget": "invitations.set_budget",
    "invitations:people": "customers.import_parties",
    "invitations:instrument": "invitations.view_invitations",
    "invitations:new_round": "invitations.send_invitations",
    "invitations:new_trigger": "invitations.send_invitations",
    "invitations:message": "invitations.view_invitations",
    "invitations:round": "invitations.view_invitations",
    "invitations:edit_round": "invitations.send_invitations",
    "invitations:step": "invitations.send_invitations",
    "invitations:send_test": "invitations.send_invitations",
    "invitations:quiet": "invitations.send_invitations",
    "invitations:trigger": "invitations.view_invitations",
    "invitations:turn_trigger": "invitations.send_invitations",
    "feeds:list": "feeds.manage_feeds",
    "feeds:new": "feeds.manage_feeds",
    "feeds:feed": "feeds.manage_feeds",
    "feeds:change": "feeds.manage_feeds",
    "feeds:step": "feeds.manage_feeds",
    "feeds:run": "feeds.manage_feeds",
    "feeds:settle": "feeds.manage_feeds",
    "feeds:start": "feeds.manage_feeds",
    "feeds:discard": "feeds.manage_feeds",
    "feeds:rejected": "feeds.manage_feeds",
    "invited:refuse": OPEN,
    "invited:opened": OPEN,
    "claims:claims": "claims.view_claims",
    "claims:claims_json": "claims.view_claims",
    "claims:new": "claims.edit_claims",
    "claims:cut": "claims.edit_claims",
    "claims:map": "claims.view_claims",
    "claims:map_json": "claims.view_claims",
    "claims:place": "claims.edit_claims",
    "claims:claim": "claims.view_claims",
    "claims:claim_json": "claims.view_claims",
    "claims:change": "claims.edit_claims",
    "claims:step": "claims.judge_claims",
    "claims:take_over": "claims.judge_claims",
    "claims:attach": "claims.edit_claims",
    "claims:detach": "claims.edit_claims",
    "claims:attach_again": "claims.edit_claims",
    "claims:ask": "claims.edit_claims",
    "claims:set_aside": "claims.edit_claims",
    "claims:close_question": "claims.edit_claims",
    "claims:share": "claims.edit_claims",
    "decisions:decisions": "decisions.view_decisions",
    "decisions:decisions_json": "decisions.view_decisions",
    "decisions:new": "decisions.edit_decisions",
    "decisions:learning": "decisions.view_decisions",
    "decisions:learning_json": "decisions.view_decisions",
    "decisions:claim_dossier": "claims.view_claims",
    "decisions:claim_dossier_pdf": "claims.view_claims",
    "decisions:decision": "decisions.view_decisions",
    "decisions:decision_json": "decisions.view_decisions",
    "decisions:change": "decisions.edit_decisions",
    "decisions:meeting": "decisions.view_decisions",
    "decisions:begin": "decisions.edit_decisions",
    "decisions:postpone": "decisions.edit_decisions",
    "decisions:compute": "decisions.edit_decisions",
    "decisions:confirm": "decisions.decide",
    "decisions:single": "decisions.decide",
    "decisions:double": "decisions.decide",
    "decisions:dossier": "decisions.view_decisions",
    "decisions:dossier_pdf": "decisions.view_decisions",
    "plans:plan": "plans.view_plan",
    "plans:plan_json": "plans.view_plan",
    "plans:feeds": "plans.view_plan",
    "plans:revoke": "plans.view_plan",
    "plans:change_need": "plans.edit_plan",
    "plans:remove_need": "plans.edit_plan",
    "plans:year": "plans.view_plan",
    "plans:year_json": "plans.view_plan",
    "plans:walk": "plans.view_plan",
    "plans:new_need": "plans.edit_plan",
    "plans:budget": "plans.edit_plan",
    "plans:calendar": OPEN,
    "events:sources": "events.manage_sources",
    "events:new": "events.manage_sources",
    "events:source": "events.manage_sources",
    "events:turn": "events.manage_sources",
    "events:add_key": "events.manage_sources",
    "events:revoke_key": "events.manage_sources",
    "rights:requests": "rights.view_rights",
    "rights:new": "rights.carry_out_rights",
    "rights:request": "rights.view_rights",
    "rights:export": "rights.carry_out_rights",
    "rights:receipt": "rights.view_rights",
    "rights:retention": "rights.view_rights",
    "rights:record": "rights.view_rights",
    "rights:texts": "rights.view_rights",
    "rights:set_period": "rights.set_retention",
    "rights:set_facts": "rights.set_retention",
    "rights:keep_text": "rights.set_retention",
    "own:ask": OPEN,
    "own:code": OPEN,
    "own:done": OPEN,
    "own:page": OPEN,
    "own:decide": OPEN,
    "own:correct": OPEN,
    "own:export_json": OPEN,
    "own:export_html": OPEN,
    "own:erase": OPEN,
    "scales:scales": "scales.view_scales",
    "scales:scales_json": "scales.view_scales",
    "passages:codings": "passages.view_codings",
    "passages:codings_json": "passages.view_codings",
    "passages:choose_book": "passages.code",
    "passages:propose": "passages.code",
    "passages:memos": "passages.view_codings",
    "passages:memos_json": "passages.view_codings",
    "passages:write_memo": "passages.code",
    "passages:query": "passages.view_codings",
    "passages:query_json": "passages.view_codings",
    "passages:query_file": "passages.view_codings",
    "passages:matrix": "passages.view_codings",
    "passages:matrix_json": "passages.view_codings",
    "passages:matrix_file": "passages.view_codings",
    "passages:start_round": "passages.code",
    "passages:round": "passages.view_codings",
    "passages:round_json": "passages.view_codings",
    "passages:round_step": "passages.code",
    "passages:source": "passages.view_codings",
    "passages:source_json": "passages.view_codings",
    "passages:act": "passages.code",
    "sources:sources": "sources.view_sources",
    "sources:sources_json": "sources.view_sources",
    "sources:add": "sources.add_sources",
    "sources:source": "sources.view_sources",
    "sources:source_json": "sources.view_sources",
    "sources:media": "sources.view_sources",
    "sources:speakers": "sources.add_sources",
    "sources:erase": "sources.add_sources",
    "sources:notes": "sources.add_sources",
    "sources:notes_worker": "sources.add_sources",
    "sources:notes_manifest": "sources.add_sources",
    "sources:take_notes": "sources.add_sources",
    "drivers:drivers": "drivers.view_drivers",
    "drivers:drivers_json": "drivers.view_drivers",
    "drivers:drivers_csv": "figures.download_figures",
    "drivers:change": "drivers.view_drivers",
    "drivers:change_json": "drivers.view_drivers",
    "drivers:change_csv": "figures.download_figures",
    "codebooks:codebooks": "codebooks.view_codebooks",
    "codebooks:codebooks_json": "codebooks.view_codebooks",
    "codebooks:new": "codebooks.edit_codebooks",
    "codebooks:decide": "codebooks.code",
    "codebooks:codebook": "codebooks.view_codebooks",
    "codebooks:codebook_json": "codebooks.view_codebooks",
    "codebooks:download": "codebooks.view_codebooks",
    "codebooks:change": "codebooks.edit_codebooks",
    "codebooks:remove": "codebooks.edit_codebooks",
    "codebooks:learn": "codebooks.edit_codebooks",
    "codebooks:import_codes": "codebooks.edit_codebooks",
    "codebooks:code": "codebooks.code",
    "codebooks:disputes": "codebooks.code",
    "codebooks:settle": "codebooks.code",
    "codebooks:new_code": "codebooks.edit_codebooks",
    "codebooks:change_code": "codebooks.edit_codebooks",
    "codebooks:move_code": "codebooks.edit_codebooks",
    "codebooks:join_code": "codebooks.edit_codebooks",
    "codebooks:remove_code": "codebooks.edit_codebooks",
    "codebooks:draft_definition": "codebooks.edit_codebooks",
    "codebooks:proposals": "codebooks.view_codebooks",
    "themes:words": "words.view_words",
    "themes:words_json": "words.view_words",
    "themes:theme": "words.view_words",
    "themes:theme_json": "words.view_words",
    "themes:find": "words.edit_words",
    "themes:decide": "words.edit_words",
    "themes:rename": "words.edit_words",
    "themes:merge": "words.edit_words",
    "themes:part": "words.edit_words",
    "themes:write": "words.edit_words",
    "themes:write_theme": "words.edit_words",
    "trends:trends": "trends.view_trends",
    "trends:trends_json": "trends.view_trends",
    "trends:series": "trends.view_trends",
    "trends:series_json": "trends.view_trends",
    "trends:rate": "trends.edit_trends",
    "trends:look": "trends.edit_trends",
    "trends:seen": "trends.edit_trends",
    "journeys:list": "journeys.view_journeys",
    "journeys:new": "journeys.edit_journeys",
    "journeys:traffic": "journeys.view_journeys",
    "journeys:touchpoints": "journeys.view_journeys",
    "journeys:order": "journeys.edit_journeys",
    "journeys:new_touchpoint": "journeys.edit_journeys",
    "journeys:touchpoint": "journeys.edit_journeys",
    "journeys:journey": "journeys.view_journeys",
    "journeys:edit": "journeys.edit_journeys",
    "journeys:download": "figures.download_figures",
    "searches:search": "words.view_words",
    "searches:search_json": "words.view_words",
    "searches:save": "words.edit_words",
    "searches:write": "words.edit_words",
    "searches:remove": "words.edit_words",
    "drafting:drafting": "drafting.manage_drafting",
    "drafting:drafting_json": "drafting.manage_drafting",
    "drafting:try": "drafting.manage_drafting",
    "growth:growth": "growth.view_growth",
    "growth:growth_json": "growth.view_growth",
    "growth:reasons": "growth.view_growth",
    "growth:reasons_json": "growth.view_growth",
    "growth:benchmarks": "growth.view_growth",
    "growth:benchmarks_json": "growth.view_growth",
    "growth:add_benchmarks": "growth.edit_growth",
    "growth:remove_benchmarks": "growth.edit_growth",
    "diaries:diary": "studies.view_studies",
    "diaries:diary_json": "studies.view_studies",
    "diaries:settings": "diaries.manage_diaries",
    "diaries:new_question": "diaries.manage_diaries",
    "diaries:step_question": "diaries.manage_diaries",
    "diaries:new_prompt": "diaries.manage_diaries",
    "diaries:retire_prompt": "diaries.manage_diaries",
    "diaries:send_again": "diaries.manage_diaries",
    "own_diary:worker": OPEN,
    "own_diary:diary": OPEN,
    "own_diary:entries": OPEN,
    "own_diary:media": OPEN,
    "own_diary:manifest": OPEN,
    "own_diary:erase": OPEN,
    "own_diary:remind": OPEN,
    "own_diary:leave": OPEN,
    "jobs:list": "jobs.view_jobs",
    "jobs:detail": "jobs.view_jobs",
    "jobs:repeat": "jobs.repeat_jobs",
    "accounts:people": "accounts.manage_people",
    "accounts:change_role": "accounts.manage_people",
    "accounts:keys": "accounts.manage_keys",
    "accounts:revoke_key": "accounts.manage_keys",
    "matching:list": "matching.view_matches",
    "matching:proposal": "matching.view_matches",
    "matching:decide": "matching.decide_matches",
    "matching:runs": "matching.view_matches",
    "matching:run": "matching.view_matches",
    "matching:start": "matching.decide_matches",
    "matching:keep_model": "matching.decide_matches",
    "matching:model_file": "matching.view_matches",
    "matching:settings": "matching.decide_matches",
    "profiles:customers": "customers.view_parties",
    "profiles:new": "customers.edit_parties",
    "profiles:attributes": "customers.view_parties",
    "profiles:define_attribute": "customers.manage_attributes",
    "profiles:segments": "customers.view_parties",
    "profiles:segment": "customers.view_parties",
    "profiles:new_segment": "customers.manage_segments",
    "profiles:edit_segment": "customers.manage_segments",
    "profiles:remove_segment": "customers.manage_segments",
    "profiles:customer": "customers.view_parties",
    "profiles:timeline": "customers.view_parties",
    "profiles:entry": "customers.view_parties",
    "profiles:figures": "customers.view_parties",
    "profiles:edit": "customers.edit_parties",
    "profiles:withdraw": "customers.edit_parties",
    "profiles:undo_link": "customers.edit_parties",
    "profiles:service_profile": WITH_KEY,
    "responses:way_in": OPEN,
    "responses:personal": OPEN,
    "responses:response": OPEN,
    "responses:preview": "instruments.view_instruments",
    "responses:preview_page": "instruments.view_instruments",
    "responses:ways_in": "responses.manage_ways_in",
    "responses:close_way_in": "responses.manage_ways_in",
    "responses:reopen_way_in": "responses.manage_ways_in",
    "responses:poster": "responses.manage_ways_in",
    "responses:try_widget": "responses.manage_ways_in",
    "responses:answers": "responses.export_answers",
    "responses:answers_file": "responses.export_answers",
    "responses:results": "responses.view_results",
    "responses:release": "responses.manage_ways_in",
    "responses:widget": OPEN,
    "responses:kiosk": OPEN,
    "responses:kiosk_worker": OPEN,
    "responses:kiosk_manifest": OPEN,
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_inactive": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_confirm_email": OPEN,
    "account_confirm_login_code": OPEN,
    "account_email_verification_sent": OPEN,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
}
STAND_INS: Final = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


@dataclass(frozen=True)
class Address:
    """One address: its name, a path that leads to it with stand-ins for its places, and the places by name."""

    name: str
    path: str
    places: tuple[str, ...] = ()


def addresses() -> tuple[Address, ...]:
    """Return every address the house answers to."""
    return tuple(_walk(get_resolver().url_patterns, "", "/"))


def _walk(patterns: list[URLPattern | URLResolver], space: str, before: str) -> Iterator[Address]:
    for pattern in patterns:
        path = before + _filled(pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, space + (f"{pattern.namespace}:" if pattern.namespace else ""), path)
        else:
            places = tuple(getattr(pattern.pattern, "converters", {}))
            yield Address(f"{space}{pattern.name}", path, places)


def _filled(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    for name, converter in getattr(pattern.pattern, "converters", {}).items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        route = route.replace(f"<{kind}:{name}>", STAND_INS[kind]).replace(f"<{name}>", STAND_INS[kind])
    return route


ADDRESSES: Final = addresses()
GUARDED: Final = tuple(one for one in ADDRESSES if ASKS.get(one.name, OPEN) not in {OPEN, SIGNED_IN, WITH_KEY})
# allauth's own addresses with regular expressions have no stand-ins; they are open, and allauth's to test.
PLAIN: Final = tuple(one for one in ADDRESSES if "^" not in one.path)


def signed_in(person: User) -> Client:
    """Return a browser in which the person has signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def test_every_address_stands_in_the_table() -> None:
    assert {one.name for one in ADDRESSES} - ASKS.keys() == set(), "say in ASKS what these ask for"
    assert ASKS.keys() - {one.name for one in ADDRESSES} == set(), "these are gone: take them out of ASKS"


def test_the_table_names_permissions_that_exist() -> None:
    assert {asked for asked in ASKS.values() if asked not in {OPEN, SIGNED_IN, WITH_KEY}} <= ROLES_BY_PERMISSION.keys()


@pytest.mark.parametrize("address", PLAIN, ids=lambda one: one.name)
def test_stand_ins_lead_to_the_address(address: Address) -> None:
    assert resolve(address.path).view_name == address.name


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", GUARDED, ids=lambda one: one.name)
def test_a_role_may_do_what_the_table_says_and_nothing_else(
    address: Address, role: Role, cast: dict[Role, User]
) -> None:
    browser = signed_in(cast[role])
    answers = {browser.get(address.path).status_code, browser.post(address.path).status_code}
    if role in ROLES_BY_PERMISSION[ASKS[address.name]]:
        assert 403 not in answers
        assert answers - {405}, "neither GET nor POST is answered"
        assert max(answers) < 500
    else:
        # A method the address does not know may be refused before the person is.
        assert answers <= {403, 405}
        assert 403 in answers


@pytest.mark.parametrize("address", GUARDED, ids=lambda one: one.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_not_signed_in_is_sent_to_sign_in(address: Address, method: str, db: None) -> None:
    del db
    answer = getattr(Client(), method)(address.path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("address", [one for one in PLAIN if ASKS.get(one.name) == SIGNED_IN], ids=lambda one: one.name)
def test_own_account_pages_ask_to_sign_in(address: Address, db: None) -> None:
    del db
    answer = Client().get(address.path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", [one for one in PLAIN if ASKS.get(one.name) == OPEN], ids=lambda one: one.name)
def test_open_addresses_answer_everybody(address: Address, db: None) -> None:
    del db
    assert Client().get(address.path).status_code in {200, 302, 404, 405}


@pytest.mark.parametrize("address", [one for one in PLAIN if ASKS.get(one.name) == WITH_KEY], ids=lambda one: one.name)
def test_programs_without_a_key_are_refused_whoever_has_signed_in(address: Address, cast: dict[Role, User]) -> None:
    assert Client().get(address.path).status_code == 401
    assert signed_in(cast[Role.OWNER]).get(address.path).status_code == 401


def test_an_unknown_address_is_not_found_rather_than_open(cast: dict[Role, User]) -> None:
    assert signed_in(cast[Role.READER]).get("/no-such-page/").status_code == 404


def test_every_permission_is_held_by_the_owner() -> None:
    assert all(Role.OWNER in roles for roles in ROLES_BY_PERMISSION.values())
