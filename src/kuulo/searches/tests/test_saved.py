"""Saved searches: who wrote what they find is on a list, and segments ask for it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.customers.models import Party
from kuulo.customers.queries import person_key
from kuulo.customers.queries.segments import segment_members
from kuulo.customers.rules import Purpose
from kuulo.customers.rules.segments import About, Condition, Group, Join, Op
from kuulo.customers.services.segments import remove_segment, save_segment
from kuulo.searches.models import SavedSearch
from kuulo.searches.queries import SavedView, saved_search, saved_searches
from kuulo.searches.rules import Question
from kuulo.searches.services import PERSON_STORES, index_comments, look_all_again, remove_search, save_search
from kuulo.words.services import Budget, current_embedder, read_words
from kuulo.words.tests.answers import said

pytestmark = pytest.mark.django_db
Comments = dict[int, str]


def saved(text: str = "laskussa virhe", name: str = "Wrong invoices") -> SavedView:
    return save_search(name=name, question=Question(text=text, language="fi"), by="ilona@example.org", embedder=None)


def segment_of(search: SavedView) -> str:
    condition = Condition(about=About.LIST, name=search.list_slug, op=Op.IS, values=("yes",))
    return save_segment(name="Invoices went wrong", group=Group(Join.ALL, (condition,))).slug


def names_in(slug: str) -> set[str]:
    found = segment_members(slug, purpose=Purpose.SERVICE)
    return set(Party.objects.filter(pk__in=found).values_list("name", flat=True))


def test_a_saved_search_is_a_segment(indexed: Comments) -> None:
    found = saved()
    assert (found.comments, found.customers) == (1, 1)
    assert names_in(segment_of(found)) == {"Asiakas 6"}
    assert saved_searches() == (found,)


def test_it_follows_what_customers_write(indexed: Comments) -> None:
    slug = segment_of(saved())
    said("Laskussa oli taas virhe!", start=60, party="customer_id:4")
    read_words(Budget(seconds=600))
    index_comments(current_embedder())
    assert look_all_again(None) == 1
    assert names_in(slug) == {"Asiakas 6", "Asiakas 4"}


def test_a_search_that_a_segment_asks_for_stays(indexed: Comments) -> None:
    search = saved()
    slug = segment_of(search)
    with pytest.raises(GuardError, match="Invoices went wrong"):
        remove_search(slug=search.slug)
    remove_segment(slug=slug)
    remove_search(slug=search.slug)
    assert saved_searches() == ()
    with pytest.raises(NotFoundError):
        saved_search(search.slug)


def test_a_search_without_words_or_name_is_not_saved(indexed: Comments) -> None:
    with pytest.raises(InputError, match="without words"):
        saved(text="")
    with pytest.raises(InputError, match="needs a name"):
        saved(name="  ")
    saved()
    with pytest.raises(InputError, match="already"):
        saved(name="wrong INVOICES")


def test_names_that_are_written_alike_get_addresses_of_their_own(indexed: Comments) -> None:
    first, second = saved(name="Wrong invoices"), saved(name="Wrong, invoices!")
    assert first.slug != second.slug
    assert "wrong" not in first.slug + second.slug


def test_a_search_for_a_person_forgets_the_person(indexed: Comments) -> None:
    saved(text="Asiakas 6 sanoi", name="What Asiakas 6 says")
    key = person_key(Party.objects.get(name="Asiakas 6").pk)
    store = next(store for store in PERSON_STORES if store.name == "searches.saved")
    now: datetime = timezone.now()
    assert [dict(found)["name"] for found in store.export(key)] == ["What Asiakas 6 says"]
    assert store.erase(key, now).rows == 1
    assert store.erase(key, now).rows == 0
    row = SavedSearch.objects.get()
    assert "Asiakas" not in f"{row.name} {row.question}"
