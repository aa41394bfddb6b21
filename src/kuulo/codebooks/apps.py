"""The room as a Django app."""

from django.apps import AppConfig


class CodebooksConfig(AppConfig):
    """App of the room `codebooks`."""

    name = "kuulo.codebooks"
    label = "codebooks"
    default_auto_field = "django.db.models.BigAutoField"
