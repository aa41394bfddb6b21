"""The room as a Django app."""

from django.apps import AppConfig


class AdoptersConfig(AppConfig):
    """App of the room `adopters`."""

    name = "kuulo.adopters"
    label = "adopters"
    default_auto_field = "django.db.models.BigAutoField"
