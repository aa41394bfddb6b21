"""Saving searches, removing them, and carrying them out anew: who wrote their best comments is on a list."""

from __future__ import annotations

import secrets
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.customers.services.lists import keep_list, remove_list
from kuulo.lake.queries import open_snapshot
from kuulo.language.meaning import Embedder
from kuulo.searches.models import SavedSearch
from kuulo.searches.queries.finding import find
from kuulo.searches.queries.saved import SavedView, list_of, saved_search, saved_searches
from kuulo.searches.rules.asking import Question, told_as_text

LONGEST_NAME: Final = 120
SLUG_BYTES: Final = 6
"""A search may be called by a person's name, and segments go on asking for its list when that name was erased: what the
list is called in them tells nothing."""


def save_search(*, name: str, question: Question, by: str, embedder: Embedder | None) -> SavedView:
    """Keep a search under a name, carry it out, and put whoever wrote its best comments on a list.

    Raises:
        InputError: It has no words or no name, or another has the name.
    """
    called = " ".join(told_as_text(name).split())[:LONGEST_NAME]
    if not question.text:
        raise InputError(_("A search without words cannot be saved."), _("Say what to search for."))
    if not called:
        raise InputError(_("A saved search needs a name."), _("Give it one."))
    if SavedSearch.objects.filter(name__iexact=called).exists():
        raise InputError(_("There is a saved search “{name}” already."), _("Choose another name."), name=called)
    row = SavedSearch.objects.create(
        slug=secrets.token_hex(SLUG_BYTES), name=called, question=question.to_json(), made_by=by, made_at=timezone.now()
    )
    look_again(row.slug, embedder)
    return saved_search(row.slug)


@transaction.atomic
def remove_search(*, slug: str) -> None:
    """Remove a saved search and its list.

    Raises:
        NotFoundError: There is no such search.
        GuardError: A segment asks for its list; the message names it.
    """
    found = saved_search(slug)
    remove_list(slug=found.list_slug)
    SavedSearch.objects.filter(slug=slug).delete()


def look_again(slug: str, embedder: Embedder | None) -> int:
    """Carry a saved search out and let its list hold who wrote what it finds; return how many these are.

    Only customers known by name are on it: what was said in confidence names nobody.
    """
    saved = saved_search(slug)
    with open_snapshot() as snapshot:
        found = find(snapshot, saved.question, embedder)
    parties = {hit.party for hit in found.hits if hit.party and hit.customer is not None}
    customers = len({hit.customer for hit in found.hits if hit.customer is not None})
    with transaction.atomic():
        keep_list(slug=list_of(slug), name=saved.name, members=parties)
        SavedSearch.objects.filter(slug=slug).update(
            comments=len(found.hits), customers=customers, looked_at=timezone.now()
        )
    return customers


def look_all_again(embedder: Embedder | None) -> int:
    """Carry every saved search out; return how many there are."""
    found = saved_searches()
    for each in found:
        look_again(each.slug, embedder)
    return len(found)
