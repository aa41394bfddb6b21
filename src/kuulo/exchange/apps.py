"""The room as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """App of the room `exchange`."""

    name = "kuulo.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
