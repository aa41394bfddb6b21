"""The pages of people and their roles, and of the keys of other programs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.accounts import services
from kuulo.accounts.forms import AddPersonForm, KeyForm, RoleForm
from kuulo.accounts.models import ROLE_CHOICES, User
from kuulo.accounts.queries import list_keys
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("accounts.manage_keys", raise_exception=True)
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys of other programs; make one, whose secret is shown on this answer and never again."""
    form = KeyForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = services.make_key(name=form.cleaned_data["name"], by=str(request.user), now=timezone.now())
        form = KeyForm()
    context = {"keys": list_keys(), "form": form, "secret": secret}
    return render(request, "accounts/keys.html", context, status=422 if form.errors else 200)


@require_POST
@permission_required("accounts.manage_keys", raise_exception=True)
def revoke_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Let a key open nothing from now on."""
    services.revoke_key(key_id=key_id, by=str(request.user), now=timezone.now())
    messages.success(request, _("The key opens nothing any more."))
    return HttpResponseRedirect(reverse("accounts:keys"))
