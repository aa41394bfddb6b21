"""Tables of trends: what was read at the last look, alarms, and the rate of false ones."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.measures.trends import Ending

ENDINGS = [(ending.value, ending.value) for ending in Ending]


class Settings(models.Model):
    """What the organisation has decided about alarms; one row.

    Attributes:
        rate: Share of years without any change in which a series may give a false alarm.
    """

    rate = models.FloatField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=254, blank=True)

    class Meta:
        """There is one row, and a rate lies between nothing and always."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="trend_settings_are_one"),
            models.CheckConstraint(condition=models.Q(rate__gt=0, rate__lt=1), name="trend_rate_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.rate}"


class Watch(models.Model):
    """The last look at all series; one row.

    Attributes:
        read_under: Differs whenever the answers, the floor, the confidence or the rate does.
        guarded_by: Differs whenever the floor or the confidence does: what was read under another is not shown.
        content: The series as `kuulo.trends.rules.keeping` writes them.
    """

    made_at = models.DateTimeField()
    data_version = models.CharField(max_length=200)
    read_under = models.CharField(max_length=64)
    guarded_by = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        """Only the newest is kept."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="trend_watch_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.made_at} {self.data_version}"


class Alarm(models.Model):
    """A change that is larger than the rate of false alarms allows chance to make.

    Attributes:
        series: Address of the series: what was measured, of whom, by week or by month.
        definition: Measure.
        value: Touchpoint or segment; empty for everybody.
        noticed_at: When the look was taken that raised it.
        raised: First day of the period whose figure raised it.
        since: First day of the period in which the change most probably began.
        until: First day of the period in which it ended; None while it lasts.
        ending: How it ended; ``gone`` where later answers took it back.
        direction: +1 when the figure rose, −1 when it fell.
        change: Size of the change in the measure's unit.
        statistic: The larger statistic over its threshold.
        together: Whether it holds for all series that are watched together.
        data_version: Version of the data it was last found in.
        seen_by: Who noted it as seen.
    """

    GONE: ClassVar[str] = "gone"

    series = models.CharField(max_length=900)
    definition = models.CharField(max_length=60)
    value = models.CharField(max_length=300, blank=True)
    grain = models.CharField(max_length=5)
    noticed_at = models.DateTimeField()
    raised = models.DateField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=10, blank=True, choices=[*ENDINGS, (GONE, GONE)])
    direction = models.SmallIntegerField()
    change = models.FloatField()
    se = models.FloatField()
    statistic = models.FloatField()
    together = models.BooleanField(default=False)
    data_version = models.CharField(max_length=200)
    seen_by = models.CharField(max_length=254, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A series has one open alarm at most."""

        ordering: ClassVar[list[str]] = ["-raised", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["series"], condition=models.Q(until__isnull=True), name="alarm_open_once_a_series"
            ),
            models.CheckConstraint(condition=models.Q(direction__in=[-1, 1]), name="alarm_has_a_direction"),
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.value} {self.raised}"
