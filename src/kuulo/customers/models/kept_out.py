"""The table of whom no list brings back."""

from __future__ import annotations

from django.db import models


class KeptOut(models.Model):
    """A keyed digest of an identifier or address of somebody who was erased and is to be kept out.

    Nobody can be found by it; an identifier that is brought again is known by it.
    """

    digest = models.CharField(max_length=64, unique=True)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]
