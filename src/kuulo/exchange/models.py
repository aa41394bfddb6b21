"""Tables of files that came in, and of the GUIDs codes came with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.exchange.rules import FileKind, UploadState


class Upload(models.Model):
    """A file that came in for a study; the file itself waits at most a day.

    Attributes:
        study: Slug.
        stored: Where the file lies, below the upload folder; empty when it is gone.
        reply: Whose words the texts are, and what they are.
        told: What reading told and what has no place here, as texts.
        outcome: What was taken in: number of each thing, and why others were not.
    """

    study = models.SlugField(max_length=60, db_index=True)
    name = models.CharField(max_length=255)
    stored = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in FileKind])
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    reply = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, default=UploadState.WAITING, choices=[(state, state) for state in UploadState]
    )
    told = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """States are a closed list."""

        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(UploadState)), name="upload_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.name}"


class KnownCode(models.Model):
    """The GUID a code came with, so that it is the same code when it comes again, whatever it is called by then."""

    guid = models.CharField(max_length=36)
    book = models.SlugField(max_length=60)
    key = models.CharField(max_length=60)

    class Meta:
        """A GUID is one code of a book."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["guid", "book"], name="exchange_guid_once_a_book"),
        ]

    def __str__(self) -> str:
        return f"{self.book}/{self.key}"
