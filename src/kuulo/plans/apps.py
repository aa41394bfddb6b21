"""The room as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """App of the room `plans`."""

    name = "kuulo.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
