"""The room as a Django app."""

from django.apps import AppConfig


class DriversConfig(AppConfig):
    """App of the room `drivers`."""

    name = "kuulo.drivers"
    label = "drivers"
    default_auto_field = "django.db.models.BigAutoField"
