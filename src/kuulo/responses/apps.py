"""The room as a Django app."""

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """App of the room `responses`."""

    name = "kuulo.responses"
    label = "responses"
    default_auto_field = "django.db.models.BigAutoField"
