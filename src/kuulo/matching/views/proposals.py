"""Proposals: the list, one with what speaks for it, and deciding."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.texts import say
from kuulo.customers.queries import party, whole_of
from kuulo.customers.rules import LinkKind, Purpose
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.identity import column_text
from kuulo.matching import services
from kuulo.matching.queries.proposals import ProposalView, count_by_state, list_proposals, neighbours, proposal, views
from kuulo.matching.queries.settings import wishes_in_force
from kuulo.matching.rules.beside import side_by_side
from kuulo.matching.rules.certain import RULE_NAMES, CertainRule
from kuulo.matching.rules.curve import expected
from kuulo.matching.rules.drawing import waterfall
from kuulo.matching.rules.proposals import ProposalState

PAGE: Final = 25
DECISIONS: Final = {
    "accept": services.accept_proposal,
    "reject": services.reject_proposal,
    "undo": services.undo_decision,
}
SAID: Final = {
    "accept": gettext_lazy("Accepted: the two are one customer now. It can be undone."),
    "reject": gettext_lazy("Rejected: the two stay apart, and are not proposed again unless their data change."),
    "undo": gettext_lazy("Undone: the proposal waits for a decision again."),
}


@require_safe
@permission_required("matching.view_matches", raise_exception=True)
def proposals(request: HttpRequest) -> HttpResponse:
    """List proposals of one state; those most likely first."""
    wanted = request.GET.get("state", ProposalState.PROPOSED)
    state = next((each for each in ProposalState if each == wanted), ProposalState.PROPOSED)
    page = Paginator(list_proposals(state), PAGE).get_page(request.GET.get("page"))
    accept_at = wishes_in_force().accept_at
    context = {
        "state": state.value,
        "counts": {each.value: count for each, count in count_by_state().items()},
        "page": page,
        "lines": [_line(each) for each in views(list(page.object_list))],
        "query": f"state={state.value}&",
        "accept_at": accept_at,
        "accept_share": Quantity(accept_at or 0.0, Unit.SHARE, 1),
    }
    return render(request, "matching/list.html", context)


@require_safe
@permission_required("matching.view_matches", raise_exception=True)
def proposal_page(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show two parties side by side, what speaks for their being one, and what was decided."""
    found = proposal(proposal_id)
    before, after = neighbours(found) if found.state is ProposalState.PROPOSED else (None, None)
    context = _line(found) | {
        "beside": _beside(found),
        "drawn": _drawn(found),
        "weights": [(column_text(each.column), each) for each in found.weights],
        "before": before,
        "after": after,
        "trail": [(reverse("matching:list"), _("Who is one with whom"))],
    }
    return render(request, "matching/proposal.html", context)


@require_POST
@permission_required("matching.decide_matches", raise_exception=True)
def decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Accept, reject, or take a decision back; then go on to the next open proposal, or back to the list."""
    wanted = request.POST.get("decision", "")
    if wanted not in DECISIONS:
        raise Http404(wanted)
    found = proposal(proposal_id)
    _before, following = neighbours(found) if found.state is ProposalState.PROPOSED else (None, None)
    DECISIONS[wanted](proposal_id=proposal_id, by=str(request.user), reason=request.POST.get("reason", "").strip())
    messages.success(request, str(SAID[wanted]))
    if request.POST.get("from") == "list":
        return HttpResponseRedirect(f"{reverse('matching:list')}?state={found.state.value}")
    if wanted == "undo" or following is None:
        return HttpResponseRedirect(reverse("matching:proposal", args=[proposal_id]))
    return HttpResponseRedirect(f"{reverse('matching:proposal', args=[following])}#decide")


def _line(found: ProposalView) -> dict[str, Any]:
    is_certain = found.kind is LinkKind.DETERMINISTIC
    strongest = sorted(found.weights, key=lambda each: -each.weight)[:3]
    return {
        "proposal": found,
        "is_certain": is_certain,
        "rule_text": say(RULE_NAMES[CertainRule(found.rule)]) if is_certain and found.rule else "",
        "chance": expected(found.probability),
        "strongest": [column_text(each.column) for each in strongest if each.weight > 0],
    }


def _beside(found: ProposalView) -> tuple[Any, ...]:
    wholes = whole_of([found.first_id, found.second_id])
    if wholes.get(found.first_id) == wholes.get(found.second_id):
        return ()
    left = party(found.first_id, purpose=Purpose.SERVICE)
    right = party(found.second_id, purpose=Purpose.SERVICE)
    return side_by_side(left, right)


def _drawn(found: ProposalView) -> Any:
    if not found.weights:
        return None
    return waterfall(found.weights, found.weight)
