"""Rounds: all of them, those of one questionnaire, and one with who was asked and who answered."""

from __future__ import annotations

from typing import Any, Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuulo.accounts.queries import organisation
from kuulo.customers.queries import count_parties
from kuulo.customers.rules import Channel
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.instruments.queries import VersionView, instrument, live_version
from kuulo.invitations import services
from kuulo.invitations.channels import is_written_to_files
from kuulo.invitations.forms.names import BASES, CHANNELS, CUSTOMERS, METHODS
from kuulo.invitations.queries import RoundView, list_rounds, round_view, turnout
from kuulo.invitations.queries.attributes import attributes_to_choose
from kuulo.invitations.queries.groups import STRATUM, messages_of, turnout_by
from kuulo.invitations.queries.triggers import list_triggers
from kuulo.invitations.rules.lifecycle import BEGUN, RoundState
from kuulo.invitations.rules.plans import MailingState
from kuulo.invitations.views import standing
from kuulo.invitations.views.messages import message_previews

STEPS: Final = {
    "draw": lambda round_id: services.draw_round(round_id=round_id),
    "start": lambda round_id: services.start_round(round_id=round_id),
    "pause": lambda round_id: services.pause_round(round_id=round_id),
    "resume": lambda round_id: services.resume_round(round_id=round_id),
    "finish": lambda round_id: services.finish_round(round_id=round_id),
    "cancel": lambda round_id: services.cancel_round(round_id=round_id),
}
SAID: Final = {
    "draw": gettext_lazy("The sample is drawn."),
    "start": gettext_lazy("The round is running: the first messages go out within a minute."),
    "pause": gettext_lazy("The round is paused. Answers are still taken."),
    "resume": gettext_lazy("The round goes on."),
    "finish": gettext_lazy("The round is finished. Links take answers until they run out."),
    "cancel": gettext_lazy("The round is cancelled; nothing more is sent."),
}


@require_safe
@permission_required("invitations.view_invitations", raise_exception=True)
def rounds(request: HttpRequest) -> HttpResponse:
    """List rounds and triggers of all questionnaires."""
    context = {"rounds": list_rounds(), "triggers": list_triggers(), "people": count_parties(), "channels": CHANNELS}
    return render(request, "invitations/rounds.html", context)


@require_safe
@permission_required("invitations.view_invitations", raise_exception=True)
def of_instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the rounds and triggers of one questionnaire, and the way to new ones."""
    context = {
        "instrument": instrument(slug),
        "published": live_version(slug) is not None,
        "rounds": list_rounds(slug),
        "triggers": list_triggers(slug),
        "people": count_parties(),
        "channels": CHANNELS,
    }
    return render(request, "invitations/instrument.html", context)


@require_safe
@permission_required("invitations.view_invitations", raise_exception=True)
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # csp's types know views without arguments
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show a round: before it starts who would be asked, afterwards who was and who answered."""
    asked = round_view(round_id)
    context = _facts(asked) | {
        "asked": asked,
        "instrument": {"slug": asked.slug, "name": asked.instrument},
        "trail": [
            (reverse("invitations:rounds"), _("Invitations")),
            (reverse("invitations:instrument", args=[asked.slug]), asked.instrument),
        ],
    }
    if asked.state in {RoundState.DRAFT, RoundState.DRAWN}:
        return render(request, "invitations/round_planned.html", context | _planned(asked))
    return render(request, "invitations/round.html", context | _begun(asked, request.GET.get("by", "")))


@require_POST
@permission_required("invitations.send_invitations", raise_exception=True)
def step(request: HttpRequest, round_id: int) -> HttpResponse:
    """Take a step of the life of a round: draw, start, pause, resume, finish, cancel."""
    name = request.POST.get("step", "")
    if name not in STEPS:
        raise Http404(name)
    STEPS[name](round_id)
    messages.success(request, str(SAID[name]))
    return HttpResponseRedirect(reverse("invitations:round", args=[round_id]))


def _facts(asked: RoundView) -> dict[str, Any]:
    return {
        "channel": CHANNELS[asked.channel],
        "basis": BASES[asked.basis],
        "customers": CUSTOMERS[asked.spec.customers],
        "method": METHODS[asked.spec.method],
        "to_files": is_written_to_files(asked.channel.value),
        "reasons": standing.reasons_of(turnout(round_id=asked.id).not_asked),
        "has_begun": asked.state in BEGUN,
    }


def _planned(asked: RoundView) -> dict[str, Any]:
    version = live_version(asked.slug)
    return {
        "published": version is not None,
        "previews": message_previews(version, asked) if version else (),
        "languages": _languages(version),
        "has_strata": any(each.label for each in asked.strata),
        "is_email": asked.channel is Channel.EMAIL,
        "is_letter": asked.channel is Channel.LETTER,
    }


def _languages(version: VersionView | None) -> list[tuple[str, str]]:
    offered = version.questionnaire.languages if version else ()
    return [(code, get_language_info(code)["name_translated"]) for code in offered]


def _begun(asked: RoundView, by: str) -> dict[str, Any]:
    told = turnout(round_id=asked.id)
    names = [each.name for each in attributes_to_choose()]
    choices = [STRATUM, *names] if any(each.label for each in asked.strata) else names
    chosen = by if by in choices else choices[0]
    floor = 1 if asked.promise == "identified" else organisation().anonymity_floor
    return {
        "told": told,
        "bar": standing.bar_of(told),
        "lines": standing.lines_of(told),
        "rates": standing.rates_of(told),
        "eligible": Quantity(told.eligibility, Unit.SHARE, 1),
        "by": chosen,
        "choices": choices,
        "groups": turnout_by(asked.id, chosen, floor=floor),
        "floor": floor,
        "messages_sent": _messages(asked.id),
        "may_ask_quiet": asked.phase == 1 and asked.state is not RoundState.CANCELLED,
        "second_phases": [each for each in list_rounds() if each.parent_id == asked.id],
    }


def _messages(round_id: int) -> list[tuple[int, int, int, int]]:
    """Return of the invitation and each reminder: its number, how many are sent, planned, and dropped or failed."""
    waiting = (MailingState.PLANNED, MailingState.CLAIMED)
    over = (MailingState.DROPPED, MailingState.FAILED, MailingState.UNCLEAR)
    return [
        (
            each.number,
            each.states.get(MailingState.SENT, 0),
            sum(each.states.get(state, 0) for state in waiting),
            sum(each.states.get(state, 0) for state in over),
        )
        for each in messages_of(round_id)
    ]
