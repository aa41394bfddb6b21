"""The room as a Django app."""

from django.apps import AppConfig


class QuietConfig(AppConfig):
    """App of the room `quiet`."""

    name = "kuulo.quiet"
    label = "quiet"
    default_auto_field = "django.db.models.BigAutoField"
