"""Planning a round: one form in calm steps, with a live count, the size calculator and the message beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuulo.base.errors import InputError, KuuloError
from kuulo.base.texts import Text, say
from kuulo.customers.rules import Basis, Channel
from kuulo.instruments.queries import VersionView, instrument, live_version
from kuulo.invitations import services
from kuulo.invitations.forms.asking import AskingForm
from kuulo.invitations.forms.rounds import RoundForm, initial_of
from kuulo.invitations.queries import RoundView, round_view
from kuulo.invitations.queries.attributes import attributes_to_choose
from kuulo.invitations.rules.message_words import Occasion
from kuulo.invitations.rules.narrowing import Narrowed
from kuulo.invitations.rules.outcomes import REASON_NAMES, Reason
from kuulo.invitations.rules.samples import Customers, SampleSpec
from kuulo.invitations.rules.size import Need, Size, size_for_mean, size_for_nps, size_for_share
from kuulo.invitations.views.messages import Preview, defaults_of, preview_of

SHOW: Final = "_show"
FRAGMENTS: Final = {"count": "invitations/_count.html", "message": "invitations/_preview.html"}
USUAL_DEVIATION: Final = 2.0
"""Expected standard deviation of a mean nobody has measured yet, in scale points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Who could be asked as the form stands, and what a wanted margin takes."""

    frame: int
    target: int
    reachable: int
    reasons: tuple[tuple[Text, int], ...]
    size: Size | None
    margin: float | None
    trouble: KuuloError | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invitations.send_invitations", raise_exception=True)
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # csp's types know views without arguments
def new_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a round; draw it at once when the plan holds."""
    shown = instrument(slug)
    version = live_version(slug)
    if version is None:
        return render(request, "invitations/not_published.html", {"instrument": shown, "tab": "invitations:instrument"})
    initial = {"name": _("%(name)s, %(month)s") % {"name": shown.name, "month": _month()}}
    return _plan(request, version, initial=initial, asked=None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invitations.send_invitations", raise_exception=True)
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # csp's types know views without arguments
def edit_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """Change the plan of a round that was not started; a sample that was drawn is drawn anew."""
    asked = round_view(round_id)
    version = live_version(asked.slug)
    if version is None or asked.phase > 1:
        return HttpResponseRedirect(reverse("invitations:round", args=[round_id]))
    names = {number: attribute.name for number, attribute in enumerate(attributes_to_choose())}
    return _plan(request, version, initial=initial_of(asked, names), asked=asked)


def _plan(
    request: HttpRequest, version: VersionView, *, initial: dict[str, Any], asked: RoundView | None
) -> HttpResponse:
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        version=version,
        attributes=attributes_to_choose(),
        initial=initial,
        defaults=defaults_of(version),
    )
    wanted = request.POST.get(SHOW, "")
    if request.method != "POST" or wanted:
        return _page(request, form, asked, wanted=wanted)
    if not form.is_valid():
        return _page(request, form, asked, status=422)
    try:
        saved = _save(form, asked, by=str(request.user))
    except InputError as error:
        return _page(request, form, asked, error=error, status=422)
    return HttpResponseRedirect(reverse("invitations:round", args=[saved]))


def _save(form: RoundForm, asked: RoundView | None, *, by: str) -> int:
    plan = form.plan()
    if asked is None:
        made = services.create_round(plan=plan, by=by)
    else:
        made = services.change_round(round_id=asked.id, plan=plan)
    services.draw_round(round_id=made.id)
    return made.id


def _page(
    request: HttpRequest,
    form: RoundForm,
    asked: RoundView | None,
    *,
    wanted: str = "",
    error: KuuloError | None = None,
    status: int = 200,
) -> HttpResponse:
    version = form.version
    part, _colon, language = wanted.partition(":")
    context: dict[str, Any] = {
        "form": form,
        "instrument": version,
        "asked": asked,
        "error": error,
        "trail": [
            (reverse("invitations:rounds"), _("Invitations")),
            (reverse("invitations:instrument", args=[version.slug]), version.name),
        ],
        "shows_errors": form.is_bound and not wanted,
    }
    fragment = FRAGMENTS.get(part, "") if "HX-Request" in request.headers else ""
    if fragment != FRAGMENTS["message"]:
        context["counted"] = count_of(form)
    if fragment != FRAGMENTS["count"]:
        context["preview"] = shown_preview(form, language)
    return render(request, fragment or "invitations/plan.html", context, status=status)


def shown_preview(form: AskingForm, language: str) -> Preview:
    """Return the message in a language of the form, its first where another or none is wanted."""
    offered = form.languages
    return preview_of(form, language if language in offered else offered[0], Occasion.INVITATION)


def count_of(form: RoundForm) -> Counted:
    """Return who could be asked as the form stands, whether or not all of it could be saved."""
    told = _told(form)
    spec = SampleSpec(customers=told["customers"], conditions=told["conditions"])
    narrowed = services.narrow_now(spec, channel=told["channel"], basis=told["basis"], now=timezone.now())
    size, trouble = None, None
    try:
        size = _size(form, narrowed)
    except InputError as error:
        trouble = error
    return Counted(
        frame=narrowed.frame,
        target=len(narrowed.target),
        reachable=len(narrowed.reachable),
        reasons=_reasons(narrowed),
        size=size,
        margin=_number(form, "margin"),
        trouble=trouble,
    )


def _told(form: RoundForm) -> dict[str, Any]:
    """Return what narrows the frame: from the form where it was sent, else from what it shows."""
    if form.is_bound:
        form.full_clean()
        cleaned = form.cleaned_data
        channel = cleaned.get("channel") or Channel.EMAIL
        basis = cleaned.get("basis") or Basis.LEGITIMATE_INTEREST
        customers = cleaned.get("customers") or Customers.CURRENT
        conditions = form.conditions()
    else:
        channel, basis, customers = (form[name].value() for name in ("channel", "basis", "customers"))
        conditions = form.shown_conditions()
    return {
        "channel": Channel(channel),
        "basis": Basis(basis),
        "customers": Customers(customers),
        "conditions": conditions,
    }


def _reasons(narrowed: Narrowed) -> tuple[tuple[Text, int], ...]:
    counts: dict[Reason, int] = {}
    for _row, reason in narrowed.unreachable:
        counts[reason] = counts.get(reason, 0) + 1
    return tuple((say(REASON_NAMES[reason]), number) for reason, number in counts.items())


def _number(form: RoundForm, name: str) -> float | None:
    value = form.cleaned_data.get(name) if form.is_bound else form[name].value()
    return float(value) if value else None


def _size(form: RoundForm, narrowed: Narrowed) -> Size | None:
    """Return how many a wanted margin takes of those who could be asked; None where no margin is wanted."""
    margin = _number(form, "margin")
    if margin is None or not narrowed.reachable or (form.is_bound and "expected_rate" in form.errors):
        return None
    rate = _number(form, "expected_rate")
    need = Need(population=len(narrowed.reachable), response_rate=(rate or 100) / 100)
    measure = form["measure"].value()
    if measure == "share":
        return size_for_share(margin / 100, need=need)
    if measure == "mean":
        return size_for_mean(margin, deviation=USUAL_DEVIATION, need=need)
    return size_for_nps(margin, need=need)


def _month() -> str:
    return timezone.localdate().strftime("%Y-%m")
