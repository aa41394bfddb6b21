"""The room as a Django app."""

from django.apps import AppConfig


class TrendsConfig(AppConfig):
    """App of the room `trends`."""

    name = "kuulo.trends"
    label = "trends"
    default_auto_field = "django.db.models.BigAutoField"
