"""Tables of saved filters over parties."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import SEGMENT_LENGTH


class Segment(models.Model):
    """A saved filter over attributes, behaviour and figures of parties; ``conditions`` as `rules.segments` reads it."""

    slug = models.SlugField(max_length=SEGMENT_LENGTH, unique=True)
    name = models.CharField(max_length=250)
    conditions = models.JSONField(default=dict)
    made_by = models.CharField(max_length=250, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class SegmentSize(models.Model):
    """How many parties a segment had on a day, of how many in all; counts only, no persons."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="sizes")
    day = models.DateField()
    size = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    data_version = models.CharField(max_length=64, blank=True)

    class Meta:
        """One size a day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["segment", "day"], name="segment_size_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} on {self.day}: {self.size}"
