"""Forms of the room: what must be known, the budget, an address of the calendar."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.plans.queries.plans import check_number
from kuulo.plans.rules import BudgetView, CostLine, NeedView, PlanView
from kuulo.plans.services import NeedWishes

LONGEST: Final = 500
Choices = list[tuple[str, str]]


class NeedForm(forms.Form):
    """What must be known, for which decision, and what answers it."""

    text = forms.CharField(label=_("What must be known"), max_length=LONGEST)
    decision = forms.ChoiceField(label=_("For which decision"), required=False)
    claims = forms.CharField(
        label=_("Claims that answer it"),
        required=False,
        max_length=LONGEST,
        help_text=_("Numbers of claims, such as C3 C12."),
    )
    studies = forms.MultipleChoiceField(
        label=_("Studies that are to answer it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, decisions: Choices, studies: Choices, found: NeedView | None = None, **kwargs: Any
    ) -> None:
        initial = dict(kwargs.get("initial", {}))
        if found is not None:
            initial |= {
                "text": found.text,
                "decision": found.decision,
                "claims": " ".join(one.number for one in found.claims),
                "studies": [one.slug for one in found.studies],
            }
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["decision"].choices = [("", _("none yet")), *decisions]  # type: ignore[attr-defined] # a choice field
        self.fields["studies"].choices = studies  # type: ignore[attr-defined] # as above
        if not studies:
            del self.fields["studies"]

    def told_wishes(self) -> NeedWishes:
        """Return what was filled in."""
        told = self.cleaned_data
        return NeedWishes(
            text=told["text"],
            decision=told["decision"],
            claims=tuple(re.findall(r"[^\s,;]+", told["claims"])),
            studies=tuple(told.get("studies", ())),
        )


class BudgetForm(forms.Form):
    """What there is for a year, and what costs beside the studies."""

    amount = forms.CharField(label=_("What there is for the year, euro"), required=False, max_length=20)
    lines = forms.CharField(
        label=_("What costs beside the studies"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A line each: what, then a colon, then euro. Transcribing: 1200"),
    )

    def __init__(self, *args: Any, found: BudgetView, **kwargs: Any) -> None:
        own = [one for one in found.lines if not one.study]
        initial = {
            "amount": "" if found.amount is None else f"{found.amount:f}",
            "lines": "\n".join(f"{one.what}: {one.amount:f}" for one in own),
        }
        super().__init__(*args, **{**kwargs, "initial": initial})

    def told_amount(self) -> Decimal | None:
        """Return what there is.

        Raises:
            InputError: It is no amount.
        """
        told = self.cleaned_data["amount"].strip()
        return check_number(told) if told else None

    def told_lines(self) -> tuple[CostLine, ...]:
        """Return what costs.

        Raises:
            InputError: A line has no amount.
        """
        found = []
        for line in self.cleaned_data["lines"].splitlines():
            what, _colon, amount = line.rpartition(":")
            if line.strip():
                found.append(CostLine(what=(what or line).strip(), amount=check_number(amount.strip())))
        return tuple(found)


class FeedForm(forms.Form):
    """What an address of the calendar is called."""

    name = forms.CharField(label=_("Where it is used"), max_length=80, help_text=_("Such as “Phone”."))


def decision_choices(plan: PlanView) -> Choices:
    """Return the decisions of a year to choose from."""
    return [(one.decision.number, f"{one.decision.number} {one.decision.question}") for one in plan.decisions]


def study_choices(plan: PlanView, found: NeedView | None, others: Choices) -> Choices:
    """Return the studies to choose from: those of the year, those chosen already, and others somebody may see."""
    known = {one.slug: one.title for one in (*plan.studies, *(found.studies if found is not None else ()))}
    return [*known.items(), *(one for one in others if one[0] not in known)]
