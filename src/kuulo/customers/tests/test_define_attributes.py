"""Attributes as the organisation defines them: kinds, what is refused, and how values changed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError, InputError
from kuulo.customers.models import AttributeChange
from kuulo.customers.queries import (
    attribute_definitions,
    attribute_history,
    attributes_in_use,
    attributes_table,
    misfits,
    party,
)
from kuulo.customers.rules import (
    AttributeDefinitionView,
    AttributeKind,
    Counts,
    PartyRow,
    Purpose,
)
from kuulo.customers.rules.attributes import write_value
from kuulo.customers.rules.segments import About, Condition, Group, Join, Op
from kuulo.customers.services import define_attribute, link_parties, register_parties, set_attributes
from kuulo.customers.services.segments import save_segment
from kuulo.customers.tests.cast import DAY, NOON, people, register

COLOURS = AttributeDefinitionView(name="colour", kind=AttributeKind.CHOICE, choices=("Red", "Blue"))
EMPLOYEES = AttributeDefinitionView(name="employees", kind=AttributeKind.NUMBER, labels={"fi": "Henkilöstö"})


def of_kind(kind: AttributeKind) -> AttributeDefinitionView:
    return AttributeDefinitionView(name="x", kind=kind, choices=("Red", "Blue"))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kind", "told", "kept"),
    [
        (AttributeKind.TEXT, " any thing ", "any thing"),
        (AttributeKind.NUMBER, "1 200,50", "1200.5"),
        (AttributeKind.NUMBER, "−3", "-3"),
        (AttributeKind.NUMBER, "12.0", "12"),
        (AttributeKind.DATE, "1.5.2026", "2026-05-01"),
        (AttributeKind.DATE, "2026-05-01T00:00:00", "2026-05-01"),
        (AttributeKind.YES_NO, "Kyllä", "yes"),
        (AttributeKind.YES_NO, "nej", "no"),
        (AttributeKind.CHOICE, "red", "Red"),
        (AttributeKind.NUMBER, " ", ""),
    ],
)
def test_values_are_kept_in_one_form(kind: AttributeKind, told: str, kept: str) -> None:
    assert write_value(of_kind(kind), "x", told) == kept
    assert write_value(of_kind(kind), "x", kept) == kept


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (AttributeKind.NUMBER, "many"),
        (AttributeKind.NUMBER, "inf"),
        (AttributeKind.NUMBER, "1.200.000"),
        (AttributeKind.DATE, "31.2.2026"),
        (AttributeKind.DATE, "May"),
        (AttributeKind.YES_NO, "perhaps"),
        (AttributeKind.CHOICE, "green"),
    ],
)
def test_a_value_of_another_kind_is_refused_and_shown(kind: AttributeKind, told: str) -> None:
    with pytest.raises(InputError, match=rf"“{told}” cannot be a value of “x”"):
        write_value(of_kind(kind), "x", told)


@pytest.mark.pure
@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value(number: float) -> None:
    assert float(write_value(of_kind(AttributeKind.NUMBER), "x", repr(number))) == number


@pytest.mark.pure
@given(day=st.dates())
def test_a_day_keeps_its_value(day: date) -> None:
    assert write_value(of_kind(AttributeKind.DATE), "x", day.isoformat()) == day.isoformat()
    assert write_value(of_kind(AttributeKind.DATE), "x", f"{day.day}.{day.month}.{day.year:04}") == day.isoformat()


@pytest.mark.django_db
def test_a_list_is_checked_against_the_definitions() -> None:
    define_attribute(definition=EMPLOYEES, now=NOON)
    define_attribute(definition=COLOURS, now=NOON)
    assert [each.name for each in attribute_definitions()] == ["colour", "employees"]
    assert attribute_definitions()[1] == EMPLOYEES
    row = PartyRow(identifier="customer_id:1", attributes={"employees": "1 200", "colour": "BLUE", "note": " as told "})
    (number,) = register(row)
    known = party(number, purpose=Purpose.SERVICE).attributes
    assert known == {"employees": "1200", "colour": "Blue", "note": " as told "}
    assert register_parties([row], now=NOON) == Counts(unchanged=1)
    with pytest.raises(InputError, match="“many” cannot be a value of “employees”, which is of the kind number"):
        register_parties([PartyRow(identifier="customer_id:1", attributes={"employees": "many"})], now=NOON)


@pytest.mark.django_db
def test_changes_are_kept_with_who_told_them() -> None:
    (number,) = register(PartyRow(identifier="customer_id:1", attributes={"segment": "home"}))
    register_parties(
        [PartyRow(identifier="customer_id:1", attributes={"segment": "business"})], source="CRM", now=NOON + DAY
    )
    assert set_attributes(party_id=number, values={"segment": "", "size": "large"}, source="Saara", now=NOON + 2 * DAY)
    assert not set_attributes(party_id=number, values={"size": "large"}, now=NOON + 3 * DAY)
    told = attribute_history(number, purpose=Purpose.SERVICE)
    assert [(each.name, each.before, each.after, each.source) for each in told] == [
        ("size", "", "large", "Saara"),
        ("segment", "business", "", "Saara"),
        ("segment", "home", "business", "CRM"),
    ]
    assert party(number, purpose=Purpose.SERVICE).attributes == {"size": "large"}
    assert attributes_table().to_pylist() == [{"party": "customer_id:1", "size": "large"}]


@pytest.mark.django_db
def test_the_first_value_of_a_new_party_is_no_change() -> None:
    register(PartyRow(identifier="customer_id:1", attributes={"segment": "home"}))
    assert AttributeChange.objects.count() == 0


@pytest.mark.django_db
def test_a_wrong_value_set_by_hand_is_refused() -> None:
    (number,) = people(1)
    define_attribute(definition=EMPLOYEES, now=NOON)
    with pytest.raises(InputError, match="Write digits"):
        set_attributes(party_id=number, values={"employees": "many"}, now=NOON)


@pytest.mark.django_db
def test_what_is_removed_is_removed_of_every_part() -> None:
    first, second = register(
        PartyRow(identifier="customer_id:1"), PartyRow(identifier="customer_id:2", attributes={"segment": "home"})
    )
    link_parties(first_id=first, second_id=second, now=NOON)
    assert set_attributes(party_id=first, values={"segment": ""}, now=NOON)
    assert party(first, purpose=Purpose.SERVICE).attributes == {}


@pytest.mark.django_db
def test_defining_brings_known_values_into_form_or_is_refused() -> None:
    (number,) = register(PartyRow(identifier="customer_id:1", attributes={"employees": "1 200", "colour": "green"}))
    define_attribute(definition=EMPLOYEES, now=NOON)
    assert party(number, purpose=Purpose.SERVICE).attributes["employees"] == "1200"
    with pytest.raises(GuardError, match="1 of 1 customers have others, like “green”"):
        define_attribute(definition=COLOURS, now=NOON)
    define_attribute(definition=AttributeDefinitionView(name="employees"), now=NOON)
    assert [(each.name, each.kind) for each in attribute_definitions()] == [("employees", AttributeKind.TEXT)]


@pytest.mark.django_db
def test_values_that_do_not_fit_are_counted_by_whole_and_shown() -> None:
    values = ("blue", "green", "green", "teal", "pink", "Red", "grey", "gold")
    numbers = register(
        *(
            PartyRow(identifier=f"customer_id:{number}", attributes={"colour": value})
            for number, value in enumerate(values)
        )
    )
    link_parties(first_id=numbers[3], second_id=numbers[4], now=NOON)
    found = misfits(COLOURS, purpose=Purpose.SERVICE)
    assert (found.parties, found.of) == (5, 7)
    assert [(each.value, each.parties) for each in found.examples] == [
        ("green", 2),
        ("gold", 1),
        ("grey", 1),
        ("pink", 1),
        ("teal", 1),
    ]
    assert found.examples[0].party_id == numbers[1]
    assert misfits(COLOURS, purpose=Purpose.MARKETING).of == 0
    with pytest.raises(GuardError, match="5 of 7 customers have others"):
        define_attribute(definition=COLOURS, now=NOON)
    assert attribute_definitions() == ()


@pytest.mark.django_db
def test_what_is_in_use_is_listed_with_how_many_have_it() -> None:
    first, second, _third = register(
        PartyRow(identifier="customer_id:1", attributes={"region": "North", "colour": "Red"}),
        PartyRow(identifier="customer_id:2", attributes={"region": "South"}),
        PartyRow(identifier="customer_id:3"),
    )
    define_attribute(definition=EMPLOYEES, now=NOON)
    save_segment(name="North", group=Group(Join.ALL, (Condition(about=About.ATTRIBUTE, name="region", op=Op.KNOWN),)))
    told = [(each.name, each.parties, each.definition) for each in attributes_in_use()]
    assert told == [("colour", 1, None), ("employees", 0, EMPLOYEES), ("region", 2, None)]
    link_parties(first_id=first, second_id=second, now=NOON)
    assert [each.parties for each in attributes_in_use()] == [1, 0, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "definition",
    [
        AttributeDefinitionView(name="party"),
        AttributeDefinitionView(name=" "),
        AttributeDefinitionView(name="segment: South"),
        AttributeDefinitionView(name="colour", kind=AttributeKind.CHOICE),
        AttributeDefinitionView(name="colour", kind=AttributeKind.CHOICE, choices=("Red", "Red")),
    ],
)
def test_a_definition_that_cannot_be_used_is_refused(definition: AttributeDefinitionView) -> None:
    with pytest.raises(InputError):
        define_attribute(definition=definition, now=NOON)
