"""Cutting a fragment: what it is, and which claim it is attached to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kuulo.base.errors import InputError, KuuloError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.claims import queries, services
from kuulo.claims.forms import CutForm
from kuulo.claims.models import Fragment
from kuulo.claims.rules import ClaimKind
from kuulo.claims.views.pages import REFUSED, email_of, language_of
from kuulo.claims.views.showing import piece_of
from kuulo.sources import queries as sources
from kuulo.studies.queries import seen_study

KNOWN: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be cut, as the address says it: a passage, an answer or a figure."""

    source: str = ""
    start: int = 0
    end: int = 0
    signal: str = ""
    figure: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether the address names nothing to cut."""
        return not (self.source or self.signal or self.figure)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("claims.edit_claims", raise_exception=True)
def cut(request: HttpRequest) -> HttpResponse:
    """Show what is cut and attach it to a claim: one that is there, or one that is made with it."""
    told = request.POST if request.method == "POST" else request.GET
    asked = _asked({key: str(told.get(key, "")) for key in ("source", "start", "end", "signal", "figure")})
    if asked.is_nothing:
        return render(request, "claims/cut.html", {"trail": [(reverse("claims:claims"), gettext("Claims"))]})
    may_cut(request, asked)
    view = queries.draft_view(draft_of(asked), request.user)
    own = view.is_customer
    form = CutForm(request.POST or None, own_words=own, initial={"claim": request.GET.get("claim", "")})
    if request.method != "POST" or not form.is_valid():
        status = REFUSED if request.method == "POST" else 200
        return _page(request, asked, {"form": form, "piece": piece_of(view)}, status)
    try:
        claim = _attach(form, asked, email_of(request))
    except KuuloError as error:
        return _page(request, asked, {"form": form, "piece": piece_of(view), "error": error}, REFUSED)
    messages.success(request, gettext("Attached to {number}.").format(number=claim))
    return HttpResponseRedirect(reverse("claims:claim", args=[claim]))


def may_cut(request: HttpRequest, asked: Asked) -> None:
    """Refuse to cut what the person may not see.

    Raises:
        NotFoundError: There is no such thing for the person.
    """
    needed = "sources.view_sources" if asked.source else "words.view_words" if asked.signal else "figures.view_figures"
    if not request.user.has_perm(needed):
        raise NotFoundError(_("There is nothing to cut at this address."))
    if asked.source:
        seen_study(user=request.user, slug=sources.source(asked.source).study)


def draft_of(asked: Asked) -> Fragment:
    """Return the fragment that would be cut; nothing is kept before it is attached."""
    if asked.source:
        return services.draft_passage(source=asked.source, start=asked.start, end=asked.end)
    if asked.signal:
        return services.draft_answer(signal_id=asked.signal)
    return services.draft_figure(address=asked.figure)


def fragment_of(asked: Asked, by: str) -> int:
    """Return the fragment of what was asked for, cut where it was not yet."""
    if asked.source:
        return services.cut_passage(source=asked.source, start=asked.start, end=asked.end, by=by)
    if asked.signal:
        return services.cut_answer(signal_id=asked.signal, by=by)
    return services.cut_figure(address=asked.figure, by=by)


def _asked(told: dict[str, str]) -> Asked:
    places = {}
    for name in ("start", "end"):
        words = told[name] or "0"
        if not words.isdecimal() or len(words) > len(str(10**9)):
            raise InputError(_("“{words}” is no place in a text."), words=words[:40])
        places[name] = int(words)
    return Asked(
        source=told["source"], start=places["start"], end=places["end"], signal=told["signal"], figure=told["figure"]
    )


@transaction.atomic
def _attach(form: CutForm, asked: Asked, by: str) -> str:
    """Cut what was asked for and attach it to the claim that was named, or to a new one; return its number."""
    fragment = fragment_of(asked, by)
    number = form.number()
    if not number:
        wishes = services.ClaimWishes(
            text={language_of(): form.cleaned_data["new_text"]},
            kind=ClaimKind(form.cleaned_data["new_kind"] or ClaimKind.ASSUMPTION),
        )
        number = services.make_claim(wishes=wishes, by=by)
    services.attach(claim=number, fragment=fragment, by=by, **form.judgement())
    return number.upper()


def _page(request: HttpRequest, asked: Asked, context: dict[str, Any], status: int) -> HttpResponse:
    known = queries.wordings(language_of(), most=KNOWN)
    whole = context | {"asked": asked, "known": known, "trail": [(reverse("claims:claims"), gettext("Claims"))]}
    return render(request, "claims/cut.html", whole, status=status)
