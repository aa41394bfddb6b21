"""Use case: two people code the same interviews blind, see how far they agree, and settle where they differ."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.language.coding import alpha as reference_alpha
from kuulo.language.coding import kappa as reference_kappa
from kuulo.passages.models import Proposal
from kuulo.passages.queries import agreement_of, codings_of, given_in, round_of, seen_by, settled_in
from kuulo.passages.queries.rounds import block_numbers, segments_of
from kuulo.passages.rules import ProposalState, RoundState, RoundStep, moved
from kuulo.passages.rules.rounds import STEPS
from kuulo.passages.services import (
    cancel_round,
    code_passage,
    compare_round,
    decide_difference,
    decide_proposal,
    finish_source,
    remove_coding,
    settle_round,
    start_round,
    undo,
)
from kuulo.passages.tests.studies import AINO, BERIT, CECILIA, Scene, interview, scene
from kuulo.qualitative.agreeing import Cut, rate
from kuulo.sources.services import erase_source

pytestmark = pytest.mark.django_db


def coded(at: Scene, by: str, *said: tuple[str, str]) -> None:
    """Give words of the first interview codes."""
    for words, code in said:
        start, end = at.at(words)
        code_passage(source=at.sources[0].key, start=start, end=end, code=at.code(code), by=by)


def compared(at: Scene, cut: Cut = Cut.SENTENCE) -> int:
    """Let two people code the first interview blind and differ a little; return the round."""
    key = at.sources[0].key
    made = start_round(study=at.study.slug, sources=[key], coders=[AINO, BERIT], by=AINO, cut=cut)
    coded(at, AINO, ("Jonotin puhelimessa pitkään.", "Waiting"), ("Hinta on noussut", "Price"), ("palvelu", "Staff"))
    coded(at, BERIT, ("Jonotin puhelimessa", "Waiting"), ("Hinta on noussut liikaa!", "Price"), ("odotin", "Waiting"))
    for coder in (AINO, BERIT):
        finish_source(round_id=made.id, source=key, by=coder)
    return made.id


def test_coders_see_nothing_of_each_other_before_all_are_done() -> None:
    at = scene()
    key = at.sources[0].key
    code_passage(source=key, start=0, end=4, code=at.code("Staff"), by=CECILIA)
    made = start_round(study=at.study.slug, sources=[key], coders=[AINO, BERIT], by=AINO)
    coded(at, AINO, ("Hinta", "Price"))
    assert [each.code for each in seen_by(AINO, key)] == [at.code("Price")]
    assert seen_by(BERIT, key) == ()
    assert [each.coder for each in codings_of(study=at.study.slug)] == [CECILIA], "open rounds are no evidence"
    proposed = Proposal.objects.create(
        study=at.study.slug, source=key, start=0, end=9, code=at.code("Price"), probability=0.9
    )
    with pytest.raises(GuardError, match="nobody sees proposals"):
        decide_proposal(proposal_id=proposed.pk, wish=ProposalState.ACCEPTED, by=BERIT)
    with pytest.raises(GuardError, match="still being coded"):
        agreement_of(made.id)


def test_pages_keep_the_round_blind(cast: dict[Role, User]) -> None:
    at = scene()
    key = at.sources[0].key
    made = start_round(study=at.study.slug, sources=[key], coders=[AINO, BERIT], by=AINO)
    coded(at, BERIT, ("Hinta", "Price"))
    client = Client()
    client.force_login(cast[Role.RESEARCHER], backend="allauth.account.auth_backends.AuthenticationBackend")
    home = f"/research/{at.study.slug}/coding"
    assert client.get(f"{home}/{key}.json").json()["codings"] == []
    assert client.get(f"{home}/query.json?q=price").json()["hits"] == []
    assert client.get(f"{home}/rounds/{made.id}.json").json()["agreement"] is None
    assert client.get(f"{home}/matrix.json").json()["codes"] == []
    client.post(f"{home}/rounds/{made.id}/step/", {"do": "finish", "source": key})
    assert client.get(f"{home}/{key}.json").json()["may_code"] is False


def test_what_is_finished_is_not_changed_any_more() -> None:
    at = scene()
    key = at.sources[0].key
    made = start_round(study=at.study.slug, sources=[key], coders=[AINO, BERIT], by=AINO)
    coded(at, AINO, ("Hinta", "Price"))
    finish_source(round_id=made.id, source=key, by=AINO)
    own = given_in(made.id)[0]
    for act in (
        lambda: coded(at, AINO, ("odotin", "Waiting")),
        lambda: remove_coding(coding_id=own.id, by=AINO),
        lambda: undo(by=AINO, study=at.study.slug),
    ):
        with pytest.raises(GuardError, match="finished in its round"):
            act()
    coded(at, BERIT, ("odotin", "Waiting"))


def test_agreement_is_told_by_code_with_intervals_and_the_same_as_the_formulas_say() -> None:
    at = scene()
    found = agreement_of(compared(at))
    assert [each.code for each in found.codes] == sorted(at.code(name) for name in ("Waiting", "Price", "Staff"))
    cut = segments_of(found.round)
    assert found.segments == len(cut) == 7
    for each in found.codes:
        rows = [
            rate(
                cut,
                [
                    (one.passage.source, one.passage.start, one.passage.end)
                    for one in given_in(found.round.id)
                    if one.coder == coder and one.code == each.code
                ],
            )
            for coder in found.round.coders
        ]
        kappa = each.kappas[tuple(found.round.coders)]  # type: ignore[index] # two coders are a pair
        assert kappa.value == pytest.approx(reference_kappa(rows[0].tolist(), rows[1].tolist()).value)
        assert each.alpha.value == pytest.approx(reference_alpha([row.tolist() for row in rows]).value)
        assert each.alpha.low is not None
        assert each.alpha.low <= (each.alpha.value or 0) <= (each.alpha.high or 0)
    assert found.whole.n == 7
    assert len(set(block_numbers(cut))) == 4, "turns"
    price = next(each for each in found.codes if each.code == at.code("Price"))
    assert price.alpha.value == 1.0
    assert price.given == {AINO: 1, BERIT: 1}


def test_by_turns_the_same_codings_are_compared_on_turns() -> None:
    at = scene()
    assert agreement_of(compared(at, Cut.TURN)).segments == 4


def test_differences_are_settled_and_what_they_come_to_is_evidence() -> None:
    at = scene()
    number = compared(at)
    found = agreement_of(number)
    assert sum(each.agreed for each in found.meetings) == 2
    staff, waiting = (
        next(each for each in found.differences if each.code == at.code(name)) for name in ("Staff", "Waiting")
    )
    with pytest.raises(GuardError, match="2 are not"):
        settle_round(round_id=number, by=CECILIA)
    decide_difference(round_id=number, key=staff.key, keep=(staff.start, staff.end), by=CECILIA)
    decide_difference(round_id=number, key=waiting.key, keep=None, by=CECILIA)
    assert codings_of(study=at.study.slug) == ()
    settle_round(round_id=number, by=CECILIA)
    kept = codings_of(study=at.study.slug)
    text = at.sources[0].text
    assert [(each.code, text[each.passage.start : each.passage.end]) for each in kept] == [
        (at.code("Waiting"), "Jonotin puhelimessa"),
        (at.code("Price"), "Hinta on noussut"),
        (at.code("Staff"), "palvelu"),
    ]
    assert settled_in(number) == kept
    assert len(given_in(number)) == 6, "what each gave stays beside it"
    with pytest.raises(GuardError, match="settled by several"):
        remove_coding(coding_id=kept[0].id, by=CECILIA)
    with pytest.raises(GuardError):
        decide_difference(round_id=number, key=staff.key, keep=None, by=CECILIA)


def test_a_difference_is_decided_within_what_coders_marked() -> None:
    at = scene()
    number = compared(at)
    found = agreement_of(number).differences[0]
    with pytest.raises(InputError, match="outside"):
        decide_difference(round_id=number, key=found.key, keep=(found.start, found.end + 1), by=AINO)
    with pytest.raises(NotFoundError):
        decide_difference(round_id=number, key="nothing", keep=None, by=AINO)


def test_a_cancelled_round_leaves_each_person_their_codings() -> None:
    at = scene()
    code_passage(source=at.sources[0].key, start=0, end=4, code=at.code("Staff"), by=AINO)
    number = compared(at)
    cancel_round(round_id=number, by=AINO)
    assert len(codings_of(study=at.study.slug)) == 7
    assert given_in(number) == ()


def test_rounds_that_tell_nothing_are_refused() -> None:
    at = scene()
    keys = [each.key for each in at.sources]
    for sources, coders in (([], [AINO, BERIT]), (keys, [AINO]), (keys, [AINO, AINO])):
        with pytest.raises(InputError):
            start_round(study=at.study.slug, sources=sources, coders=coders, by=AINO)
    with pytest.raises(GuardError, match="team"):
        start_round(study=at.study.slug, sources=keys, coders=[AINO, "nobody@example.org"], by=AINO)
    with pytest.raises(NotFoundError):
        start_round(study=at.study.slug, sources=["0" * 32], coders=[AINO, BERIT], by=AINO)
    made = start_round(study=at.study.slug, sources=keys[:1], coders=[AINO, BERIT], by=AINO)
    with pytest.raises(GuardError, match="another round"):
        start_round(study=at.study.slug, sources=keys, coders=[AINO, BERIT], by=AINO)
    with pytest.raises(GuardError, match="every coder to be done"):
        compare_round(round_id=made.id, by=AINO)
    with pytest.raises(GuardError, match="others"):
        finish_source(round_id=made.id, source=keys[0], by=CECILIA)
    with pytest.raises(NotFoundError):
        finish_source(round_id=made.id, source=keys[1], by=AINO)


def test_an_erased_source_leaves_its_round() -> None:
    at = scene()
    other = interview(at.study.slug, None, "Other")
    made = start_round(study=at.study.slug, sources=[at.sources[0].key, other.key], coders=[AINO, BERIT], by=AINO)
    coded(at, AINO, ("Hinta", "Price"))
    for coder in (AINO, BERIT):
        for key in (at.sources[0].key, other.key):
            finish_source(round_id=made.id, source=key, by=coder)
    erase_source(at.sources[0].key, by=AINO)
    assert agreement_of(made.id).codes == ()


@given(st.lists(st.tuples(st.sampled_from(list(RoundStep)), st.integers(0, 2), st.integers(0, 2)), max_size=12))
def test_no_walk_takes_a_step_the_table_does_not_have(steps: list[tuple[RoundStep, int, int]]) -> None:
    state = RoundState.CODING
    for step, waiting, undecided in steps:
        after = STEPS.get((state, step))
        guarded = (step is RoundStep.COMPARE and waiting) or (step is RoundStep.SETTLE and undecided)
        if after is None or guarded:
            with pytest.raises(GuardError):
                moved(state, step, waiting=waiting, undecided=undecided)
        else:
            state = moved(state, step, waiting=waiting, undecided=undecided)
            assert state is after
    assert state in RoundState


class AnyWalk(TestCase):
    """Whatever steps are tried in whatever order, the round is where its rules say, or the step names its guard."""

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(["finish a", "finish b", "compare", "decide", "settle", "cancel"]), max_size=8))
    def test_a_walk_through_the_services_is_that_of_the_rules(self, steps: list[str]) -> None:
        at = scene(people=1)
        key = at.sources[0].key
        number = start_round(study=at.study.slug, sources=[key], coders=[AINO, BERIT], by=AINO).id
        coded(at, AINO, ("Hinta", "Price"))
        done: set[str] = set()
        decided = False
        for step in steps:
            before = round_of(number).state
            try:
                take(number, key, step)
            except (GuardError, IndexError):
                assert round_of(number).state is before, "a refused step changes nothing"
                continue
            done |= {step} if step.startswith("finish") else set()
            decided |= step == "decide"
            assert round_of(number).state is after(before, step, all_done=len(done) == 2, decided=decided)


def take(number: int, key: str, step: str) -> None:
    """Try one step of a walk."""
    if step.startswith("finish"):
        finish_source(round_id=number, source=key, by=AINO if step.endswith("a") else BERIT)
    elif step == "compare":
        compare_round(round_id=number, by=AINO)
    elif step == "decide":
        decide_difference(round_id=number, key=agreement_of(number).differences[0].key, keep=None, by=AINO)
    elif step == "settle":
        settle_round(round_id=number, by=AINO)
    else:
        cancel_round(round_id=number, by=AINO)


def after(before: RoundState, step: str, *, all_done: bool, decided: bool) -> RoundState:
    """Return where a step that was not refused must have led."""
    if step == "settle":
        assert before is RoundState.COMPARED
        assert decided
        return RoundState.SETTLED
    if step == "cancel":
        assert before in {RoundState.CODING, RoundState.COMPARED}
        return RoundState.CANCELLED
    if step.startswith("finish"):
        assert before is RoundState.CODING
        return RoundState.COMPARED if all_done else RoundState.CODING
    assert step == "decide", "it is compared by itself once all are done"
    assert before is RoundState.COMPARED
    return before
