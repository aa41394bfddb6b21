"""SOCO: both forms ask the same 24 statements by key, the scoring knows each, and another wording takes their place."""

from __future__ import annotations

import pytest

from kuulo.base.errors import DefinitionError
from kuulo.instruments.library import READY_MADE, soco
from kuulo.instruments.rules.checks import check
from kuulo.instruments.rules.questionnaire import Kind, Questionnaire
from kuulo.measures.scales.scorings import SOCO

pytestmark = pytest.mark.pure

FORMS = pytest.mark.parametrize("name", ["soco_seller", "soco_buyer"])


def asked(form: Questionnaire) -> list[str]:
    """Return the names under which the answers reach the store."""
    return [f"{each.key}:{row.key}" for each in form.questions() for row in each.rows]


@FORMS
def test_each_item_of_the_scoring_is_asked_once_on_nine_points(name: str) -> None:
    form = READY_MADE[name].questionnaire
    assert sorted(asked(form)) == sorted(SOCO.items)
    tables = list(form.questions())
    assert {table.kind for table in tables} == {Kind.MATRIX}
    assert {(table.scale.minimum, table.scale.maximum) for table in tables if table.scale} == {SOCO.ends}


def test_twelve_of_each_kind_and_the_selling_ones_are_reversed_in_the_total() -> None:
    customer, selling, total = SOCO.parts
    assert (len(customer.items), len(selling.items), len(total.items)) == (12, 12, 24)
    assert total.reverse == selling.items
    assert customer.reverse == selling.reverse == ()
    assert (customer.direction, selling.direction, total.direction) == (1, -1, 1)


@FORMS
def test_kinds_come_in_turn(name: str) -> None:
    customer = set(SOCO.parts[0].items)
    kinds = [item in customer for item in asked(READY_MADE[name].questionnaire)]
    assert kinds == [True, False] * 12


def test_both_forms_say_the_same_things_in_their_own_way() -> None:
    assert soco.SELLER.keys() == soco.BUYER.keys()
    for key, seller in soco.SELLER.items():
        assert seller["en"] != soco.BUYER[key]["en"]


def test_a_licensed_wording_takes_the_place_of_ours() -> None:
    licensed = {key: {"en": f"Licensed statement {key}", "fi": f"Väite {key}"} for key in soco.SELLER}
    form = soco.in_wording(soco.SELLER_FORM, licensed)
    assert asked(form) == asked(soco.SELLER_FORM)
    assert form.pages[0].questions[0].rows[0].text["en"] == "Licensed statement needs"
    own = soco.in_wording(soco.SELLER_FORM, soco.SELLER)
    assert own == soco.SELLER_FORM
    assert check(own) == check(soco.SELLER_FORM)


def test_a_wording_that_lacks_a_statement_is_refused() -> None:
    some = {key: words for key, words in soco.SELLER.items() if key != "rosy"}
    with pytest.raises(DefinitionError, match="missing or unknown: rosy"):
        soco.in_wording(soco.SELLER_FORM, some)
    with pytest.raises(DefinitionError, match="missing or unknown: item_25"):
        soco.in_wording(soco.BUYER_FORM, {**soco.BUYER, "item_25": {"en": "One more"}})
