"""Evidence: attached, taken away, attached again; what a guard refuses; claims that lose what carries them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, InputError
from kuulo.claims import queries
from kuulo.claims.models import Evidence
from kuulo.claims.rules import ClaimState, ClaimStep, Stance
from kuulo.claims.services import (
    attach,
    attach_again,
    cut_figure,
    detach,
    make_claim,
    mark_stale,
    move_claim,
    place_claim,
    reopen,
    take_over,
    watch,
)
from kuulo.claims.services.claims import ClaimWishes, change_claim
from kuulo.claims.tests.research import AFFIRMING, LEAD, NOW, RISTO, claimed, cut, research, supported
from kuulo.figures.tests.answers import many, record
from kuulo.sources.services import erase_source
from kuulo.studies.services import leave

pytestmark = pytest.mark.django_db


def test_a_claim_without_evidence_says_so() -> None:
    view = queries.claim(claimed())
    assert view.number == "C1" or view.number.startswith("C")
    assert (view.state, view.standing.is_empty, view.interpretation) == (ClaimState.ASSUMED, True, True)


def test_both_sides_stand_beside_each_other(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    supported(number, cut(found, "Miten tilaaminen sujui?"), stance=Stance.CONTEXT)
    supported(number, cut(found, AFFIRMING), stance=Stance.OPPOSE)
    view = queries.claim(number, cast[Role.INSIGHT_LEAD])
    assert (view.standing.supporting, view.standing.opposing, view.standing.context) == (1, 1, 1)
    assert view.standing.voices == 1, "one customer who says several things is one customer"
    (method,) = view.standing.methods
    assert (method.method, method.fragments, method.studies) == ("interview", 3, 1)
    assert {each.stance for each in view.evidence} == set(Stance)


def test_strength_counts_voices_and_methods_not_words() -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    alone = queries.claim(number, now=NOW).standing.strength
    supported(number, cut(found, AFFIRMING))
    assert queries.claim(number, now=NOW).standing.strength == alone
    record(many({9.0: 8, 3.0: 4}))
    figure = cut_figure(address="/explore/?measure=nps%401&period=all", by=LEAD, now=NOW)
    supported(number, figure)
    assert queries.claim(number, now=NOW).standing.strength > alone


def test_a_customers_own_words_confirm_and_take_the_mark_away() -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    move_claim(number=number, step=ClaimStep.TEST, by=LEAD, now=NOW)
    move_claim(number=number, step=ClaimStep.SUPPORT, by=LEAD, now=NOW)
    with pytest.raises(GuardError, match="a customer’s own words"):
        move_claim(number=number, step=ClaimStep.CONFIRM, by=LEAD, now=NOW)
    supported(number, cut(found, AFFIRMING), affirms=True)
    assert not queries.claim(number).interpretation
    move_claim(number=number, step="confirm", by=LEAD, now=NOW)
    assert queries.claim(number).state is ClaimState.CONFIRMED


def test_neither_staff_nor_figures_affirm() -> None:
    found, number = research(), claimed()
    with pytest.raises(GuardError, match="not what a customer said"):
        supported(number, cut(found, "Miten tilaaminen sujui?"), affirms=True)
    record(many({9.0: 8, 3.0: 4}))
    figure = cut_figure(address="/explore/?measure=nps%401&period=all", by=LEAD, now=NOW)
    with pytest.raises(GuardError, match="not what a customer said"):
        supported(number, figure, affirms=True)
    with pytest.raises(GuardError, match="only words that support"):
        supported(number, cut(found, AFFIRMING), affirms=True, stance=Stance.OPPOSE)


def test_a_contradicted_claim_is_affirmed_only_by_what_came_since() -> None:
    found, number = research(), claimed()
    supported(number, cut(found, AFFIRMING), affirms=True)
    supported(number, cut(found), stance=Stance.OPPOSE)
    later = NOW + timedelta(days=1)
    move_claim(number=number, step=ClaimStep.TEST, by=LEAD, now=later)
    move_claim(number=number, step=ClaimStep.CONTRADICT, by=LEAD, now=later)
    with pytest.raises(GuardError, match="a customer’s own words"):
        move_claim(number=number, step=ClaimStep.CONFIRM, by=LEAD, now=later)


def test_a_machine_attaches_nothing() -> None:
    found, number = research(), claimed()
    with pytest.raises(GuardError, match="a person’s judgement"):
        attach(claim=number, fragment=cut(found), stance="support", weight=1, why="likely", by="kuulo")


def test_evidence_says_why_and_has_a_weight() -> None:
    found, number = research(), claimed()
    with pytest.raises(InputError, match="is missing"):
        attach(claim=number, fragment=cut(found), stance="support", weight=1, why=" ", by=LEAD)
    with pytest.raises(InputError, match="weight"):
        attach(claim=number, fragment=cut(found), stance="support", weight=7, why="so", by=LEAD)


def test_what_is_taken_away_can_be_attached_again() -> None:
    found, number = research(), claimed()
    piece = supported(number, cut(found))
    detach(evidence=piece, by=LEAD, why="A misunderstanding", now=NOW)
    assert queries.claim(number).standing.is_empty
    attach_again(evidence=piece, by=LEAD, now=NOW)
    assert queries.claim(number).standing.supporting == 1


def test_a_claim_that_loses_what_carries_it_turns_stale() -> None:
    found, number = research(), claimed()
    piece = supported(number, cut(found))
    move_claim(number=number, step=ClaimStep.TEST, by=LEAD, now=NOW)
    move_claim(number=number, step=ClaimStep.SUPPORT, by=LEAD, now=NOW)
    detach(evidence=piece, by=LEAD, why="A misunderstanding", now=NOW)
    assert queries.claim(number).state is ClaimState.STALE


def test_judged_anew_against_it_the_claim_turns_stale() -> None:
    found, number = research(), claimed()
    fragment = cut(found)
    supported(number, fragment)
    move_claim(number=number, step=ClaimStep.TEST, by=LEAD, now=NOW)
    move_claim(number=number, step=ClaimStep.SUPPORT, by=LEAD, now=NOW)
    supported(number, fragment, stance=Stance.OPPOSE)
    assert queries.claim(number).state is ClaimState.STALE


def test_withdrawn_consent_shows_at_once_and_is_written_down_by_the_watch(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    leave(found.person.token, keep=False, now=NOW)
    view = queries.claim(number, cast[Role.INSIGHT_LEAD])
    assert view.state is ClaimState.STALE
    assert view.standing.is_empty
    assert view.evidence[0].fragment.words == ""
    assert queries.states_of([number]) == {number: ClaimState.STALE}
    assert queries.claims()[0].state is ClaimState.STALE
    done = watch(now=NOW)
    assert (done.fallen, done.stale) == (1, 1)
    assert watch(now=NOW).fallen == 0
    verbs = [step.verb for step in steps_of(Subject("claim", number))]
    assert {"fall", "move"} <= set(verbs)
    move_claim(number=number, step=ClaimStep.TAKE_UP, by=LEAD, now=NOW)
    assert queries.claim(number).state is ClaimState.TESTING, "it does not fall over the same fragment twice"
    with pytest.raises(GuardError, match="a legal basis in force"):
        attach_again(evidence=Evidence.objects.get().pk, by=LEAD)


def test_an_erased_source_takes_its_fragments_along() -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    erase_source(found.source.key, by=LEAD, now=NOW)
    assert queries.claim(number).state is ClaimState.STALE
    assert watch(now=NOW).stale == 1


def test_the_named_alone_change_a_claim_of_theirs() -> None:
    number = claimed(owner=LEAD, may_change=["saara@example.org"])
    with pytest.raises(GuardError, match="who may change it"):
        move_claim(number=number, step=ClaimStep.TEST, by=RISTO)
    with pytest.raises(GuardError, match="who may change it"):
        change_claim(number=number, wishes=ClaimWishes(text={"fi": "Muu"}), by=RISTO)
    move_claim(number=number, step=ClaimStep.TEST, by="saara@example.org", now=NOW)
    take_over(number=number, by=RISTO, now=NOW)
    move_claim(number=number, step=ClaimStep.RETIRE, by=RISTO, reason="No longer our customers", now=NOW)


def test_a_retired_claim_gathers_no_evidence() -> None:
    found, number = research(), claimed()
    move_claim(number=number, step=ClaimStep.RETIRE, by=LEAD, reason="Too vague", now=NOW)
    with pytest.raises(GuardError, match="not retired"):
        supported(number, cut(found))


def test_a_claim_is_reopened_whatever_it_stood_at() -> None:
    found, number = research(), claimed(may_change=["nobody@example.org"])
    supported(number, cut(found))
    move_claim(number=number, step=ClaimStep.TEST, by=LEAD, now=NOW)
    move_claim(number=number, step=ClaimStep.SUPPORT, by=LEAD, now=NOW)
    reopen(number=number, by=RISTO, reason="The check failed", now=NOW)
    assert queries.claim(number).state is ClaimState.TESTING
    mark_stale(number=number, reason="What it rested on is gone", now=NOW)
    reopen(number=number, by=RISTO, reason="The check failed", now=NOW)
    assert queries.claim(number).reason == "The check failed"


@pytest.mark.parametrize(
    "wishes",
    [
        ClaimWishes(text={}),
        ClaimWishes(text={"en": "  "}),
        ClaimWishes(text={"de": "So ist es"}),
        ClaimWishes(text={"en": "x" * 501}),
        ClaimWishes(text={"en": "x"}, importance=6),
    ],
)
def test_a_claim_that_cannot_be_kept_is_refused(wishes: ClaimWishes) -> None:
    with pytest.raises(InputError):
        make_claim(wishes=wishes, by=LEAD)


def test_a_place_on_the_map_is_a_judgement_beside_the_computed_one() -> None:
    number = claimed()
    place_claim(number=number, importance=5, placed=4, by=LEAD, now=NOW)
    view = queries.claim(number)
    assert (view.importance, view.strength, view.standing.strength) == (5, 4, 0)
    place_claim(number=number, importance=5, placed=None, by=LEAD, now=NOW)
    assert queries.claim(number).strength == 0
    with pytest.raises(InputError, match="not on the map"):
        place_claim(number=number, importance=5, placed=6, by=LEAD)


def test_lists_are_narrowed() -> None:
    found = research()
    bare, backed = claimed("Äidit tilaavat illalla"), claimed("Fathers order at night", importance=5)
    supported(backed, cut(found, AFFIRMING), affirms=True)
    wanted = queries.Wanted
    assert [each.number for each in queries.claims(wanted(words="ÄIDIT illalla"))] == [bare]
    assert [each.number for each in queries.claims(wanted(words=backed.lower()))] == [backed]
    assert [each.number for each in queries.claims(wanted(bare=True))] == [bare]
    assert [each.number for each in queries.claims(wanted(ours=True))] == [bare]
    assert [each.number for each in queries.claims(wanted(order="importance"))] == [backed, bare]
    assert queries.claims(wanted(state=ClaimState.CONFIRMED)) == ()
    assert queries.count_claims() == 2


def test_the_log_holds_no_words() -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    told = str(steps_of(Subject("claim", number)))
    assert "She says so herself" not in told
    assert "delivery day" not in told
