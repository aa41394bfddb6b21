"""Tables of parties, of the names they are known by, and of what they are to each other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import SCHEME_LENGTH, VALUE_LENGTH, PartyKind, RelationKind, Stage
from kuulo.customers.rules.names import KEY_LENGTH


class Party(models.Model):
    """A person, an organisation or a household the company meets.

    Attributes:
        stage: Where the party stands now; `PartyStage` has the history.
        whole: The party that this one was found to be the same as; None where it stands for itself. It follows from the
            links that hold (see `Link`) and is written by nothing else; reading always goes to the whole.
        name_key: What it is searched by, `rules.names.name_key` of its name; a whole has its parts' names too.
    """

    kind = models.CharField(max_length=20, default=PartyKind.PERSON, choices=[(kind, kind) for kind in PartyKind])
    name = models.CharField(max_length=250, blank=True)
    name_key = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    language = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=20, default=Stage.ACTIVE, choices=[(stage, stage) for stage in Stage])
    whole = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    attributes = models.JSONField(default=dict, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """What a party is, and the order of its days, hold in the database too."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=list(PartyKind)), name="party_kind_known"),
            models.CheckConstraint(condition=models.Q(stage__in=list(Stage)), name="party_stage_known"),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="party_until_after_since",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Everything a search looks at, in the order it is listed: the table itself is read for the lines found.
            models.Index(fields=["whole", "id", "kind", "stage", "name_key"], name="party_search"),
        ]

    def __str__(self) -> str:
        return self.name or f"party {self.pk}"


class PartyStage(models.Model):
    """A time in which a party was prospect, active or former, and why it began."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20, choices=[(stage, stage) for stage in Stage])
    began_on = models.DateField()
    reason = models.CharField(max_length=250, blank=True)
    source = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        """A stage begins once on a day, and stages are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["party", "stage", "began_on"], name="stage_begins_once_a_day"),
            models.CheckConstraint(condition=models.Q(stage__in=list(Stage)), name="stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} from {self.began_on}"


class Identifier(models.Model):
    """One of the names a party is known by in some system; a party can have many."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=SCHEME_LENGTH)
    value = models.CharField(max_length=VALUE_LENGTH)
    source = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An identifier names one party."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_names_one_party"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["value"], name="identifier_begins", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Register(models.Model):
    """The register of parties as a whole; one row, which writers lock.

    ``version`` is a new token after each change rather than a number, so it never stands for two contents.
    """

    version = models.CharField(max_length=32, blank=True)

    class Meta:
        """There is one register."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="register_is_one"),
        ]

    def __str__(self) -> str:
        return self.version


class Relation(models.Model):
    """What one party is to another: ``party`` works for, buys from, was referred by, … ``other``."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="relations_of_others")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in RelationKind])
    role = models.CharField(max_length=120, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        """A relation is told once, joins two parties, and kinds are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["party", "other", "kind", "role"], name="relation_told_once"),
            models.CheckConstraint(condition=~models.Q(party=models.F("other")), name="relation_joins_two"),
            models.CheckConstraint(condition=models.Q(kind__in=list(RelationKind)), name="relation_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.kind} {self.other_id}"
