"""Fragments: cut from where something was said, kept without its words, gone with its legal basis."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.claims import queries
from kuulo.claims.models import Fragment
from kuulo.claims.rules import FragmentKind
from kuulo.claims.services import cut_answer, cut_figure, cut_passage, share_fragment
from kuulo.claims.tests.research import LEAD, NOW, RISTO, WORDS, cut, research
from kuulo.customers.rules import PartyRow, Purpose
from kuulo.customers.services import register_parties, withdraw_consent
from kuulo.figures.tests.answers import many, record
from kuulo.studies.services import leave
from kuulo.words.tests.answers import comment, said

pytestmark = pytest.mark.django_db


def test_a_passage_is_kept_by_where_it_stands(cast: dict[Role, User]) -> None:
    found = research()
    number = cut(found)
    row = Fragment.objects.get(pk=number)
    assert (row.source, row.study, row.speaker) == (found.source.key, found.study.slug, "P01")
    assert WORDS not in str({field.name: getattr(row, field.name) for field in Fragment._meta.fields})
    view = queries.fragment(number, cast[Role.INSIGHT_LEAD])
    assert view.words == WORDS
    assert view.is_customer
    assert not view.masked
    assert view.method == "interview"
    assert cut(found) == number, "the same passage is the same fragment"


def test_blanks_at_the_ends_and_signs_beyond_the_basic_plane_are_counted_right(cast: dict[Role, User]) -> None:
    found = research()
    start = found.source.text.index("😀")
    number = cut_passage(source=found.source.key, start=start - 1, end=start + 2, by=LEAD, now=NOW)
    assert queries.fragment(number, cast[Role.INSIGHT_LEAD]).words == "😀"


def test_what_the_interviewer_said_is_nobodys_own_words() -> None:
    found = research()
    view = queries.fragment(cut(found, "Miten tilaaminen sujui?"))
    assert not view.is_customer
    both = queries.fragment(cut(found, "hintaa tärkeämpi?\nAino: On."))
    assert not both.is_customer


@pytest.mark.parametrize(("start", "end"), [(5, 5), (0, 10_000), (-1, 3)])
def test_a_passage_outside_the_text_is_refused(start: int, end: int) -> None:
    found = research()
    with pytest.raises(InputError, match="lies outside"):
        cut_passage(source=found.source.key, start=start, end=end, by=LEAD)


def test_whoever_took_the_words_back_is_not_cut() -> None:
    found = research()
    leave(found.person.token, keep=False, now=NOW)
    with pytest.raises((GuardError, NotFoundError)):
        cut(found)


def test_an_answer_is_shown_by_who_reads_it(cast: dict[Role, User]) -> None:
    (signal,) = said("Soitan numeroon 040 1234567, koska lasku oli väärin.")
    number = cut_answer(signal_id=signal, by=LEAD, now=NOW)
    assert "1234567" in queries.fragment(number, cast[Role.INSIGHT_LEAD]).words
    masked = queries.fragment(number, cast[Role.SERVICE_PERSON])
    assert masked.masked
    assert "1234567" not in masked.words
    assert "lasku oli väärin" in masked.words
    hidden = queries.fragment(number, cast[Role.READER])
    assert hidden.words == ""
    assert hidden.hidden is not None


def test_words_promised_confidence_have_no_person_and_no_day(cast: dict[Role, User]) -> None:
    signal = replace(comment(7, "Kerron luottamuksella."), promise="confidential")
    record([signal])
    number = cut_answer(signal_id=signal.signal_id, by=LEAD, now=NOW)
    row = Fragment.objects.get(pk=number)
    assert (row.party_id, row.promised, row.occurred_at.day) == (None, True, 1)
    assert queries.fragment(number, cast[Role.INSIGHT_LEAD]).occurred_at is None


def test_there_is_no_answer_of_a_name_nobody_has() -> None:
    with pytest.raises(NotFoundError, match="no such answer"):
        cut_answer(signal_id="nothing", by=LEAD)


def test_an_answer_falls_when_its_customer_objects(cast: dict[Role, User]) -> None:
    register_parties([PartyRow(identifier="customer_id:1", name="Aino Aho")])
    (signal,) = said("Lasku oli väärin.")
    number = cut_answer(signal_id=signal, by=LEAD, now=NOW)
    party = Fragment.objects.get(pk=number).party_id
    assert party is not None
    assert queries.fragment(number).in_force is None
    withdraw_consent(party_id=party, purpose=Purpose.SURVEYS, source="page", at=NOW)
    assert queries.fragment(number, cast[Role.INSIGHT_LEAD]).in_force is not None
    assert queries.fragment(number, cast[Role.INSIGHT_LEAD]).words == ""
    with pytest.raises(GuardError, match="a legal basis in force"):
        cut_answer(signal_id=signal, by=LEAD)


def test_a_figure_is_frozen_with_the_version_of_its_data(cast: dict[Role, User]) -> None:
    record(many({9.0: 8, 3.0: 4}))
    number = cut_figure(address="/explore/?measure=nps%401&period=all", by=LEAD, now=NOW)
    before = queries.fragment(number, cast[Role.READER])
    assert before.kind is FragmentKind.FIGURE
    figure = queries.estimate_of(before)
    assert figure is not None
    assert figure.value == pytest.approx(100 / 3)
    assert figure.n == 12
    assert before.data_version.startswith("v")
    record(many({0.0: 20}, start=100))
    later = queries.estimate_of(queries.fragment(number, cast[Role.READER]))
    assert later == figure, "more answers do not move what was frozen"
    assert cut_figure(address="/explore/?measure=nps%401&period=all", by=LEAD, now=NOW) != number


def test_a_figure_under_the_floor_is_no_evidence() -> None:
    record(many({9.0: 3}))
    with pytest.raises(GuardError, match="a figure that is told"):
        cut_figure(address="/explore/?measure=nps%401&period=all", by=LEAD)


@pytest.mark.parametrize("address", ["https://example.org/explore/", "/words/", ""])
def test_other_addresses_hold_no_figure(address: str) -> None:
    with pytest.raises(InputError, match="no address of a figure"):
        cut_figure(address=address, by=LEAD)


def test_a_confidential_study_is_its_teams(cast: dict[Role, User]) -> None:
    found = research(confidential=True)
    number = cut(found)
    outside = queries.fragment(number, cast[Role.OWNER])
    assert (outside.words, outside.study, outside.speaker, outside.where) == ("", "", "", "")
    assert outside.hidden is not None
    assert "confidential study" in str(outside.hidden)
    assert queries.fragment(number, cast[Role.INSIGHT_LEAD]).words == WORDS


def test_its_team_alone_shares_words_masked(cast: dict[Role, User]) -> None:
    found = research(confidential=True)
    number = cut(found)
    with pytest.raises(GuardError, match="the study’s team"):
        share_fragment(fragment=number, by=RISTO, shared=True)
    share_fragment(fragment=number, by=LEAD, shared=True, now=NOW)
    outside = queries.fragment(number, cast[Role.OWNER])
    assert outside.words == WORDS
    assert outside.masked
    assert outside.study == ""
    share_fragment(fragment=number, by=LEAD, shared=False, now=NOW)
    assert queries.fragment(number, cast[Role.OWNER]).words == ""


def test_words_of_a_study_that_does_not_share_them_are_for_its_team(cast: dict[Role, User]) -> None:
    closed, open_one = research(), research(shares_words=True, title="Another")
    assert queries.fragment(cut(closed), cast[Role.SERVICE_PERSON]).words == ""
    shown = queries.fragment(cut(open_one), cast[Role.SERVICE_PERSON])
    assert shown.words == WORDS
    assert shown.masked


def test_looking_at_what_would_be_cut_keeps_nothing(cast: dict[Role, User]) -> None:
    found = research()
    client = Client()
    client.force_login(cast[Role.INSIGHT_LEAD], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/claims/cut/", found.place(WORDS))
    assert answer.status_code == 200
    assert WORDS in answer.content.decode()
    assert not Fragment.objects.exists()
