"""The room as a Django app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """App of the room `customers`."""

    name = "kuulo.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"
