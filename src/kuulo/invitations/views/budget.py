"""The contact budget."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuulo.base.errors import InputError
from kuulo.customers.queries import attribute_names
from kuulo.invitations import services
from kuulo.invitations.forms.budget import BudgetForm
from kuulo.invitations.queries.budget import contacts_by_channel, limits_in_force


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invitations.set_budget", raise_exception=True)
def budget(request: HttpRequest) -> HttpResponse:
    """Show the rules of the budget and what was spent of it; put other rules in their place."""
    names = attribute_names()
    if request.method != "POST":
        return _page(request, BudgetForm(limits=limits_in_force(), attributes=names))
    form = BudgetForm(request.POST, attributes=names)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        services.set_budget(limits=form.limits())
    except InputError as error:
        return _page(request, form, error=error, status=422)
    messages.success(request, _("The contact budget is in force from now on."))
    return HttpResponseRedirect(reverse("invitations:budget"))


def _page(
    request: HttpRequest, form: BudgetForm, *, error: InputError | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "error": error, "spent": contacts_by_channel()}
    return render(request, "invitations/budget.html", context, status=status)
