"""The lake as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LakeConfig(AppConfig):
    """The store of signals."""

    name = "kuulo.lake"
    label = "lake"
    verbose_name = _("Lake")
    default_auto_field = "django.db.models.BigAutoField"
