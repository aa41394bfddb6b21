"""Tables of data sets, imports and stored responses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.surveys.rules.lifecycle import ImportState
from kuulo.surveys.rules.responses import KEY_LENGTH


class Dataset(models.Model):
    """Responses to the same questions, wherever they came from; its slug is the ``source`` of their signals."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    languages = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class RememberedMapping(models.Model):
    """How files with one set of headers were understood last, and which data set they belong to."""

    fingerprint = models.CharField(max_length=32, unique=True)
    mapping = models.JSONField(default=dict)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="mappings")
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.dataset} {self.fingerprint}"


class AnswerImport(models.Model):
    """One file of answers on its way into the store.

    Attributes:
        name: The file's name as it came.
        stored_name: Its name on the disk.
        folder: Folder of the file below the upload folder.
        recognised: The recognition, examples and facts of the file, as `queries` reads them.
        mapping: What was said about the columns: a `FileMapping`.
        counts: What the check found.
        result: What the import did.
        failure: Why it failed: ``found`` and ``mend`` as texts.
        rejects: Name of the file of rejected rows in the folder.
        uploaded_by: The person's id and name, as text: who did it stays known when the person is gone.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="imports", null=True)
    name = models.CharField(max_length=255)
    stored_name = models.CharField(max_length=255)
    folder = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    state = models.CharField(
        max_length=20, default=ImportState.UPLOADED, choices=[(state, state) for state in ImportState]
    )
    fingerprint = models.CharField(max_length=32, blank=True)
    recognised = models.JSONField(default=dict, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    failure = models.JSONField(default=dict, blank=True)
    rejects = models.CharField(max_length=255, blank=True)
    job_id = models.BigIntegerField(null=True, blank=True)
    uploaded_by = models.CharField(max_length=40, blank=True)
    uploaded_by_name = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """States are a closed list in the database too."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(ImportState)), name="import_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class StoredResponse(models.Model):
    """One response of a data set; that its key is unique is what makes a repeat change nothing."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="responses")
    key = models.CharField(max_length=KEY_LENGTH)
    answer_import = models.ForeignKey(AnswerImport, on_delete=models.PROTECT, related_name="responses")
    occurred_at = models.DateTimeField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A response is stored once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dataset", "key"], name="response_stored_once"),
        ]

    def __str__(self) -> str:
        return self.key
