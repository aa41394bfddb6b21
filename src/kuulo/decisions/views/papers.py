"""Dossiers as pages and PDF, and the learning log."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.decisions.queries import Learning, claim_dossier, decision, decision_dossier, pdf_of, read_learning
from kuulo.decisions.rules.dossiers import Dossier
from kuulo.decisions.rules.pictures import draw_calibration
from kuulo.decisions.rules.words import kind_words
from kuulo.decisions.views.showing import badge_of, trail_of
from kuulo.figures.templatetags.charts import say


def _language() -> str:
    return get_language() or "en"


@require_safe
@permission_required("decisions.view_decisions", raise_exception=True)
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """Show a decision with all evidence, to be read or printed."""
    found = decision_dossier(number, user=request.user, language=_language())
    url = reverse("decisions:dossier_pdf", args=[found.number])
    trail = trail_of(decision(number))
    return render(request, "decisions/dossier.html", {"dossier": found, "pdf_url": url, "trail": trail})


@require_safe
@permission_required("decisions.view_decisions", raise_exception=True)
def dossier_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the same as PDF."""
    return _printed(decision_dossier(number, user=request.user, language=_language()))


@require_safe
@permission_required("claims.view_claims", raise_exception=True)
def claim_dossier_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a claim with all evidence, to be read or printed."""
    found = claim_dossier(number, user=request.user, language=_language())
    url = reverse("decisions:claim_dossier_pdf", args=[found.number])
    trail = [(reverse("claims:claims"), _("Claims"))]
    return render(request, "decisions/dossier.html", {"dossier": found, "pdf_url": url, "trail": trail})


@require_safe
@permission_required("claims.view_claims", raise_exception=True)
def claim_dossier_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the same as PDF."""
    return _printed(claim_dossier(number, user=request.user, language=_language()))


def _printed(found: Dossier) -> HttpResponse:
    content = pdf_of(found, language=_language(), say_value=say, now=timezone.now())
    headers = {
        "Content-Disposition": f'attachment; filename="kuulo-{found.number}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_safe
@permission_required("decisions.view_decisions", raise_exception=True)
def learning(request: HttpRequest) -> HttpResponse:
    """Show what was learnt: how right we were when sure, which kinds of evidence predicted, which beliefs fell."""
    found, language = read_learning(), _language()
    context = {
        "learning": found,
        "drawn": draw_calibration(found.calibration),
        "kinds": [(kind_words(one.kind), one.right) for one in found.kinds],
        "fallen": [(one, one.claim.words(language)) for one in found.fallen],
        "checked": [(one, badge_of(one.verdict)) for one in found.checked if one.verdict is not None],
        "trail": trail_of(),
    }
    return render(request, "decisions/learning.html", context)


@require_safe
@permission_required("decisions.view_decisions", raise_exception=True)
def learning_json(request: HttpRequest) -> JsonResponse:
    """Return the same as plain values."""
    del request
    return JsonResponse(_plain(read_learning()))


def _plain(found: Learning) -> dict[str, object]:
    calibration = found.calibration
    return {
        "calibration": {
            "steps": [
                {"low": one.low, "high": one.high, "mean": one.mean, "right": one.right.to_dict()}
                for one in calibration.steps
            ],
            "right": calibration.right.to_dict(),
            "mean": calibration.mean,
            "gap": None if calibration.gap is None else calibration.gap.to_dict(),
            "sentence": say(calibration.sentence),
        },
        "kinds": {one.kind: one.right.to_dict() for one in found.kinds},
        "years": {str(year): right.to_dict() for year, right in found.years.items()},
        "fallen": [
            {
                "claim": one.claim.number,
                "on": one.on.isoformat(),
                "decision": one.decision,
                "why": one.why,
                "rested": list(one.rested),
            }
            for one in found.fallen
        ],
        "checked": [{"number": one.number, "verdict": str(one.verdict)} for one in found.checked],
    }
