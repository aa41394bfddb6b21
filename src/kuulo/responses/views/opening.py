"""Questions that a page's own answers open: how a browser without script comes to them.

Such a page's button asks to look at the page first. Where its answers open a question that could not be seen yet, the
page is shown again with that question; otherwise it is taken. With script the questions open at once, and the button
sends the page straight on.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.utils.translation import gettext_lazy as _

from kuulo.instruments.rules.flow import Known, holds
from kuulo.instruments.rules.questionnaire import Page
from kuulo.responses.rules.showing import dependence_of

FIELD_SHOWN: Final = "_shown"
OPENED: Final = _("Your answer opened one more question below.")


def opened_by(page: Page, known: Known, seen: Collection[str]) -> frozenset[str]:
    """Return the keys of questions that the page's answers (among ``known``) ask for and that were not seen before."""
    return frozenset(
        question.key
        for question in page.questions
        if question.key not in seen
        and dependence_of(question, page, known).condition
        and holds(question.show_if, known)
    )
