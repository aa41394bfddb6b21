"""What every page knows: the organisation, the ways to go, the languages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kuulo.accounts.queries import organisation

NAVIGATION = (
    ("web:home", _("Home"), "web.view_home"),
    ("figures:explore", _("Explore"), "figures.view_figures"),
    ("instruments:list", _("Instruments"), "instruments.view_instruments"),
    ("invitations:rounds", _("Invitations"), "invitations.view_invitations"),
    ("surveys:imports", _("Import"), "surveys.import_answers"),
    ("jobs:list", _("Jobs"), "jobs.view_jobs"),
    ("accounts:people", _("People"), "accounts.manage_people"),
)

# The pages of one instrument, whichever room they live in; each takes its slug.
INSTRUMENT_TABS = (
    ("instruments:build", _("Build"), "instruments.view_instruments"),
    ("responses:preview", _("Preview"), "instruments.view_instruments"),
    ("responses:ways_in", _("Ways in"), "responses.manage_ways_in"),
    ("invitations:instrument", _("Invite"), "invitations.view_invitations"),
    ("responses:results", _("Results"), "responses.view_results"),
    ("responses:answers", _("Answers out"), "responses.export_answers"),
)


def page(request: HttpRequest) -> dict[str, object]:
    """Return the context every page shares; only ways the person may go are named."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": (), "languages": settings.LANGUAGES}
    return {
        "navigation": [_entry(request, *way) for way in NAVIGATION if user.has_perm(way[2])],
        "languages": settings.LANGUAGES,
        "instrument_tabs": [(name, label) for name, label, permission in INSTRUMENT_TABS if user.has_perm(permission)],
        "organisation": organisation(),
    }


def _entry(request: HttpRequest, name: str, label: object, permission: str) -> dict[str, object]:
    url = reverse(name)
    del permission
    return {"url": url, "label": label, "current": request.path == url or (url != "/" and request.path.startswith(url))}
