"""Tables of feeds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.feeds.rules.lifecycle import FeedKind, Origin, RunState


class Feed(models.Model):
    """One way in which customer data or purchases come again and again.

    Attributes:
        slug: The ``source`` of its signals, and what parties are told by.
        fingerprint: Of the headers of its last delivery.
        mapping: What was said about the columns: a `FeedMapping`.
        settings: Where the data lies and how it is taken: a `FeedSettings`; never a password.
        position: How far it has been read: files taken, or the newest change.
        goes_alone: Whether deliveries are taken in without somebody looking first.
        is_stopped: Whether it is left alone for now.
        held_by: Who takes a delivery in right now; one at a time.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in FeedKind])
    origin = models.CharField(max_length=20, choices=[(origin, origin) for origin in Origin])
    fingerprint = models.CharField(max_length=32, blank=True, db_index=True)
    mapping = models.JSONField(default=dict, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    position = models.JSONField(default=dict, blank=True)
    failure = models.JSONField(default=dict, blank=True)
    goes_alone = models.BooleanField(default=False)
    is_stopped = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True, blank=True)
    held_by = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    made_by_name = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """Kinds and origins are closed lists."""

        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=list(FeedKind)), name="feed_kind_known"),
            models.CheckConstraint(condition=models.Q(origin__in=list(Origin)), name="feed_origin_known"),
        ]

    def __str__(self) -> str:
        return self.name


class FeedRun(models.Model):
    """One delivery of a feed on its way in.

    The file and everything that shows its contents lie in ``folder`` and go once it is taken in or discarded; only the
    rejected rows stay for a while. The row itself holds counts alone.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="runs")
    name = models.CharField(max_length=255)
    folder = models.CharField(max_length=64, unique=True)
    stored_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    state = models.CharField(max_length=20, default=RunState.RECEIVED, choices=[(state, state) for state in RunState])
    counts = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    failure = models.JSONField(default=dict, blank=True)
    rejects = models.CharField(max_length=255, blank=True)
    position = models.JSONField(default=dict, blank=True)
    job_id = models.BigIntegerField(null=True, blank=True)
    brought_by_name = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """States are a closed list."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(RunState)), name="feed_run_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class FeedMember(models.Model):
    """Somebody a feed that holds everyone has told of: last in which run, and since when no longer."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="members")
    identifier = models.CharField(max_length=300)
    seen_in = models.BigIntegerField()
    gone_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A feed tells of somebody once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["feed", "identifier"], name="feed_member_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["feed", "seen_in"], name="feed_member_seen"),
        ]

    def __str__(self) -> str:
        return self.identifier
