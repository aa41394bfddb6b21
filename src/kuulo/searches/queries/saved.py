"""Searches that were saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.searches.models import SavedSearch
from kuulo.searches.rules.asking import Question, question_from


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A saved search, and how many comments and customers it found when it was last carried out."""

    slug: str
    name: str
    question: Question
    made_by: str
    made_at: datetime
    comments: int
    customers: int
    looked_at: datetime | None

    @property
    def list_slug(self) -> str:
        """Return the name of its list in filters of segments."""
        return list_of(self.slug)


def list_of(slug: str) -> str:
    """Return the name in filters of the list that a saved search keeps."""
    return f"search-{slug}"


def saved_searches() -> tuple[SavedView, ...]:
    """Return all saved searches by name."""
    return tuple(_view(row) for row in SavedSearch.objects.all())


def saved_search(slug: str) -> SavedView:
    """Return one saved search.

    Raises:
        NotFoundError: There is none of this name.
    """
    row = SavedSearch.objects.filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no saved search “{slug}”."), _("See the page of searching."), slug=slug)
    return _view(row)


def _view(row: SavedSearch) -> SavedView:
    return SavedView(
        slug=row.slug,
        name=row.name,
        question=question_from(row.question),
        made_by=row.made_by,
        made_at=row.made_at,
        comments=row.comments,
        customers=row.customers,
        looked_at=row.looked_at,
    )
