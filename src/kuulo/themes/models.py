"""The table of themes: what was found, and what a person decided about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.themes.rules import State

KEY_LENGTH = 40
NAME_LENGTH = 120
STATES = [(state.value, state.value) for state in State]


class Theme(models.Model):
    """A theme found among comments: a proposal until a person has decided.

    Attributes:
        key: Its name for machines; the same theme keeps it when themes are found anew.
        labels: Language → name made of its words.
        keywords: Language → its words, the surest first.
        name: Name given by a person; empty while the words name it.
        state: Proposed, accepted or rejected; comments of a rejected one belong to no theme.
        merged_into: Key of the theme whose part it is; empty where it stands by itself.
        is_current: Whether it was found the last time; one that was not is kept for what was decided.
        found_at: When it was first found.
        last_found_at: When it was last found.
        decided_by: Who decided last.
        decided_at: When.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    labels = models.JSONField(default=dict)
    keywords = models.JSONField(default=dict)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=State.PROPOSED.value)
    merged_into = models.CharField(max_length=KEY_LENGTH, blank=True)
    is_current = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    last_found_at = models.DateTimeField()
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A theme is never a part of itself."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="theme_state_known"
            ),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("key")), name="theme_not_in_itself"),
        ]

    def __str__(self) -> str:
        return self.name or self.key
