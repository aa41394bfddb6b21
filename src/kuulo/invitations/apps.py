"""The room as a Django app."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    """App of the room `invitations`."""

    name = "kuulo.invitations"
    label = "invitations"
    default_auto_field = "django.db.models.BigAutoField"
