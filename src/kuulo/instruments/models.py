"""Tables of instruments and their versions."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from django.db import models

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.instruments.rules.lifecycle import InstrumentState
from kuulo.instruments.rules.questionnaire import Promise


class Instrument(models.Model):
    """Questions somebody asks customers, from the first draft on; its slug is the ``source`` of their signals.

    Attributes:
        draft: The questionnaire as it is being built, as JSON.
        revision: Grows with every saved draft, so that two people cannot write over each other.
        latest: Number of the newest version; 0 before the first.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    promise = models.CharField(max_length=12, choices=[(promise.value, promise.value) for promise in Promise])
    state = models.CharField(
        max_length=6,
        default=InstrumentState.DRAFT.value,
        choices=[(state.value, state.value) for state in InstrumentState],
    )
    touchpoint = models.CharField(max_length=120, blank=True, default="")
    draft = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    latest = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class InstrumentVersion(models.Model):
    """What was asked, as it was published: written once, never changed (the database refuses it too).

    Attributes:
        questionnaire: As JSON.
        wordings: Question → wording, as JSON.
        digest: Of the questionnaire and wordings; tells versions apart wherever a decoded one is kept.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    questionnaire = models.TextField()
    wordings = models.TextField()
    digest = models.CharField(max_length=32)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=254, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instruments_one_version_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Write the version, once.

        Raises:
            GuardError: It is written already.
        """
        if not self._state.adding:
            refuse_change()
        super().save(*args, **kwargs)  # type: ignore[arg-type] # whatever Django takes is handed on

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse.

        Raises:
            GuardError: Always.
        """
        del args, kwargs
        refuse_change()


def refuse_change() -> NoReturn:
    """Say that a version stays as it is.

    Raises:
        GuardError: Always.
    """
    raise GuardError(_("A published version is never changed: answers refer to it."), _("Publish a new version."))
