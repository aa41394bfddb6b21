"""Tables of saved searches."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SavedSearch(models.Model):
    """A search kept under a name; whoever wrote one of its best comments is on a list that segments can ask for.

    Attributes:
        slug: Name of its list in filters.
        question: As `rules.asking` keeps it.
        comments: How many comments it found when it was last carried out.
        customers: How many customers known by name wrote these.
        looked_at: When that was; None while it was not.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    question = models.JSONField(default=dict)
    made_by = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    comments = models.PositiveIntegerField(default=0)
    customers = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        """By name."""

        ordering: ClassVar[list[str]] = ["name", "slug"]

    def __str__(self) -> str:
        return self.name
