"""Tables of lists of parties that other rooms keep: who was found by a saved search."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.models.parties import Party
from kuulo.customers.rules import SEGMENT_LENGTH


class PartyList(models.Model):
    """A list that filters of segments can ask for; ``slug`` stands in filters, ``name`` is what people read."""

    slug = models.SlugField(max_length=SEGMENT_LENGTH, unique=True)
    name = models.CharField(max_length=250)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class PartyListMember(models.Model):
    """A party that is on a list, by the row that was named."""

    party_list = models.ForeignKey(PartyList, on_delete=models.CASCADE, related_name="members")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """A party is on a list once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["party_list", "party"], name="party_on_a_list_once"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} on {self.party_list_id}"
