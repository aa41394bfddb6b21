"""The room as a Django app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """App of the room `claims`."""

    name = "kuulo.claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"
