"""The page of people and their roles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.accounts import services
from kuulo.accounts.forms import AddPersonForm, RoleForm
from kuulo.accounts.models import ROLE_CHOICES, User
from kuulo.accounts.rules import Role
from kuulo.base.errors import KuuloError


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("accounts.manage_people", raise_exception=True)
def people(request: HttpRequest) -> HttpResponse:
    """List the people; add one."""
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, form):
        return HttpResponseRedirect(reverse("accounts:people"))
    context = {"people": User.objects.order_by("email"), "form": form, "roles": ROLE_CHOICES}
    return render(request, "accounts/people.html", context, status=422 if form.errors else 200)


def _add(request: HttpRequest, form: AddPersonForm) -> bool:
    data = form.cleaned_data
    try:
        services.add_person(email=data["email"], password=data["password"], role=Role(data["role"]), name=data["name"])
    except KuuloError as error:
        form.add_error(None, _(error.found.template).format(**error.found.params))
        return False
    messages.success(request, _("%(email)s can now sign in.") % {"email": data["email"]})
    return True


@require_POST
@permission_required("accounts.manage_people", raise_exception=True)
def change_role(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person another role."""
    person = get_object_or_404(User, pk=user_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        services.change_role(user_id=person.pk, role=Role(form.cleaned_data["role"]))
        messages.success(request, _("%(person)s has a new role.") % {"person": person})
    return HttpResponseRedirect(reverse("accounts:people"))
