"""The room as a Django app."""

from django.apps import AppConfig


class ScalesConfig(AppConfig):
    """App of the room `scales`."""

    name = "kuulo.scales"
    label = "scales"
    default_auto_field = "django.db.models.BigAutoField"
