"""Names of themes and codes, and what was learned from words."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """The first tables of the room."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="LearnedModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("version", models.CharField(max_length=64)),
                ("arrays", models.BinaryField()),
                ("told", models.JSONField(default=dict)),
                ("learned_from", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ValueName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dimension", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=120)),
                ("names", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dimension", "key"), name="words_value_named_once"),
                    models.CheckConstraint(
                        condition=models.Q(("dimension__in", ["theme", "feeling", "code", "call"])),
                        name="words_dimension_known",
                    ),
                ],
            },
        ),
    ]
