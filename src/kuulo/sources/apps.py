"""The room as a Django app."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """App of the room `sources`."""

    name = "kuulo.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"
