"""The room as a Django app."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """App of the room `matching`."""

    name = "kuulo.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
