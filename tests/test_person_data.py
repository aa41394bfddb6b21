"""Every table of the house says whether it holds anything about persons; export and erasure walk the same list."""

from __future__ import annotations

import re

from django.apps import apps

from kuulo.customers.models import Party
from kuulo.rights.services import person_stores, without_persons


def labels() -> set[str]:
    """Return every table of the house by its label."""
    return {model._meta.label for model in apps.get_models()}


def test_every_table_is_named_once() -> None:
    in_stores = [table for store in person_stores() for table in store.tables]
    assert len(in_stores) == len(set(in_stores)), "a table is answered for by one store"
    both = set(in_stores) & set(without_persons())
    assert not both, f"said to be with and without persons: {sorted(both)}"
    named = set(in_stores) | set(without_persons())
    assert labels() - named == set(), "say in the room's PERSON_STORES or WITHOUT_PERSONS what these hold"
    assert named - labels() == set(), "there are no such tables"


def test_what_leads_to_a_party_is_not_without_persons() -> None:
    leading = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Party
    }
    assert leading & set(without_persons()) == set()


def test_every_store_can_be_handed_out_and_erased_and_has_a_name_of_its_own() -> None:
    names = [store.name for store in person_stores()]
    assert len(names) == len(set(names))
    for store in person_stores():
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", store.name), store.name
        assert callable(store.export)
        assert callable(store.erase)
        assert store.title


def test_the_parties_themselves_come_last() -> None:
    orders = [store.order for store in person_stores()]
    assert orders == sorted(orders)
    last = {store.name for store in person_stores() if store.order == max(orders)}
    assert "customers.party" in last
    assert all(name.startswith("customers.") for name in last)


def test_every_reason_says_something() -> None:
    assert [table for table, why in without_persons().items() if len(why) < 10] == []
