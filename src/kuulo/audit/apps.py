"""The room as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """App of the room `audit`."""

    name = "kuulo.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
