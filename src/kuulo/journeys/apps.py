"""The room as a Django app."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """App of the room `journeys`."""

    name = "kuulo.journeys"
    label = "journeys"
    default_auto_field = "django.db.models.BigAutoField"
