"""Ideas with the people behind them: in own words, by word of mouth; merged and parted again."""

from __future__ import annotations

import pytest

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.claims.queries import claim, evidence_of
from kuulo.claims.rules import ClaimKind
from kuulo.claims.services import ClaimWishes, make_claim
from kuulo.customers.queries import person_key
from kuulo.ideas import services
from kuulo.ideas.models import Teller
from kuulo.ideas.queries import WantedIdeas, idea, ideas, tellers_of
from kuulo.ideas.rules import IdeaState, IdeaStep, Need
from kuulo.ideas.services import PERSON_STORES, TellerWishes
from kuulo.ideas.tests.cast import AT, ILONA, answer_id, company, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties() -> dict[int, int]:
    return company()


def with_words(*customers: int) -> str:
    number = kept()
    for each in customers:
        services.add_answer(number=number, signal_id=answer_id(each), by=ILONA, now=AT)
    return number


def test_an_idea_is_a_claim_with_people_behind_it(parties: dict[int, int]) -> None:
    number = with_words(1, 2)
    services.add_teller(number=number, wishes=TellerWishes(party_id=parties[7], note="At the till"), by=ILONA, now=AT)
    services.add_teller(number=number, wishes=TellerWishes(staff="Saara"), by=ILONA, now=AT)
    found = idea(number)
    assert claim(number).kind is ClaimKind.IDEA
    assert (found.customers, found.told, found.staff, found.people) == (2, 1, 1, 4)
    assert [each.note for each in tellers_of(found)] == ["At the till", ""]


def test_a_claim_made_an_idea_elsewhere_is_in_the_bank() -> None:
    number = make_claim(wishes=ClaimWishes(text={"en": "Parcel lockers"}, kind=ClaimKind.IDEA), by=ILONA, now=AT)
    assert [each.number for each in ideas()] == [number]
    services.add_teller(number=number, wishes=TellerWishes(staff="Saara"), by=ILONA, now=AT)
    assert idea(number).staff == 1
    other = make_claim(wishes=ClaimWishes(text={"en": "They wait"}), by=ILONA, now=AT)
    with pytest.raises(NotFoundError):
        idea(other)


def test_people_are_noted_once_and_taken_away(parties: dict[int, int]) -> None:
    number = kept()
    wishes = TellerWishes(party_id=parties[7])
    made = services.add_teller(number=number, wishes=wishes, by=ILONA, now=AT)
    with pytest.raises(InputError, match="already"):
        services.add_teller(number=number, wishes=wishes, by=ILONA, now=AT)
    services.remove_teller(teller=made, by=ILONA, now=AT)
    assert idea(number).people == 0
    services.add_teller(number=number, wishes=wishes, by=ILONA, now=AT)
    for strange in (TellerWishes(), TellerWishes(party_id=1, staff="Saara")):
        with pytest.raises(InputError, match="who told it"):
            services.add_teller(number=number, wishes=strange, by=ILONA, now=AT)


def test_merged_ideas_have_everybody_once_and_can_be_parted(parties: dict[int, int]) -> None:
    first, second = with_words(1, 2), with_words(2, 3)
    for number in (first, second):
        services.add_teller(number=number, wishes=TellerWishes(party_id=parties[7]), by=ILONA, now=AT)
    services.merge_ideas(number=second, into=first, by=ILONA, now=AT)
    head = idea(first)
    assert (head.customers, head.told, head.parts) == (3, 1, (second,))
    assert idea(second).into == first
    assert [each.number for each in ideas()] == [first]
    assert {each.number for each in ideas(WantedIdeas(with_parts=True))} == {first, second}
    services.part_idea(number=second, by=ILONA, now=AT)
    assert (idea(first).customers, idea(second).customers, idea(second).into) == (2, 2, "")
    services.merge_ideas(number=second, into=first, by=ILONA, now=AT)
    assert idea(first).customers == 3, "merging again works as the first time"


def test_parts_of_a_part_go_along(parties: dict[int, int]) -> None:
    del parties
    first, second, third = with_words(1), with_words(2), with_words(2, 3)
    services.merge_ideas(number=third, into=second, by=ILONA, now=AT)
    services.merge_ideas(number=second, into=first, by=ILONA, now=AT)
    assert (idea(first).parts, idea(first).customers) == ((second, third), 3)
    services.part_idea(number=second, by=ILONA, now=AT)
    # What the third one says too stays with it.
    assert (idea(first).parts, idea(first).customers) == ((third,), 3)
    services.part_idea(number=third, by=ILONA, now=AT)
    assert idea(first).customers == 1
    assert sum(each.counts for each in evidence_of(first)) == 1


def test_merging_in_circles_is_refused() -> None:
    first, second, third = kept(), kept(), kept()
    services.merge_ideas(number=second, into=first, by=ILONA, now=AT)
    for number, into, told in ((first, first, "itself"), (second, third, first), (third, second, first)):
        with pytest.raises(GuardError, match=told):
            services.merge_ideas(number=number, into=into, by=ILONA, now=AT)
    with pytest.raises(GuardError, match="not part"):
        services.part_idea(number=third, by=ILONA, now=AT)
    with pytest.raises(GuardError, match=first):
        services.add_teller(number=second, wishes=TellerWishes(staff="Saara"), by=ILONA, now=AT)
    with pytest.raises(GuardError, match="on its own"):
        services.move_idea(number=second, step=IdeaStep.PUT_ASIDE, by=ILONA, reason="Merged", now=AT)


def test_an_idea_is_weighed_and_taken_up(parties: dict[int, int]) -> None:
    del parties
    number = kept()

    def take(step: IdeaStep, reason: str = "") -> None:
        services.move_idea(number=number, step=step, by=ILONA, reason=reason, now=AT)

    with pytest.raises(GuardError, match="people behind it"):
        take(IdeaStep.WEIGH)
    services.add_answer(number=number, signal_id=answer_id(1), by=ILONA, now=AT)
    with pytest.raises(GuardError, match="size"):
        take(IdeaStep.WEIGH)
    services.set_need(number=number, need=Need(), by=ILONA, now=AT)
    services.weigh_ideas(now=AT)
    take(IdeaStep.WEIGH)
    with pytest.raises(GuardError, match="a reason"):
        take(IdeaStep.TAKE_UP)
    take(IdeaStep.TAKE_UP, "Tried in Espoo this autumn")
    assert idea(number).state is IdeaState.TAKEN_UP
    take(IdeaStep.PUT_ASIDE, "No drivers")
    take(IdeaStep.TAKE_BACK)
    assert idea(number).state is IdeaState.NEW
    verbs = [step.verb for step in steps_of(Subject("idea", number))]
    assert set(verbs) == {"need", "weigh", "take_up", "put_aside", "take_back"}


def test_the_bank_is_in_order_of_value(parties: dict[int, int]) -> None:
    del parties
    bare, worth = kept(en="A"), kept(en="B")
    services.set_need(number=worth, need=Need(), by=ILONA, now=AT)
    services.weigh_ideas(now=AT)
    assert [each.number for each in ideas()] == [worth, bare]
    assert [each.number for each in ideas(WantedIdeas(words="A"))] == [bare]
    assert ideas(WantedIdeas(state=IdeaState.WEIGHED)) == ()


def test_a_customers_own_data_are_handed_out_and_erased(parties: dict[int, int]) -> None:
    number = kept()
    services.add_teller(number=number, wishes=TellerWishes(party_id=parties[7], note="At the till"), by=ILONA, now=AT)
    store, key = PERSON_STORES[0], person_key(parties[7])
    assert [row["told"] for row in store.export(key)] == ["At the till"]
    assert store.erase(key, AT).rows == 1
    assert (idea(number).people, Teller.objects.count()) == (0, 0)
