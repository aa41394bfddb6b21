"""The room as a Django app."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """App of the room `feeds`."""

    name = "kuulo.feeds"
    label = "feeds"
    default_auto_field = "django.db.models.BigAutoField"
