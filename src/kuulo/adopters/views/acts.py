"""What is decided on the page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuulo.adopters import services
from kuulo.adopters.forms import NameForm
from kuulo.adopters.rules import AdopterState
from kuulo.adopters.views.pages import REFUSED, show_page
from kuulo.base.errors import GuardError, InputError


@require_POST
@permission_required("adopters.edit_adopters", raise_exception=True)
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Accept or reject a proposal, or take a decision back."""
    told = request.POST.get("state", "")
    wish = next((state for state in AdopterState if state.value == told), AdopterState.PROPOSED)
    try:
        services.decide(number=number, wish=wish, by=actor(request), name=_("Early adopters"))
    except GuardError as error:
        return show_page(request, error=error)
    return HttpResponseRedirect(reverse("adopters:adopters"))


@require_POST
@permission_required("adopters.edit_adopters", raise_exception=True)
def look(request: HttpRequest) -> HttpResponse:
    """Ask for a look at who was first."""
    services.request_search()
    messages.success(request, _("Kuulo looks. Load the page again in a moment."))
    return HttpResponseRedirect(reverse("adopters:adopters"))


@require_POST
@permission_required("adopters.edit_adopters", raise_exception=True)
def name_by_hand(request: HttpRequest) -> HttpResponse:
    """Confirm a customer whom people know as an early adopter."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return show_page(request, form=form, status=REFUSED)
    told = form.cleaned_data["identifier"]
    try:
        services.name_adopter(identifier=told, by=actor(request), name=_("Early adopters"))
    except (GuardError, InputError) as error:
        return show_page(request, form=form, error=error)
    messages.success(request, _("Confirmed as an early adopter."))
    return HttpResponseRedirect(reverse("adopters:adopters"))


def actor(request: HttpRequest) -> str:
    """Return who decides, as the log names them."""
    return str(getattr(request.user, "email", ""))
