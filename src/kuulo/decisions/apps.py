"""The room as a Django app."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """App of the room `decisions`."""

    name = "kuulo.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
