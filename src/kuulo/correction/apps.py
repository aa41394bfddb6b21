"""The room as a Django app."""

from django.apps import AppConfig


class CorrectionConfig(AppConfig):
    """App of the room `correction`."""

    name = "kuulo.correction"
    label = "correction"
    default_auto_field = "django.db.models.BigAutoField"
