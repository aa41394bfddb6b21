"""Tables of names that themes and codes go by in figures, and of what was learned from words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.words.rules import WORD_DIMENSIONS

KEY_LENGTH = 120
NAME_LENGTH = 200


class ValueName(models.Model):
    """What a theme or a code is called.

    Attributes:
        dimension: What it is a value of: theme or code.
        key: The value as it stands beside comments; it stays when the name changes.
        names: Language → name.
    """

    dimension = models.CharField(max_length=20)
    key = models.CharField(max_length=KEY_LENGTH)
    names = models.JSONField(default=dict)

    class Meta:
        """A value has one set of names."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dimension", "key"], name="words_value_named_once"),
            models.CheckConstraint(
                condition=models.Q(dimension__in=list(WORD_DIMENSIONS)), name="words_dimension_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.key}"


class LearnedModel(models.Model):
    """Something learned from the organisation's own comments, as arrays.

    Words of persons may stand in it: an erasure of somebody who wrote takes it away, and it is learned anew.

    Attributes:
        name: What it does, such as ``feeling``.
        version: Follows from its content; what was read with it carries this.
        arrays: The archive of `rules.to_bytes`.
        told: What is known of it: quality, and what it was learned from.
        learned_from: How many comments.
    """

    name = models.CharField(max_length=60, unique=True)
    version = models.CharField(max_length=64)
    arrays = models.BinaryField()
    told = models.JSONField(default=dict)
    learned_from = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
