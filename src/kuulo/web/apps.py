"""The room as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """App of the room `web`."""

    name = "kuulo.web"
    label = "web"
