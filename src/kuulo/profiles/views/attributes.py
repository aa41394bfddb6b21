"""Attributes: what the organisation wants to know of its customers, and what lists told of besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.accounts.rules import LANGUAGES
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.customers.queries import attributes_in_use, count_parties, misfits
from kuulo.customers.rules import AttributeDefinitionView, AttributeUse, Misfits, Purpose
from kuulo.customers.services import define_attribute
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.profiles.forms.attributes import KINDS, AttributeForm

KIND_LABELS: Final[dict[str, Promise]] = dict(KINDS)
PARAMETER: Final = "attribute"


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute as listed; ``kind`` is empty where nobody defined it, ``change`` leads to its form."""

    use: AttributeUse
    kind: Promise | str
    labels: tuple[tuple[str, str], ...]
    share: Quantity | None
    change: str


@require_safe
@permission_required("customers.view_parties", raise_exception=True)
def attributes(request: HttpRequest) -> HttpResponse:
    """List all attributes, defined or merely seen in data, with how many customers have each."""
    known = count_parties()
    lines = [_line(each, known) for each in attributes_in_use()]
    return render(request, "profiles/attributes.html", {"lines": lines, "known": known, "trail": _trail()[:1]})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("customers.manage_attributes", raise_exception=True)
def define(request: HttpRequest) -> HttpResponse:
    """Define a new attribute, or the one that the address names."""
    in_use = {each.name: each for each in attributes_in_use()}
    use = _asked(request.GET.get(PARAMETER, ""), in_use)
    form = AttributeForm(
        request.POST if request.method == "POST" else None,
        taken=None if use else tuple(in_use),
        definition=use.definition if use else None,
    )
    if request.method != "POST":
        return _page(request, form, use)
    if not form.is_valid():
        return _page(request, form, use, status=422)
    definition = form.definition(use.name if use else "")
    try:
        define_attribute(definition=definition)
    except GuardError as error:
        wrong = misfits(definition, purpose=Purpose.SERVICE)
        return _page(request, form, use, error=error, wrong=wrong, status=422)
    except InputError as error:
        return _page(request, form, use, error=error, status=422)
    messages.success(request, _("The attribute “%(name)s” is defined.") % {"name": definition.name})
    return HttpResponseRedirect(reverse("profiles:attributes"))


def _asked(name: str, in_use: dict[str, AttributeUse]) -> AttributeUse | None:
    if name and name not in in_use:
        raise NotFoundError(
            gettext_noop("There is no attribute “{name}”."), gettext_noop("Choose one from the list."), name=name[:120]
        )
    return in_use.get(name)


def _page(
    request: HttpRequest,
    form: AttributeForm,
    use: AttributeUse | None,
    *,
    error: GuardError | InputError | None = None,
    wrong: Misfits | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "use": use,
        "share": _share(use.parties, count_parties()) if use else None,
        "error": error,
        "wrong": wrong,
        "trail": _trail(),
    }
    return render(request, "profiles/attribute_form.html", context, status=status)


def _line(use: AttributeUse, known: int) -> Line:
    definition = use.definition
    return Line(
        use=use,
        kind=KIND_LABELS[definition.kind.value] if definition else "",
        labels=_labels(definition) if definition else (),
        share=_share(use.parties, known),
        change=f"{reverse('profiles:define_attribute')}?{urlencode({PARAMETER: use.name})}",
    )


def _labels(definition: AttributeDefinitionView) -> tuple[tuple[str, str], ...]:
    """Return what it is called in each language that has a word for it, in the languages' order."""
    return tuple((each, definition.labels[each]) for each in LANGUAGES if definition.labels.get(each))


def _share(size: int, of: int) -> Quantity | None:
    return Quantity(size / of, Unit.SHARE, 1) if of else None


def _trail() -> list[tuple[str, str]]:
    return [(reverse("profiles:customers"), _("Customers")), (reverse("profiles:attributes"), _("Attributes"))]
