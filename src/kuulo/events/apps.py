"""The room as a Django app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """App of the room `events`."""

    name = "kuulo.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
