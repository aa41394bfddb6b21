"""The room as a Django app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """App of the room `surveys`."""

    name = "kuulo.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"
