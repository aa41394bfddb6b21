"""Tables of the room: lists of published figures the organisation brought itself."""

from __future__ import annotations

from django.db import models


class BenchmarkFile(models.Model):
    """A file of published figures as it was brought; it is read anew whenever it is shown."""

    name = models.CharField(max_length=120, unique=True)
    content = models.TextField()
    added_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ("-added_at",)

    def __str__(self) -> str:
        return self.name
