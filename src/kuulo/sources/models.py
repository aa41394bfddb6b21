"""Tables of sources, and of those that were erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.sources.rules.kinds import KEY_LENGTH, NAME_LENGTH, SLUG_LENGTH, Origin, SourceKind

PERSON_LENGTH = 254
SIGNALS_LENGTH = 64


class Source(models.Model):
    """Immutable text, sound or picture of a study; see `rules.views.SourceView`.

    Attributes:
        participant_id: Whose words they are, or of whom they are; None where of nobody or of several.
        rests_on: Every participant on whose consent it rests: theirs, or of all who were in the session.
        party_id: The customer whose words they are, where the participant was known when it came in.
        media_name: Where the file lies under the data folder's uploads; empty where there is none.
        media_mime: Its type by its content.
        media_bytes: Its size.
        signals_as: The response under which its words are in the lake; empty where they are not.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    study = models.CharField(max_length=SLUG_LENGTH)
    participant_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    session_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    party_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    rests_on = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=20, choices=[(each, each) for each in SourceKind])
    name = models.CharField(max_length=NAME_LENGTH)
    language = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    length = models.PositiveIntegerField(default=0)
    turns = models.JSONField(default=list, blank=True)
    speakers = models.JSONField(default=dict, blank=True)
    origin = models.CharField(max_length=10, choices=[(each, each) for each in Origin])
    flags = models.JSONField(default=list, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    beside = models.CharField(max_length=KEY_LENGTH, blank=True, db_index=True)
    media_name = models.CharField(max_length=200, blank=True)
    media_mime = models.CharField(max_length=100, blank=True)
    media_bytes = models.PositiveBigIntegerField(default=0)
    signals_as = models.CharField(max_length=SIGNALS_LENGTH, blank=True)
    occurred_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=PERSON_LENGTH)

    class Meta:
        """Kinds and origins are closed lists; sources of a study come in the order they happened."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=list(SourceKind)), name="source_kind_known"),
            models.CheckConstraint(condition=models.Q(origin__in=list(Origin)), name="source_origin_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["study", "occurred_at", "id"], name="sources_of_study"),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.name}"


class ErasedSource(models.Model):
    """That a source was there and is not any more; by its key it does not come back from a phone that sends it again.

    Attributes:
        why: ``erased``, or ``withdrawn`` where the participant took it back.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    study = models.CharField(max_length=SLUG_LENGTH, db_index=True)
    why = models.CharField(max_length=20)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class DueSignals(models.Model):
    """Signals that are to leave the lake: of an erased source, or of one whose speakers are others than was thought."""

    response_id = models.CharField(max_length=SIGNALS_LENGTH, unique=True)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.response_id
