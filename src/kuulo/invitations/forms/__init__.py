"""Forms of the pages of asking."""

from __future__ import annotations

from kuulo.invitations.forms.budget import BudgetForm
from kuulo.invitations.forms.quiet import QuietForm
from kuulo.invitations.forms.rounds import RoundForm
from kuulo.invitations.forms.triggers import TriggerForm

__all__ = ["BudgetForm", "QuietForm", "RoundForm", "TriggerForm"]
