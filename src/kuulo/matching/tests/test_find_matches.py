"""Looking for matches over the customer database, and what becomes of what is found."""

from __future__ import annotations

import pytest

from kuulo.base.errors import GuardError, InputError
from kuulo.customers.models import Link, Party
from kuulo.customers.queries import party, whole_of
from kuulo.customers.rules import LinkKind, Purpose
from kuulo.customers.services.links import undo_link
from kuulo.matching import services
from kuulo.matching.models import Proposal
from kuulo.matching.queries import count_by_state, list_runs, proposal, run, wishes_in_force
from kuulo.matching.rules.proposals import ProposalState
from kuulo.matching.rules.settings import MatchWishes
from kuulo.matching.tests.register import add_party, fill_register, wholes

pytestmark = pytest.mark.django_db


@pytest.fixture
def pairs() -> list[tuple[int, int]]:
    return fill_register()


def proposed() -> dict[tuple[int, int], int]:
    rows = Proposal.objects.filter(state=ProposalState.PROPOSED)
    return {(row.first_id, row.second_id): row.pk for row in rows}


def test_whoever_is_there_twice_is_proposed_and_nothing_is_linked(pairs: list[tuple[int, int]]) -> None:
    found = services.find_matches(by="Ilona")
    assert len(set(proposed()) & set(pairs)) >= 0.9 * len(pairs)
    assert len(set(proposed()) - set(pairs)) <= 2
    assert Link.objects.count() == 0
    assert found.counts["open"] == len(proposed())
    assert found.counts["compared_person"] == wholes()
    shown = run(found.id).kinds[0]
    assert shown.rules
    assert shown.curve[0].precision is not None
    assert '"comparisons"' in shown.model
    one = proposal(next(iter(proposed().values())))
    assert {each.column for each in one.weights} >= {"first_name", "surname", "phone"}


def test_accepting_links_says_why_and_can_be_undone(pairs: list[tuple[int, int]]) -> None:
    services.find_matches()
    first, second = pairs[0]
    number = proposed()[first, second]
    accepted = services.accept_proposal(proposal_id=number, by="Ilona", reason="the same handwriting")
    assert accepted.state is ProposalState.ACCEPTED
    assert whole_of([first, second]) == {first: first, second: first}
    link = party(first, purpose=Purpose.SERVICE).links[0]
    assert link.kind is LinkKind.PROBABILISTIC
    assert link.reason["weights"]
    assert link.made_by == "Ilona"
    undone = services.undo_decision(proposal_id=number, by="Outi", reason="two sisters")
    assert undone.state is ProposalState.PROPOSED
    assert whole_of([first, second]) == {first: first, second: second}
    assert [(each.by, each.reason) for each in undone.history] == [
        ("Ilona", "the same handwriting"),
        ("Outi", "two sisters"),
    ]


def test_a_rejected_pair_comes_again_only_when_its_data_change(pairs: list[tuple[int, int]]) -> None:
    services.find_matches()
    number = proposed()[pairs[0]]
    services.reject_proposal(proposal_id=number, by="Ilona")
    again = services.find_matches()
    assert proposal(number).state is ProposalState.REJECTED
    assert again.counts["left"] == 1
    Party.objects.filter(pk=pairs[0][0]).update(language="sv")
    services.find_matches()
    assert proposal(number).state is ProposalState.REJECTED
    told = Party.objects.get(pk=pairs[0][0])
    told.attributes = told.attributes | {"email": "uusi@example.org"}
    told.save()
    third = services.find_matches()
    assert proposal(number).state is ProposalState.PROPOSED
    assert third.counts["renewed"] == 1


def test_a_link_undone_elsewhere_stays_undone(pairs: list[tuple[int, int]]) -> None:
    services.find_matches()
    number = proposed()[pairs[1]]
    accepted = services.accept_proposal(proposal_id=number, by="Ilona")
    assert accepted.link_id is not None
    undo_link(link_id=accepted.link_id, by="Saara")
    services.set_wishes(wishes=MatchWishes(accept_at=0.9), by="Outi")
    services.find_matches()
    shown = proposal(number)
    assert (shown.state, shown.decided_by, shown.link_id) == (ProposalState.PROPOSED, "", None)
    assert [each.step.value for each in shown.history] == ["accept", "part"]


def test_nothing_is_accepted_by_itself_unless_the_organisation_says_so(pairs: list[tuple[int, int]]) -> None:
    services.set_wishes(wishes=MatchWishes(accept_at=0.99), by="Outi")
    found = services.find_matches()
    assert found.counts["accepted"] > 0.5 * len(pairs)
    accepted = Proposal.objects.filter(state=ProposalState.ACCEPTED)
    assert all(row.probability >= 0.99 for row in accepted)
    assert Link.objects.filter(undone_at=None).count() == found.counts["accepted"]


def test_what_somebody_took_back_is_not_accepted_by_itself(pairs: list[tuple[int, int]]) -> None:
    services.find_matches()
    number = proposed()[pairs[0]]
    services.accept_proposal(proposal_id=number, by="Ilona")
    services.undo_decision(proposal_id=number, by="Ilona")
    services.set_wishes(wishes=MatchWishes(accept_at=0.9), by="Outi")
    services.find_matches()
    assert proposal(number).state is ProposalState.PROPOSED


def test_deciding_twice_is_refused(pairs: list[tuple[int, int]]) -> None:
    services.find_matches()
    number = proposed()[pairs[0]]
    services.reject_proposal(proposal_id=number, by="Ilona")
    with pytest.raises(GuardError, match="A proposal that is rejected already cannot be accepted"):
        services.accept_proposal(proposal_id=number, by="Saara")


def test_the_model_of_a_run_can_be_kept(pairs: list[tuple[int, int]]) -> None:
    first = services.find_matches()
    services.keep_model(run_id=first.id, kind="person", by="Ilona")
    second = services.find_matches()
    assert wishes_in_force().models["person"] == first.kinds[0].model
    assert second.counts["open"] == first.counts["open"]
    services.put_model(kind="person", text="", by="Ilona")
    assert wishes_in_force().models == {}


def test_a_file_that_is_no_model_is_refused() -> None:
    with pytest.raises(InputError, match="not a model"):
        services.put_model(kind="person", text="{}", by="Ilona")
    with pytest.raises(InputError, match="not matched"):
        services.put_model(kind="household", text="{}", by="Ilona")


@pytest.mark.parametrize(
    "wishes", [MatchWishes(propose_at=0.2), MatchWishes(accept_at=0.6), MatchWishes(accept_at=1.5)]
)
def test_thresholds_that_make_no_sense_are_refused(wishes: MatchWishes) -> None:
    with pytest.raises(InputError, match="probability"):
        services.set_wishes(wishes=wishes, by="Ilona")


def test_an_empty_register_is_no_fault() -> None:
    found = services.find_matches()
    assert found.counts["open"] == 0
    add_party("customer_id:1", "Aino Aalto")
    services.find_matches()
    assert [each.trouble for each in list_runs()] == [None, None]
    assert count_by_state()[ProposalState.PROPOSED] == 0
