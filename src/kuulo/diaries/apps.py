"""The room as a Django app."""

from django.apps import AppConfig


class DiariesConfig(AppConfig):
    """App of the room `diaries`."""

    name = "kuulo.diaries"
    label = "diaries"
    default_auto_field = "django.db.models.BigAutoField"
