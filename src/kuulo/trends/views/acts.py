"""What a person does here: note an alarm as seen, set the rate of false alarms, ask for a look."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuulo.trends import services
from kuulo.trends.forms import RateForm
from kuulo.trends.views.pages import REFUSED, page_of_trends


@require_POST
@permission_required("trends.edit_trends", raise_exception=True)
def seen(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Note an alarm as seen."""
    services.note_seen(alarm_id=alarm_id, by=str(request.user), now=timezone.now())
    messages.success(request, _("Noted as seen."))
    return HttpResponseRedirect(reverse("trends:trends"))


@require_POST
@permission_required("trends.edit_trends", raise_exception=True)
def set_rate(request: HttpRequest) -> HttpResponse:
    """Set the rate of false alarms, and ask for a look under it."""
    form = RateForm(request.POST)
    if not form.is_valid():
        return page_of_trends(request, form, status=REFUSED)
    services.set_rate(rate=form.rate(), by=str(request.user), now=timezone.now())
    services.request_watch()
    messages.success(request, _("The rate holds from now on; all series are looked at anew."))
    return HttpResponseRedirect(reverse("trends:trends"))


@require_POST
@permission_required("trends.edit_trends", raise_exception=True)
def look(request: HttpRequest) -> HttpResponse:
    """Ask for a look at all series."""
    services.request_watch()
    messages.success(request, _("All series are looked at in the background; the page shows it in a minute or so."))
    return HttpResponseRedirect(reverse("trends:trends"))
