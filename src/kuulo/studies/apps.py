"""The room as a Django app."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """App of the room `studies`."""

    name = "kuulo.studies"
    label = "studies"
    default_auto_field = "django.db.models.BigAutoField"
