"""The room as a Django app."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    """App of the room `instruments`."""

    name = "kuulo.instruments"
    label = "instruments"
    default_auto_field = "django.db.models.BigAutoField"
