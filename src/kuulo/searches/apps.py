"""The room as a Django app."""

from django.apps import AppConfig


class SearchesConfig(AppConfig):
    """App of the room `searches`."""

    name = "kuulo.searches"
    label = "searches"
    default_auto_field = "django.db.models.BigAutoField"
