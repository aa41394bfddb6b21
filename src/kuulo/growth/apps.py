"""The room as a Django app."""

from django.apps import AppConfig


class GrowthConfig(AppConfig):
    """App of the room `growth`."""

    name = "kuulo.growth"
    label = "growth"
    default_auto_field = "django.db.models.BigAutoField"
