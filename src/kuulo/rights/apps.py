"""The room as a Django app."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """App of the room `rights`."""

    name = "kuulo.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
