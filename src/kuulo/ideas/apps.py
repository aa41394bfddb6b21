"""The room as a Django app."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """App of the room `ideas`."""

    name = "kuulo.ideas"
    label = "ideas"
    default_auto_field = "django.db.models.BigAutoField"
