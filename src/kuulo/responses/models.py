"""Tables of ways in and of responses."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from kuulo.responses.rules.forms import TOKEN_LENGTH, new_token
from kuulo.responses.rules.states import LONGEST_PARTY, State, WayKind


def random_row_id() -> int:
    """Return 63 random bits: row numbers in the order of arrival would tell who answered when."""
    return secrets.randbits(63)


class WayIn(models.Model):
    """An address through which anybody can answer an instrument: a link, a poster, a tablet, a widget, a program."""

    token = models.CharField(max_length=TOKEN_LENGTH, unique=True, default=new_token, editable=False)
    instrument = models.ForeignKey("instruments.Instrument", on_delete=models.CASCADE, related_name="ways_in")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in WayKind])
    name = models.CharField(max_length=120)
    touchpoint = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Response(models.Model):
    """What one person answered to one version of an instrument, as far as it has come.

    Where the instrument is anonymous there is neither party nor invitation, no attribute and no hidden field of the
    address, and every time is cut to its day.
    """

    # A number of its own kind: where SQLite counts rows beside the key, it would keep the order of their arrival.
    id = models.BigAutoField(primary_key=True, default=random_row_id, editable=False)
    key = models.CharField(max_length=64, unique=True)
    instrument = models.ForeignKey("instruments.Instrument", on_delete=models.PROTECT, related_name="responses")
    version = models.PositiveIntegerField()
    way_in = models.ForeignKey(
        WayIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="responses", db_index=False
    )
    invitation_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=[(state, state) for state in State])
    promise = models.CharField(max_length=12)
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=40, blank=True)
    touchpoint = models.CharField(max_length=120, blank=True)
    party = models.CharField(max_length=LONGEST_PARTY, null=True, blank=True)  # noqa: DJ001 -- None is "nobody known"
    answers = models.JSONField(default=dict)
    hidden = models.JSONField(default=dict, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    page = models.CharField(max_length=40, blank=True)
    settled = models.JSONField(default=list, blank=True)
    suspect = models.BooleanField(default=False)
    weight = models.FloatField(null=True, blank=True)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The promise holds in the database too; few indexes, for every answer pays for each."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(State)), name="response_state_known"),
            models.CheckConstraint(
                condition=~models.Q(promise="anonymous") | models.Q(party__isnull=True, invitation_id__isnull=True),
                name="response_anonymous_has_no_link",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["invitation_id"],
                condition=models.Q(invitation_id__isnull=False),
                name="response_by_invitation",
            ),
            models.Index(fields=["updated_at"], condition=models.Q(state="partial"), name="response_partial"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"
