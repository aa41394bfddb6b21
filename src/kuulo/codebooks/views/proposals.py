"""What the machine proposes: comments of one code, the likeliest first; accepting, rejecting, taking back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuulo.codebooks import services
from kuulo.codebooks.queries import Book, book, machine_of
from kuulo.codebooks.queries.comments import comments_of
from kuulo.codebooks.queries.machine import count_proposals, list_proposals, proposal_view
from kuulo.codebooks.rules import ProposalState
from kuulo.figures.charts.quantities import Quantity, Unit

PAGE: Final = 25
DECISIONS: Final = {
    "accept": ProposalState.ACCEPTED,
    "reject": ProposalState.REJECTED,
    "undo": ProposalState.PROPOSED,
}


@require_safe
@permission_required("codebooks.view_codebooks", raise_exception=True)
def proposals(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """List proposals of one code and one state."""
    found, language = book(slug), get_language() or "en"
    code = found.code(key)
    state = _state(request.GET.get("state", ""))
    page = Paginator(list_proposals(found.id, key, state), PAGE).get_page(request.GET.get("page"))
    rows = [proposal_view(row) for row in page.object_list]
    texts = comments_of([row.signal_id for row in rows])
    machine = machine_of(found.id)
    context: dict[str, Any] = {
        "book": found,
        "code": code,
        "code_name": code.name(language),
        "definition": code.definition(language),
        "state": state.value,
        "counts": {each.value: count_proposals(found.id).get(key, {}).get(each, 0) for each in ProposalState},
        "page": page,
        "query": f"state={state.value}&",
        "lines": [
            {"row": row, "comment": texts[row.signal_id], "share": Quantity(row.probability, Unit.SHARE)}
            for row in rows
            if row.signal_id in texts
        ],
        "figures": machine.figures.get(key, {}) if machine is not None else {},
        "trail": _trail(found, language),
    }
    return render(request, "codebooks/proposals.html", context)


@require_POST
@permission_required("codebooks.code", raise_exception=True)
def decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Accept or reject a proposal, or take the decision back; then show the list again."""
    wish = request.POST.get("decision", "")
    if wish not in DECISIONS:
        raise Http404(wish)
    row = services.decide_proposal(proposal_id=proposal_id, wish=DECISIONS[wish], by=str(request.user))
    shown = _state(request.POST.get("state", ""))
    address = reverse("codebooks:proposals", args=[row.codebook.slug, row.code])
    return HttpResponseRedirect(f"{address}?state={shown.value}#proposals")


def _state(wanted: str) -> ProposalState:
    return next((each for each in ProposalState if each == wanted), ProposalState.PROPOSED)


def _trail(found: Book, language: str) -> list[tuple[str, str]]:
    return [
        (reverse("codebooks:codebooks"), _("Codebooks")),
        (reverse("codebooks:codebook", args=[found.slug]), found.name(language)),
    ]
