"""The room as a Django app."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """App of the room `discussions`."""

    name = "kuulo.discussions"
    label = "discussions"
    default_auto_field = "django.db.models.BigAutoField"
