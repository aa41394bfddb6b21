"""The room as a Django app."""

from django.apps import AppConfig


class PassagesConfig(AppConfig):
    """App of the room `passages`."""

    name = "kuulo.passages"
    label = "passages"
    default_auto_field = "django.db.models.BigAutoField"
