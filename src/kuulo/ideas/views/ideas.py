"""The idea bank: the list with value against size drawn, and one idea with the people behind it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kuulo.base.texts import say
from kuulo.claims.rules import Stance
from kuulo.customers.queries import frame_of
from kuulo.customers.rules import Purpose
from kuulo.ideas.forms import ListForm, MergeForm, ReasonForm, TellerForm
from kuulo.ideas.queries import WantedIdeas, count_states, idea, ideas, ideas_numbered, tellers_of
from kuulo.ideas.rules import IdeaState
from kuulo.ideas.rules.lifecycle import IDEA_STATE_NAMES, idea_steps_from
from kuulo.ideas.rules.shapes import IdeaView
from kuulo.ideas.views.charts import ideas_chart
from kuulo.ideas.views.showing import line_of, need_words, plain_idea, trail_of

PAGE: Final = 50
MOST_OTHERS: Final = 300


@require_safe
@permission_required("ideas.view_ideas", raise_exception=True)
def ideas_page(request: HttpRequest) -> HttpResponse:
    """List the ideas, those of which most hangs first, and draw value against size."""
    language = get_language() or "en"
    form = ListForm(request.GET or None)
    every = ideas(_wanted(form))
    page = Paginator(every, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    states = count_states(every)
    context = {
        "form": form,
        "page": page,
        "query": query.urlencode(),
        "lines": [line_of(view, language) for view in page.object_list],
        "chart": ideas_chart(list(page.object_list)),
        "states": [(say(IDEA_STATE_NAMES[state]), states[state]) for state in IdeaState if states.get(state)],
    }
    return render(request, "ideas/list.html", context)


@require_safe
@permission_required("ideas.view_ideas", raise_exception=True)
def ideas_json(request: HttpRequest) -> JsonResponse:
    """Return the ideas as plain values."""
    found = ideas(_wanted(ListForm(request.GET or None)))
    return JsonResponse({"ideas": [plain_idea(view) for view in found]})


@require_safe
@permission_required("ideas.view_ideas", raise_exception=True)
def idea_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show an idea: who is behind it, in their own words and by word of mouth, who needs it, and what was merged."""
    return show_idea(request, idea(number, request.user))


@require_safe
@permission_required("ideas.view_ideas", raise_exception=True)
def idea_json(request: HttpRequest, number: str) -> JsonResponse:
    """Return the same as plain values; the words as the reader may see them."""
    view = idea(number, request.user)
    words = [
        {"words": each.fragment.words, "speaker": each.fragment.speaker, "is_customer": each.fragment.is_customer}
        for each in _words(view)
    ]
    tellers = tellers_of(view) if request.user.has_perm("customers.view_parties") else ()
    told = [{"by": each.staff or f"party {each.party_id}", "note": each.note} for each in tellers]
    return JsonResponse(plain_idea(view) | {"words": words, "told": told})


def show_idea(request: HttpRequest, view: IdeaView, *, status: int = 200, **more: object) -> HttpResponse:
    """Return the page of an idea, with a form that was refused among ``more``."""
    language = get_language() or "en"
    around = ideas_numbered([*view.parts, *([view.into] if view.into else [])])
    words = view.claim.words(language)
    context: dict[str, Any] = {
        "trail": trail_of(),
        "idea": view,
        "words": words,
        "state": say(IDEA_STATE_NAMES[view.state]),
        "behind": _words(view),
        "tellers": _tellers(request, view),
        "need": need_words(view.need, language),
        "into": around.get(view.into),
        "into_words": around[view.into].claim.words(language) if view.into in around else "",
        "parts": [line_of(around[number], language) for number in view.parts if number in around],
        "steps": [each.value for each in idea_steps_from(view.state)] if not view.into else [],
        "teller_form": TellerForm(),
        "reason_form": ReasonForm(),
        "merge_form": MergeForm(others=_others(view, language)),
    }
    return render(request, "ideas/idea.html", context | more, status=status)


def _wanted(form: ListForm) -> WantedIdeas:
    if not form.is_bound or not form.is_valid():
        return WantedIdeas()
    told = form.cleaned_data
    state = IdeaState(told["state"]) if told["state"] else None
    return WantedIdeas(words=told["words"], state=state, order=told["order"] or "value")


def _words(view: IdeaView) -> list[Any]:
    """Return the customers' words that stand behind an idea now."""
    return [each for each in view.claim.evidence if each.counts and each.stance is Stance.SUPPORT]


def _tellers(request: HttpRequest, view: IdeaView) -> list[dict[str, Any]]:
    """Return who told an idea; customers' names and what they told only for those who may see customers."""
    found = tellers_of(view)
    may = request.user.has_perm("customers.view_parties")
    parties = [each.party_id for each in found if each.party_id is not None]
    names = frame_of(parties, purpose=Purpose.SERVICE) if may and parties else {}
    return [
        {
            "teller": each,
            "name": names[each.party_id].name if each.party_id in names else each.staff,
            "note": each.note if may or each.party_id is None else "",
        }
        for each in found
    ]


def _others(view: IdeaView, language: str) -> list[tuple[str, str]]:
    """Return the ideas another one can become part of."""
    if view.into:
        return []
    every = ideas(WantedIdeas(order="newest"))[:MOST_OTHERS]
    return [
        (each.number, f"{each.number} {each.claim.words(language)}") for each in every if each.number != view.number
    ]
