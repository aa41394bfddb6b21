"""Tables of events: sources with their write keys, how far each log was moved, what came in lately."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.events.rules.sources import KEY_LENGTH, NAME_LENGTH, Channel, Traits, new_write_key


class Source(models.Model):
    """Where traces come from: a website, an app, the tills of a shop, a server."""

    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=NAME_LENGTH)
    channel = models.CharField(max_length=10, choices=[(each, each) for each in Channel])
    scheme = models.CharField(max_length=50, default="customer_id")
    group_scheme = models.CharField(max_length=50, default="group_id")
    origins = models.JSONField(default=list, blank=True)
    creates_parties = models.BooleanField(default=True)
    traits = models.CharField(max_length=10, default=Traits.CONSENT, choices=[(each, each) for each in Traits])
    open = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Channels and settings are closed lists."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(channel__in=list(Channel)), name="trace_source_channel_known"),
            models.CheckConstraint(condition=models.Q(traits__in=list(Traits)), name="trace_source_traits_known"),
        ]

    def __str__(self) -> str:
        return self.name


class WriteKey(models.Model):
    """A key that lets a client write to one source and do nothing else.

    It is kept as it is: in a browser everybody can read it, so it is no secret, and its page shows it again.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_write_key)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.source_id}: {self.key[:6]}…"


class LogFile(models.Model):
    """How far one file of the log was moved; the row goes when the file has gone."""

    name = models.CharField(max_length=120, unique=True)
    offset = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} to {self.offset}"


class MovingState(models.Model):
    """Who moves one folder's logs, and the part that is on its way straight into the lake.

    ``planned`` is that part (file, begin, end); it is written before the lake is, so that a mover that was killed is
    followed by one that commits the very same part under the same number.
    """

    node = models.CharField(max_length=32, primary_key=True)
    number = models.BigIntegerField(default=0)
    planned = models.JSONField(null=True, blank=True)
    leased_by = models.CharField(max_length=64, default="", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.node} at {self.number}"


class Came(models.Model):
    """How many events of one type came from a source in one hour; it says nothing about persons."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="came")
    type = models.CharField(max_length=20)
    hour = models.DateTimeField()
    events = models.PositiveBigIntegerField(default=0)

    class Meta:
        """One row for an hour."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "type", "hour"], name="trace_count_once_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.type} {self.hour}: {self.events}"


class Refused(models.Model):
    """An event that was not taken, or not wholly, and why: by its own id, without what it said."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="refused")
    at = models.DateTimeField()
    type = models.CharField(max_length=20, blank=True)
    message_id = models.CharField(max_length=256, blank=True)
    reason = models.JSONField()

    class Meta:
        """The newest of a source are read."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["source", "at"], name="refused_traces")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.at}"
