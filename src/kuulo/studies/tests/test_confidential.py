"""A confidential study: seen by its team alone, owners too; a member lets others in, and the log says so."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.audit.queries import steps_of
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.customers.queries import consents_of
from kuulo.customers.rules import ConsentState, Purpose
from kuulo.studies.queries import is_member, may_see, seen_studies, seen_study
from kuulo.studies.rules import TeamRole
from kuulo.studies.services import add_member, leave, remove_member
from kuulo.studies.services.telling import subject_of
from kuulo.studies.tests.planning import BY, NOW, RISTO, drafted, joined, registered, running

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.OWNER, Role.RESEARCHER, Role.SERVICE_PERSON])
def test_outside_the_team_it_is_not_there(cast: dict[Role, User], role: Role) -> None:
    found = drafted(confidential=True)
    assert seen_studies(cast[role]) == ()
    with pytest.raises(NotFoundError, match="There is no study"):
        seen_study(user=cast[role], slug=found.slug)
    client = Client()
    client.force_login(cast[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = ("", "study.json", "texts/", "participants/", "participants.json", "sessions/", "sessions.json")
    assert {client.get(f"/research/{found.slug}/{page}").status_code for page in pages} == {404}
    assert found.slug not in client.get("/research/").content.decode()


def test_its_team_sees_it(cast: dict[Role, User], lead: Client) -> None:
    found = drafted(confidential=True)
    assert seen_studies(cast[Role.INSIGHT_LEAD]) == (found,)
    assert may_see(found, cast[Role.INSIGHT_LEAD])
    assert "Only these people see the study" in lead.get(f"/research/{found.slug}/").content.decode()


def test_a_member_lets_a_colleague_in_and_the_log_says_so(cast: dict[Role, User], lead: Client) -> None:
    found = drafted(confidential=True)
    lead.post(f"/research/{found.slug}/team/", {"email": "outi@example.org", "role": "observer"})
    assert seen_study(user=cast[Role.OWNER], slug=found.slug).team[1] == ("outi@example.org", "observer")
    newest = steps_of(subject_of(found.slug))[0]
    assert (newest.verb, newest.details["member"]) == ("add_member", "outi@example.org")
    lead.post(f"/research/{found.slug}/team/", {"remove": "outi@example.org"})
    assert not is_member(seen_study(user=BY, slug=found.slug), "outi@example.org")


def test_nobody_lets_themselves_in() -> None:
    found = drafted(confidential=True)
    with pytest.raises(GuardError, match="only a member"):
        add_member(slug=found.slug, email=RISTO, by=RISTO, now=NOW)


def test_a_study_is_never_without_a_lead() -> None:
    found = drafted()
    with pytest.raises(GuardError, match="somebody leads"):
        remove_member(slug=found.slug, email=BY, by=BY)
    with pytest.raises(GuardError, match="somebody leads"):
        add_member(slug=found.slug, email=BY, by=BY)
    add_member(slug=found.slug, email=RISTO, role=TeamRole.LEAD, by=BY)
    assert remove_member(slug=found.slug, email=BY, by=RISTO).team == ((RISTO, "lead"),)


def test_a_colleague_has_an_address() -> None:
    with pytest.raises(InputError, match="no address"):
        add_member(slug=drafted().slug, email="Risto", by=BY)


def test_outside_the_team_the_log_knows_nothing_of_it(cast: dict[Role, User], lead: Client) -> None:
    hidden, seen = running(confidential=True), running(title="Open to all")
    joined(hidden.slug)
    add_member(slug=hidden.slug, email="first@example.org", by=BY, now=NOW)
    owner = Client()
    owner.force_login(cast[Role.OWNER], backend="allauth.account.auth_backends.AuthenticationBackend")
    for query in ("", f"?key={hidden.slug}", "?kind=participant", "?actor=P01"):
        told = owner.get(f"/audit/log.json{query}").json()
        assert hidden.slug not in str(told["steps"])
        assert told["chain"]["first_broken"] is None
    page = owner.get("/audit/").content.decode()
    assert seen.slug in page
    assert hidden.slug not in page
    assert "P01" not in page
    assert hidden.slug in lead.get("/audit/").content.decode()


def test_outside_the_team_the_words_of_its_consent_are_not_listed(cast: dict[Role, User], lead: Client) -> None:
    hidden = running(confidential=True)
    joined(hidden.slug, party_id=registered()[0])
    owner = Client()
    owner.force_login(cast[Role.OWNER], backend="allauth.account.auth_backends.AuthenticationBackend")
    called = f"number-{hidden.id} v1"
    assert called not in owner.get("/rights/texts/").content.decode()
    assert called in lead.get("/rights/texts/").content.decode()


def test_an_open_study_is_seen_by_everybody_who_may_see_studies(cast: dict[Role, User]) -> None:
    found = drafted()
    assert seen_studies(cast[Role.SERVICE_PERSON]) == (found,)
    assert not is_member(found, cast[Role.SERVICE_PERSON])


def test_the_register_calls_a_confidential_study_by_a_number_alone() -> None:
    (party,) = registered()
    found = running(title="Irtisanomiset", confidential=True)
    who = joined(found.slug, party_id=party)
    told = next(each for each in consents_of(party, now=NOW) if each.purpose is Purpose.RESEARCH)
    assert (told.source, told.text_version) == (f"study:number-{found.id}", f"number-{found.id} v1")
    assert found.slug not in repr(told)
    leave(who.token, keep=False, now=NOW)
    told = next(each for each in consents_of(party, now=NOW) if each.purpose is Purpose.RESEARCH)
    assert told.state is ConsentState.WITHDRAWN
